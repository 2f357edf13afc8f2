//! Presence: one row a user, and the CRM's odd rules about it.

use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::{Value, json};

use crate::{Mode, clock::Stamp};

/// Somebody not seen for longer than this is offline, whatever the row says.
const FRESH: Duration = Duration::from_secs(300);

/// What a person may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Online,
    Busy,
    Away,
    Offline,
}

impl Status {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Busy => "busy",
            Self::Away => "away",
            Self::Offline => "offline",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::Online, Self::Busy, Self::Away, Self::Offline]
            .into_iter()
            .find(|status| status.name() == text)
    }
}

/// A presence row.
#[derive(Clone, Debug)]
pub(crate) struct Presence {
    pub(crate) user: i64,
    pub(crate) status: Status,
    pub(crate) last_seen: Stamp,
    pub(crate) available_for_calls: bool,
    pub(crate) status_message: String,
    pub(crate) current_call: Option<i64>,
    username: String,
    full_name: String,
}

const SELECT: &str =
    "SELECT presence.*, username, trim(first_name || ' ' || last_name) AS full_name
    FROM presence JOIN user ON user.id = presence.user_id";

impl Presence {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let status: String = row.get("status")?;
        Ok(Self {
            user: row.get("user_id")?,
            status: Status::parse(&status).unwrap_or(Status::Offline),
            last_seen: row.get("last_seen")?,
            available_for_calls: row.get("available_for_calls")?,
            status_message: row.get("status_message")?,
            current_call: row.get("current_call")?,
            username: row.get("username")?,
            full_name: row.get("full_name")?,
        })
    }

    fn is_fresh(&self, now: Stamp) -> bool {
        now.since(self.last_seen) < FRESH
    }

    /// Computed, never stored: nothing ever writes "offline" into the row.
    pub(crate) fn is_online(&self, now: Stamp) -> bool {
        self.status != Status::Offline && self.is_fresh(now)
    }

    /// Whether `initiate_call` would let somebody call this person. It does
    /// not ask whether they are online: a stale "busy" refuses, "offline"
    /// accepts.
    pub(crate) fn takes_calls(&self) -> bool {
        match self.status {
            Status::Busy => false,
            Status::Online | Status::Away => self.available_for_calls,
            Status::Offline => true,
        }
    }

    /// The row as `user-presence/` answers it.
    pub(crate) fn json(&self, now: Stamp) -> Value {
        let is_online = self.is_online(now);
        json!({
            "user": self.user,
            "username": self.username,
            "full_name": self.full_name,
            "status": self.status.name(),
            "is_online": is_online,
            "is_available": is_online && self.available_for_calls && self.status != Status::Busy,
            "last_seen": self.last_seen.rest(),
            "available_for_calls": self.available_for_calls,
            "status_message": self.status_message,
            "current_call": self.current_call,
        })
    }

    /// The row as `online_users/` answers it.
    pub(crate) fn listed_json(&self) -> Value {
        json!({
            "id": self.user,
            "username": self.username,
            "full_name": self.full_name,
            "status": self.status.name(),
            "available_for_calls": self.available_for_calls,
            "status_message": self.status_message,
            "current_call_id": self.current_call,
        })
    }
}

/// This user's row, if they ever had one.
pub(crate) fn load(conn: &Connection, user: i64) -> rusqlite::Result<Option<Presence>> {
    conn.query_row(
        &format!("{SELECT} WHERE presence.user_id = ?1"),
        [user],
        Presence::read,
    )
    .optional()
}

/// This user's row, made first when there is none: online, although they may
/// never have connected.
pub(crate) fn load_or_make(conn: &Connection, user: i64, now: Stamp) -> rusqlite::Result<Presence> {
    conn.execute(
        "INSERT OR IGNORE INTO presence (user_id, status, last_seen) VALUES (?1, 'online', ?2)",
        params![user, now],
    )?;
    load(conn, user)?.ok_or(rusqlite::Error::QueryReturnedNoRows)
}

/// Writes the row. Every save counts as being seen, as in the CRM: calling
/// somebody who left long ago makes them "online" for five minutes.
pub(crate) fn save(conn: &Connection, row: &Presence, now: Stamp) -> rusqlite::Result<()> {
    conn.execute(
        "UPDATE presence SET status = ?2, last_seen = ?3, available_for_calls = ?4,
                             status_message = ?5, current_call = ?6
         WHERE user_id = ?1",
        params![
            row.user,
            row.status.name(),
            now,
            row.available_for_calls,
            row.status_message,
            row.current_call
        ],
    )?;
    Ok(())
}

