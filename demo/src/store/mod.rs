//! The SQLite database: opening it, and what it starts with.

mod seed;

use std::path::Path;

use rusqlite::Connection;

use crate::clock::Stamp;

pub(crate) use seed::SIGN_INS;

const SCHEMA: &str = include_str!("schema.sql");

/// Children before parents, so that rows can be deleted in this order.
const TABLES: [&str; 13] = [
    "presence",
    "recording",
    "call",
    "message",
    "activity",
    "deal",
    "lead",
    "customer",
    "employee",
    "profile",
    "user",
    "organization",
    "sqlite_sequence",
];

/// A fresh, seeded database that lives as long as the connection.
///
/// # Errors
/// When SQLite refuses.
pub(crate) fn in_memory() -> rusqlite::Result<Connection> {
    prepared(Connection::open_in_memory()?)
}

/// The database in this file; seeded when it is new.
///
/// # Errors
/// When the file is no database or cannot be opened.
pub(crate) fn in_file(path: &Path) -> rusqlite::Result<Connection> {
    prepared(Connection::open(path)?)
}

/// Forgets everything but the signing keys, and seeds again: a browser that is
/// signed in stays signed in, because the same people come back.
///
/// # Errors
/// When SQLite refuses; nothing is changed then.
pub(crate) fn reset(conn: &mut Connection) -> rusqlite::Result<()> {
    let transaction = conn.transaction()?;
    for table in TABLES {
        transaction.execute(&format!("DELETE FROM {table}"), [])?;
    }
    seed::fill(&transaction, Stamp::now())?;
    transaction.commit()
}

fn prepared(mut conn: Connection) -> rusqlite::Result<Connection> {
    conn.execute_batch("PRAGMA foreign_keys = ON;")?;
    conn.execute_batch(SCHEMA)?;
    let people: i64 = conn.query_row("SELECT count(*) FROM user", [], |row| row.get(0))?;
    if people == 0 {
        let transaction = conn.transaction()?;
        seed::fill(&transaction, Stamp::now())?;
        transaction.commit()?;
    }
    Ok(conn)
}
