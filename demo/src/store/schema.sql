-- Times are microseconds since 1970, UTC. Passwords are plain text: they are
-- printed when the demo starts, and no real one ever gets here.
CREATE TABLE IF NOT EXISTS secret (
    kind TEXT PRIMARY KEY,
    key  TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS organization (
    id         INTEGER PRIMARY KEY,
    name       TEXT NOT NULL,
    slug       TEXT NOT NULL,
    created_at INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS user (
    id            INTEGER PRIMARY KEY,
    username      TEXT NOT NULL UNIQUE,
    email         TEXT NOT NULL UNIQUE,
    first_name    TEXT NOT NULL,
    last_name     TEXT NOT NULL,
    phone         TEXT NOT NULL DEFAULT '',
    password      TEXT NOT NULL,
    legacy_token  TEXT,
    is_active     INTEGER NOT NULL DEFAULT 1,
    title         TEXT NOT NULL DEFAULT '',
    created_at    INTEGER NOT NULL,
    last_login_at INTEGER
);
CREATE TABLE IF NOT EXISTS profile (
    id              INTEGER PRIMARY KEY,
    user_id         INTEGER NOT NULL REFERENCES user (id),
    organization_id INTEGER REFERENCES organization (id),
    profile_type    TEXT NOT NULL,
    is_primary      INTEGER NOT NULL,
    status          TEXT NOT NULL DEFAULT 'active',
    role            TEXT,
    permissions     TEXT NOT NULL DEFAULT '[]',
    created_at      INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS customer (
    id              INTEGER PRIMARY KEY,
    organization_id INTEGER NOT NULL REFERENCES organization (id),
    first_name      TEXT NOT NULL,
    last_name       TEXT NOT NULL,
    email           TEXT NOT NULL,
    phone           TEXT NOT NULL,
    company         TEXT NOT NULL,
    status          TEXT NOT NULL,
    city            TEXT NOT NULL,
    total_value     INTEGER NOT NULL,
    last_contact    INTEGER,
    assigned_to     INTEGER REFERENCES employee (id),
    user_id         INTEGER REFERENCES user (id),
    created_at      INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS employee (
    id              INTEGER PRIMARY KEY,
    organization_id INTEGER NOT NULL REFERENCES organization (id),
    first_name      TEXT NOT NULL,
    last_name       TEXT NOT NULL,
    email           TEXT NOT NULL,
    phone           TEXT NOT NULL,
    department      TEXT NOT NULL,
    job_title       TEXT NOT NULL,
    role            TEXT NOT NULL,
    status          TEXT NOT NULL,
    employment_type TEXT NOT NULL,
    manager_id      INTEGER REFERENCES employee (id),
    user_id         INTEGER REFERENCES user (id),
    created_at      INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS call (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    session_id       TEXT NOT NULL,
    room_name        TEXT NOT NULL UNIQUE,
    call_type        TEXT NOT NULL,
    status           TEXT NOT NULL,
    initiator        INTEGER REFERENCES user (id),
    recipient        INTEGER REFERENCES user (id),
    organization_id  INTEGER REFERENCES organization (id),
    started_at       INTEGER,
    ended_at         INTEGER,
    duration_seconds INTEGER,
    recording_url    TEXT,
    recording_file   TEXT,
    notes            TEXT NOT NULL DEFAULT '',
    created_at       INTEGER NOT NULL,
    updated_at       INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS presence (
    user_id             INTEGER PRIMARY KEY REFERENCES user (id),
    status              TEXT NOT NULL,
    last_seen           INTEGER NOT NULL,
    available_for_calls INTEGER NOT NULL DEFAULT 1,
    status_message      TEXT NOT NULL DEFAULT '',
    current_call        INTEGER REFERENCES call (id) ON DELETE SET NULL
);
CREATE TABLE IF NOT EXISTS recording (
    name  TEXT PRIMARY KEY,
    mime  TEXT NOT NULL,
    bytes BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS lead (
    id              INTEGER PRIMARY KEY,
    organization_id INTEGER NOT NULL REFERENCES organization (id),
    first_name      TEXT NOT NULL,
    last_name       TEXT NOT NULL,
    email           TEXT NOT NULL,
    phone           TEXT NOT NULL,
    company         TEXT NOT NULL,
    job_title       TEXT NOT NULL,
    status          TEXT NOT NULL,
    source          TEXT NOT NULL,
    score           INTEGER NOT NULL,
    estimated_value INTEGER NOT NULL,
    assigned_to     INTEGER REFERENCES employee (id),
    created_at      INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS deal (
    id              INTEGER PRIMARY KEY,
    organization_id INTEGER NOT NULL REFERENCES organization (id),
    title           TEXT NOT NULL,
    customer_id     INTEGER NOT NULL REFERENCES customer (id),
    value           INTEGER NOT NULL,
    probability     INTEGER NOT NULL,
    stage           TEXT NOT NULL,
    assigned_to     INTEGER REFERENCES employee (id),
    closes_at       INTEGER NOT NULL,
    created_at      INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS activity (
    id              INTEGER PRIMARY KEY,
    organization_id INTEGER NOT NULL REFERENCES organization (id),
    kind            TEXT NOT NULL,
    title           TEXT NOT NULL,
    description     TEXT NOT NULL,
    customer_id     INTEGER NOT NULL REFERENCES customer (id),
    status          TEXT NOT NULL,
    created_by      INTEGER NOT NULL REFERENCES user (id),
    created_at      INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS message (
    id         INTEGER PRIMARY KEY,
    sender     INTEGER NOT NULL REFERENCES user (id),
    recipient  INTEGER NOT NULL REFERENCES user (id),
    content    TEXT NOT NULL,
    created_at INTEGER NOT NULL
);