/// Gives the user a call and, unless `None`, a status.
pub(crate) fn set_call(
    conn: &Connection,
    user: i64,
    call: Option<i64>,
    status: Option<Status>,
    now: Stamp,
) -> rusqlite::Result<()> {
    let mut row = load_or_make(conn, user, now)?;
    row.current_call = call;
    row.status = status.unwrap_or(row.status);
    save(conn, &row, now)
}

/// "I am here." As found, it forces the status to online, which wipes away,
/// offline, and busy during a call. As documented, it only refreshes.
pub(crate) fn heartbeat(
    conn: &Connection,
    mode: Mode,
    user: i64,
    now: Stamp,
) -> rusqlite::Result<()> {
    let mut row = load_or_make(conn, user, now)?;
    match mode {
        Mode::AsFound => row.status = Status::Online,
        Mode::AsDocumented if row.status == Status::Offline => row.status = Status::Online,
        Mode::AsDocumented => {}
    }
    save(conn, &row, now)
}

/// Everybody with a row who shares the organisation, stale ones too.
pub(crate) fn of_organization(
    conn: &Connection,
    organization: i64,
) -> rusqlite::Result<Vec<Presence>> {
    conn.prepare(&format!(
        "{SELECT} WHERE EXISTS (SELECT 1 FROM profile p
             WHERE p.user_id = presence.user_id AND p.organization_id = ?1)
         ORDER BY presence.last_seen DESC"
    ))?
    .query_map([organization], Presence::read)?
    .collect()
}

/// Who `online_users/` names: seen lately and available for calls. Busy, away
/// and even "offline" people are among them, and the caller too.
pub(crate) fn reachable(
    conn: &Connection,
    organization: i64,
    now: Stamp,
) -> rusqlite::Result<Vec<Presence>> {
    let mut rows = of_organization(conn, organization)?;
    rows.retain(|row| row.is_fresh(now) && row.available_for_calls);
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store;

    #[test]
    fn somebody_is_online_for_five_minutes_after_the_last_sign_of_life() {
        let conn = store::in_memory().unwrap();
        let then = Stamp::now().before(Duration::from_secs(295));
        let row = load_or_make(&conn, 14, then).unwrap();
        let now = Stamp::now();
        assert!(row.is_online(now));
        assert_eq!(row.json(now)["is_online"], true);

        let then = now.before(Duration::from_secs(305));
        save(&conn, &row, then).unwrap();
        let row = load(&conn, 14).unwrap().unwrap();
        assert!(!row.is_online(now));
        assert_eq!(
            row.json(now)["status"],
            "online",
            "the row keeps its status"
        );
    }

    #[test]
    fn the_server_asks_for_the_status_and_not_for_being_online() {
        let conn = store::in_memory().unwrap();
        let mut row = load_or_make(&conn, 14, Stamp::now()).unwrap();
        for (status, available, takes) in [
            (Status::Online, true, true),
            (Status::Online, false, false),
            (Status::Away, true, true),
            (Status::Away, false, false),
            (Status::Busy, true, false),
            (Status::Offline, true, true),
            (Status::Offline, false, true),
        ] {
            row.status = status;
            row.available_for_calls = available;
            assert_eq!(row.takes_calls(), takes, "{status:?} {available}");
        }
    }

    #[test]
    fn a_heartbeat_wipes_what_the_user_chose_only_as_found() {
        let conn = store::in_memory().unwrap();
        let now = Stamp::now();
        for status in [Status::Busy, Status::Away, Status::Offline] {
            for (mode, left) in [
                (Mode::AsFound, Status::Online),
                (
                    Mode::AsDocumented,
                    if status == Status::Offline {
                        Status::Online
                    } else {
                        status
                    },
                ),
            ] {
                set_call(&conn, 14, None, Some(status), now).unwrap();
                heartbeat(&conn, mode, 14, now).unwrap();
                assert_eq!(load(&conn, 14).unwrap().unwrap().status, left, "{mode:?}");
            }
        }
    }

    #[test]
    fn the_online_list_holds_busy_away_and_offline_people_but_no_stale_ones() {
        let conn = store::in_memory().unwrap();
        let now = Stamp::now();
        for (user, status) in [(14, Status::Busy), (15, Status::Offline)] {
            set_call(&conn, user, None, Some(status), now).unwrap();
        }
        let users: Vec<i64> = reachable(&conn, 1, now)
            .unwrap()
            .iter()
            .map(|row| row.user)
            .collect();
        for user in [14, 15, 2, 3] {
            assert!(users.contains(&user), "{user} in {users:?}");
        }
        assert!(!users.contains(&5), "last seen an hour and a half ago");
        assert!(reachable(&conn, 2, now).unwrap().is_empty());
    }
}
