//! User accounts and their profiles, and how the API spells them.

use rusqlite::{Connection, OptionalExtension, Row};
use serde_json::{Map, Value, json};

use crate::clock::Stamp;

/// A row of the user table.
#[derive(Clone, Debug)]
pub(crate) struct User {
    pub(crate) id: i64,
    pub(crate) username: String,
    pub(crate) email: String,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) password: String,
    pub(crate) legacy_token: Option<String>,
    pub(crate) is_active: bool,
    phone: String,
    title: String,
    created_at: Stamp,
    last_login_at: Option<Stamp>,
}

/// A user's place in an organisation.
#[derive(Clone, Debug)]
pub(crate) struct Profile {
    id: i64,
    pub(crate) organization: Option<(i64, String, String)>,
    pub(crate) kind: String,
    pub(crate) is_primary: bool,
    status: String,
    role: Option<String>,
    permissions: Vec<String>,
    created_at: Stamp,
}

impl User {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            username: row.get("username")?,
            email: row.get("email")?,
            first_name: row.get("first_name")?,
            last_name: row.get("last_name")?,
            password: row.get("password")?,
            legacy_token: row.get("legacy_token")?,
            is_active: row.get("is_active")?,
            phone: row.get("phone")?,
            title: row.get("title")?,
            created_at: row.get("created_at")?,
            last_login_at: row.get("last_login_at")?,
        })
    }

    /// First and last name.
    pub(crate) fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
            .trim()
            .to_owned()
    }
}

/// The user with this id.
pub(crate) fn by_id(conn: &Connection, id: i64) -> rusqlite::Result<Option<User>> {
    conn.query_row("SELECT * FROM user WHERE id = ?1", [id], User::read)
        .optional()
}

/// The user with this e-mail address, compared letter by letter as the CRM does.
pub(crate) fn by_email(conn: &Connection, email: &str) -> rusqlite::Result<Option<User>> {
    conn.query_row("SELECT * FROM user WHERE email = ?1", [email], User::read)
        .optional()
}

/// The user with this user name or e-mail address, whichever matches exactly.
pub(crate) fn by_login(conn: &Connection, login: &str) -> rusqlite::Result<Option<User>> {
    conn.query_row(
        "SELECT * FROM user WHERE username = ?1 OR email = ?1",
        [login],
        User::read,
    )
    .optional()
}

/// The user holding this legacy token.
pub(crate) fn by_legacy_token(conn: &Connection, token: &str) -> rusqlite::Result<Option<User>> {
    conn.query_row(
        "SELECT * FROM user WHERE legacy_token = ?1",
        [token],
        User::read,
    )
    .optional()
}

/// Every user of every organisation, which the CRM returns to anybody.
pub(crate) fn all(conn: &Connection) -> rusqlite::Result<Vec<User>> {
    conn.prepare("SELECT * FROM user ORDER BY id")?
        .query_map([], User::read)?
        .collect()
}

/// Every profile of this user, the primary one first.
pub(crate) fn profiles(conn: &Connection, user: i64) -> rusqlite::Result<Vec<Profile>> {
    conn.prepare(
        "SELECT p.*, o.name AS organization_name, o.slug AS organization_slug
         FROM profile p LEFT JOIN organization o ON o.id = p.organization_id
         WHERE p.user_id = ?1 ORDER BY p.is_primary DESC, p.id",
    )?
    .query_map([user], |row| {
        let organization: Option<i64> = row.get("organization_id")?;
        let name: Option<String> = row.get("organization_name")?;
        let slug: Option<String> = row.get("organization_slug")?;
        let permissions: String = row.get("permissions")?;
        Ok(Profile {
            id: row.get("id")?,
            organization: organization
                .map(|id| (id, name.unwrap_or_default(), slug.unwrap_or_default())),
            kind: row.get("profile_type")?,
            is_primary: row.get("is_primary")?,
            status: row.get("status")?,
            role: row.get("role")?,
            permissions: serde_json::from_str(&permissions).unwrap_or_default(),
            created_at: row.get("created_at")?,
        })
    })?
    .collect()
}

