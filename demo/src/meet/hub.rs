//! The rooms and their participants.

use std::{
    collections::{BTreeMap, VecDeque},
    hash::{BuildHasher, Hasher, RandomState},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{SystemTime, UNIX_EPOCH},
};

use serde_json::Value;
use tokio::sync::mpsc::UnboundedSender;

use super::{
    Behaviour, LogEntry, LogKind, ParticipantReport, RoomReport,
    lobby::Knock,
    wire::{BreakoutRoom, FromPage, Participant, Recording, ToPage},
};

/// A mesh needs a connection for every pair; beyond this it gets slow.
const ROOM_LIMIT: usize = 8;

/// Enough for any test, and a bound for a demo that runs for weeks.
const LOG_LIMIT: usize = 10_000;

/// A shared handle to the stand-in's state.
#[derive(Debug, Clone, Default)]
pub(super) struct Hub(Arc<Mutex<State>>);

impl Hub {
    /// Locks the state: briefly, and never across an await.
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        // Each change is complete in itself, so a panic elsewhere leaves
        // nothing half done.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The stand-in's state.
#[derive(Debug, Default)]
pub(super) struct State {
    behaviour: Behaviour,
    rooms: BTreeMap<String, Room>,
    log: VecDeque<LogEntry>,
}

#[derive(Debug, Default)]
struct Room {
    members: Vec<Member>,
    recording: Option<Recording>,
    /// Who waits in the lobby.
    knocks: Vec<Knock>,
}

#[derive(Debug)]
struct Member {
    shown: Participant,
    outbox: UnboundedSender<ToPage>,
    frames_decoded: u64,
    audio_packets: u64,
    connected_peers: u32,
    joined_at_ms: u64,
}

impl Room {
    /// Sends to everyone but `except`. A member whose socket is just closing
    /// misses it, which is right: it is about to leave.
    fn tell_others(&self, except: &str, message: &ToPage) {
        for member in self.members.iter().filter(|m| m.shown.id != except) {
            let _ = member.outbox.send(message.clone());
        }
    }

    fn announce(&self, knock: &Knock) {
        let (id, name) = (knock.id.clone(), knock.name.clone());
        self.tell_others("", &ToPage::Knocking { id, name });
    }

    fn member(&mut self, id: &str) -> Option<&mut Member> {
        self.members.iter_mut().find(|m| m.shown.id == id)
    }
}

/// The room is full.
#[derive(Debug, thiserror::Error)]
#[error("the room takes no more participants")]
pub(super) struct RoomFull;

impl State {
    pub(super) fn behaviour(&self) -> &Behaviour {
        &self.behaviour
    }

    /// Changes the behaviour and notifies every joined page.
    pub(super) fn set_behaviour(&mut self, behaviour: Behaviour) {
        self.behaviour = behaviour.clone();
        for room in self.rooms.values() {
            room.tell_others(
                "",
                &ToPage::Behaviour {
                    behaviour: behaviour.clone(),
                },
            );
        }
    }

    /// Sends an act to everybody of this name. `false` when there is nobody.
    pub(super) fn act(&self, name: &str, act: &Value) -> bool {
        let members = self.rooms.values().flat_map(|room| &room.members);
        let named: Vec<_> = members
            .filter(|m| m.shown.profile.display_name == name)
            .collect();
        for member in &named {
            let _ = member.outbox.send(ToPage::Act { act: act.clone() });
        }
        !named.is_empty()
    }

    /// Puts somebody into the lobby, unless they can walk in.
    pub(super) fn knock(&mut self, room_name: &str, knock: Knock) -> bool {
        let Some(room) = self.rooms.get_mut(room_name) else {
            return false;
        };
        if !self.behaviour.lobby || room.members.is_empty() {
            return false;
        }
        room.announce(&knock);
        room.knocks.push(knock);
        true
    }

    /// Somebody no longer waits in the lobby.
    pub(super) fn stop_knocking(&mut self, room_name: &str, id: &str) {
        if let Some(room) = self.rooms.get_mut(room_name) {
            room.knocks.retain(|knock| knock.id != id);
        }
    }

    /// Tells everybody in a meeting with breakout rooms who is where.
    fn tell_rooms(&self, room_name: &str) {
        let main = room_name.split('~').next().unwrap_or_default();
        let of_meeting = |name: &str| name.split('~').next() == Some(main);
        let rooms: Vec<_> = self.rooms.iter().filter(|it| of_meeting(it.0)).collect();
        // Only a meeting that has, or had, more than its main room.
        let breakout = room_name.contains('~') || rooms.iter().any(|it| it.0.contains('~'));
        if !breakout {
            return;
        }
        let shown = rooms.iter().map(|(name, room)| BreakoutRoom {
            name: (*name).clone(),
            participants: room.members.iter().map(|m| m.shown.clone()).collect(),
        });
        let message = ToPage::Rooms {
            rooms: shown.collect(),
        };
        for (_, room) in rooms {
            room.tell_others("", &message);
        }
    }