/// The profile that decides which organisation somebody acts for. Only
/// `is_primary` counts; an inactive one is good enough.
pub(crate) fn primary_profile(conn: &Connection, user: i64) -> rusqlite::Result<Option<Profile>> {
    Ok(profiles(conn, user)?
        .into_iter()
        .find(|profile| profile.is_primary))
}

/// Whether any profile of this user carries the permission, or all of them.
pub(crate) fn is_permitted(
    conn: &Connection,
    user: i64,
    permission: &str,
) -> rusqlite::Result<bool> {
    Ok(profiles(conn, user)?.iter().any(|profile| {
        profile
            .permissions
            .iter()
            .any(|own| own == "*:*" || own == permission)
    }))
}

/// The user object of `login/` and `users/me/`.
pub(crate) fn user_json(conn: &Connection, user: &User) -> rusqlite::Result<Value> {
    let profiles = profiles(conn, user.id)?;
    let organizations: Vec<Value> = profiles
        .iter()
        .filter_map(|profile| {
            let (id, name, slug) = profile.organization.as_ref()?;
            Some(json!({
                "id": id, "name": name, "slug": slug, "is_owner": profile.kind == "vendor",
                "joined_at": profile.created_at.rest(),
            }))
        })
        .collect();
    Ok(json!({
        "id": user.id,
        "email": user.email,
        "username": user.username,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "full_name": user.full_name(),
        "profile_image": null,
        "phone": user.phone,
        "is_active": user.is_active,
        "is_verified": true,
        "is_staff": false,
        "two_factor_enabled": false,
        "last_login_at": user.last_login_at.map(Stamp::rest),
        "email_verified_at": null,
        "profiles": profiles.iter().map(|profile| profile_json(user, profile)).collect::<Vec<_>>(),
        "organizations": organizations,
        "created_at": user.created_at.rest(),
        "updated_at": user.last_login_at.unwrap_or(user.created_at).rest(),
        "title": user.title,
        "department": "",
        "bio": "",
        "location": "",
        "timezone": "UTC",
        "language": "en",
    }))
}

fn profile_json(user: &User, profile: &Profile) -> Value {
    let organization = profile.organization.as_ref();
    json!({
        "id": profile.id,
        "user": user.id,
        "user_email": user.email,
        "organization": organization.map(|(id, name, slug)| json!({"id": id, "name": name, "slug": slug})),
        "organization_name": organization.map(|(_, name, _)| name),
        "profile_type": profile.kind,
        "is_primary": profile.is_primary,
        "status": profile.status,
        "roles": roles(profile),
        "is_owner": profile.kind == "vendor",
        "permissions": profile.permissions,
    })
}

/// A list for vendors and customers, an object for employees.
fn roles(profile: &Profile) -> Value {
    match (&profile.role, profile.kind.as_str()) {
        (Some(role), "employee") => json!({"1": role}),
        (None, "employee") => json!({}),
        (Some(role), _) => json!([role]),
        (None, _) => json!([]),
    }
}

/// What the access token says about its user, besides kind, times and id.
pub(crate) fn claims(conn: &Connection, user: &User) -> rusqlite::Result<Map<String, Value>> {
    let profile = primary_profile(conn, user.id)?;
    let profile = profile.as_ref();
    let organization = profile.and_then(|profile| profile.organization.as_ref());
    let claims = json!({
        "user_id": user.id,
        "email": user.email,
        "username": user.username,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "is_superuser": false,
        "is_staff": false,
        "profile_type": profile.map(|profile| &profile.kind),
        "profile_id": profile.map(|profile| profile.id),
        "organization_id": organization.map(|(id, ..)| id),
        "organization_name": organization.map(|(_, name, _)| name),
        "is_owner": profile.is_some_and(|profile| profile.kind == "vendor"),
        "roles": profile.map_or_else(|| json!([]), roles),
        "role_ids": profile.map_or_else(Vec::new, |profile| profile.role.iter().map(|_| 1).collect::<Vec<i64>>()),
        "permissions": profile.map(|profile| profile.permissions.clone()).unwrap_or_default(),
    });
    match claims {
        Value::Object(claims) => Ok(claims),
        _ => Ok(Map::new()),
    }
}