    /// Adds a participant, welcomes it and notifies the others. Returns its id.
    pub(super) fn join(
        &mut self,
        room_name: &str,
        profile: super::wire::Profile,
        outbox: UnboundedSender<ToPage>,
    ) -> Result<String, RoomFull> {
        let limit = self.behaviour.room_limit.unwrap_or(ROOM_LIMIT);
        let room = self.rooms.entry(room_name.to_owned()).or_default();
        if room.members.len() >= limit {
            return Err(RoomFull);
        }
        let id = loop {
            let id = random_id();
            if room.member(&id).is_none() {
                break id;
            }
        };
        let shown = Participant {
            id: id.clone(),
            profile,
        };
        let _ = outbox.send(ToPage::Welcome {
            id: id.clone(),
            participants: room.members.iter().map(|m| m.shown.clone()).collect(),
            recording: room.recording.clone(),
        });
        room.tell_others(
            &id,
            &ToPage::Joined {
                participant: shown.clone(),
            },
        );
        let at_ms = now_ms();
        let name = shown.profile.display_name.clone();
        room.members.push(Member {
            shown,
            outbox,
            frames_decoded: 0,
            audio_packets: 0,
            connected_peers: 0,
            joined_at_ms: at_ms,
        });
        self.note(at_ms, room_name, &id, name, LogKind::Joined);
        self.tell_rooms(room_name);
        Ok(id)
    }

    /// Removes a participant and notifies the others; the last one closes the
    /// room and ends its recording.
    pub(super) fn leave(&mut self, room_name: &str, id: &str) {
        let Some(room) = self.rooms.get_mut(room_name) else {
            return;
        };
        let Some(at) = room.members.iter().position(|m| m.shown.id == id) else {
            return;
        };
        let gone = room.members.remove(at);
        room.tell_others(id, &ToPage::Left { id: id.to_owned() });
        if room.members.is_empty() {
            self.rooms.remove(room_name);
        }
        let name = gone.shown.profile.display_name;
        self.note(now_ms(), room_name, id, name, LogKind::Left);
        self.tell_rooms(room_name);
    }

    /// Handles a message of a joined page.
    pub(super) fn handle(&mut self, room_name: &str, id: &str, message: FromPage) {
        let Some(room) = self.rooms.get_mut(room_name) else {
            return;
        };
        match message {
            FromPage::State(profile) => {
                let Some(member) = room.member(id) else {
                    return;
                };
                member.shown.profile = profile;
                let participant = member.shown.clone();
                room.tell_others(id, &ToPage::State { participant });
            }
            FromPage::Signal { to, data } => {
                let from = id.to_owned();
                if let Some(member) = room.member(&to) {
                    let _ = member.outbox.send(ToPage::Signal { from, data });
                }
            }
            FromPage::Media {
                frames_decoded,
                audio_packets,
                connected_peers,
            } => {
                if let Some(member) = room.member(id) {
                    member.frames_decoded = frames_decoded;
                    member.audio_packets = audio_packets;
                    member.connected_peers = connected_peers;
                }
            }
            FromPage::Record { on, mode } => {
                if room.recording.is_some() == on {
                    return;
                }
                let by = id.to_owned();
                room.recording = on.then(|| Recording {
                    mode: mode.clone(),
                    by: by.clone(),
                });
                // Everyone, the initiator too: for the page it is on only when
                // the server says so.
                room.tell_others("", &ToPage::Recording { on, mode, by });
            }
            FromPage::Text { to, text } => {
                let from = id.to_owned();
                let message = ToPage::Text { from, text };
                if to.is_empty() {
                    room.tell_others(id, &message);
                } else if let Some(member) = room.member(&to) {
                    let _ = member.outbox.send(message);
                }
            }
            FromPage::Chat { text } => {
                let from = id.to_owned();
                room.tell_others(id, &ToPage::Chat { from, text });
            }
            FromPage::AnswerKnock { id, approved } => {
                let at = room.knocks.iter().position(|knock| knock.id == id);
                if let Some(at) = at {
                    // A page that has gone meanwhile needs no answer.
                    let _ = room.knocks.remove(at).answer.send(approved);
                }
            }
            FromPage::Join(_) | FromPage::Leave => {}
        }
    }

    pub(super) fn report(&self) -> Vec<RoomReport> {
        self.rooms
            .iter()
            .map(|(name, room)| RoomReport {
                room: name.clone(),
                recording: room.recording.is_some(),
                participants: room.members.iter().map(Member::report).collect(),
            })
            .collect()
    }

    pub(super) fn log(&self) -> Vec<LogEntry> {
        self.log.iter().cloned().collect()
    }

    fn note(&mut self, at_ms: u64, room: &str, id: &str, display_name: String, what: LogKind) {
        if self.log.len() == LOG_LIMIT {
            self.log.pop_front();
        }
        self.log.push_back(LogEntry {
            at_ms,
            room: room.to_owned(),
            id: id.to_owned(),
            display_name,
            what,
        });
    }
}

impl Member {
    fn report(&self) -> ParticipantReport {
        let profile = &self.shown.profile;
        ParticipantReport {
            id: self.shown.id.clone(),
            display_name: profile.display_name.clone(),
            audio_muted: profile.audio_muted,
            video_muted: profile.video_muted,
            sharing: profile.sharing,
            frames_decoded: self.frames_decoded,
            audio_packets: self.audio_packets,
            connected_peers: self.connected_peers,
            joined_at_ms: self.joined_at_ms,
        }
    }
}

/// Eight hexadecimal digits, the form of Jitsi's participant ids. Each new
/// `RandomState` has keys of its own, which is random enough for a name.
pub(super) fn random_id() -> String {
    let random = RandomState::new().build_hasher().finish();
    format!("{:08x}", random & 0xffff_ffff)
}

fn now_ms() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|since| u64::try_from(since.as_millis()).ok())
        .unwrap_or_default()
}
