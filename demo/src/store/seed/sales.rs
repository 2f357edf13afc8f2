//! What the people of the demo work on: leads, deals, activities, messages.

use std::time::Duration;

use rusqlite::{Connection, params};

use crate::clock::Stamp;

const DAY: Duration = Duration::from_secs(86_400);
const HOUR: Duration = Duration::from_secs(3_600);

/// id, first name, last name, e-mail, phone, company, job title, status, source,
/// score, value in whole dollars, employee, days since created
type Lead = (
    i64,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    i64,
    i64,
    i64,
    u32,
);

#[rustfmt::skip]
const LEADS: &[Lead] = &[
    // Without an account, as most leads.
    (1, "Nora", "Lindholm", "nora.lindholm@aurorakayaks.example", "+47 77 55 01 21", "Aurora Kayaks", "Owner", "qualified", "Referral", 82, 24_000, 1, 3),
    // Has become a customer, and has an account.
    (2, "Jane", "Doe", "jane.doe@example.com", "+1 503 555 0182", "", "Interior designer", "converted", "Website", 95, 18_000, 2, 6),
    (3, "Ibrahim", "Sesay", "ibrahim@freetownfabrics.example", "+232 22 555 014", "Freetown Fabrics", "Buyer", "contacted", "Trade fair", 54, 9_500, 3, 8),
    (4, "Camille", "Roux", "camille.roux@maisonroux.example", "+33 4 55 55 01 32", "Maison Roux", "Managing director", "new", "Website", 31, 41_000, 1, 1),
    // Can be reached by phone alone.
    (5, "Bjarke", "Holm", "", "+45 33 55 01 76", "Holm Bikes", "Owner", "contacted", "Referral", 44, 7_800, 2, 12),
];

/// id, title, customer, value in whole dollars, probability, stage, employee,
/// days until closed, days since created
type Deal = (
    i64,
    &'static str,
    i64,
    i64,
    i64,
    &'static str,
    i64,
    u32,
    u32,
);

#[rustfmt::skip]
const DEALS: &[Deal] = &[
    // Its customer's address is not that of the customer's user.
    (1, "Office refit, second floor", 5, 64_000, 60, "negotiation", 3, 21, 18),
    (2, "Showroom furniture", 2, 12_400, 75, "proposal", 2, 12, 9),
    (3, "Yearly service contract", 8, 28_800, 40, "qualified", 1, 45, 4),
];

/// kind, title, description, customer, status, user who made it, days ago
type Activity = (
    &'static str,
    &'static str,
    &'static str,
    i64,
    &'static str,
    i64,
    u32,
);

#[rustfmt::skip]
const ACTIVITIES: &[Activity] = &[
    ("call", "Talk about the showroom", "She wants to see the oak samples first.", 2, "scheduled", 14, 0),
    ("email", "Offer for the second floor", "Sent with the new prices; mei.tanaka@brightharbor.example has a copy.", 5, "completed", 6, 1),
    ("meeting", "Visit at the warehouse", "Two hours, with the forklift driver.", 1, "completed", 2, 3),
    ("call", "Remind of the contract", "Runs out at the end of the month.", 8, "in_progress", 2, 4),
    ("task", "Send samples", "Linen in three colours.", 14, "scheduled", 5, 5),
    ("call", "Ask about the delivery", "", 3, "completed", 14, 8),
];

/// sender, recipient, text, hours ago
type Message = (i64, i64, &'static str, u32);

#[rustfmt::skip]
const MESSAGES: &[Message] = &[
    (14, 15, "Good morning, Jane. The samples are here.", 26),
    (15, 14, "Lovely! Can we talk them through on Thursday?", 25),
    (14, 15, "Of course. Until then, office@initech.example knows the sizes.", 24),
    (2, 14, "The visit at Acme went well.", 70),
    (14, 2, "Great. Please log it.", 69),
    (5, 15, "Your invoice is on its way.", 120),
];

pub(super) fn fill(conn: &Connection, now: Stamp) -> rusqlite::Result<()> {
    for &(
        id,
        first,
        last,
        email,
        phone,
        company,
        title,
        status,
        source,
        score,
        value,
        owner,
        created,
    ) in LEADS
    {
        conn.execute(
            "INSERT INTO lead (id, organization_id, first_name, last_name, email, phone, company,
                               job_title, status, source, score, estimated_value, assigned_to,
                               created_at)
             VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            params![
                id,
                first,
                last,
                email,
                phone,
                company,
                title,
                status,
                source,
                score,
                value,
                owner,
                now.before(DAY * created)
            ],
        )?;
    }
    for &(id, title, customer, value, probability, stage, owner, closes, created) in DEALS {
        conn.execute(
            "INSERT INTO deal (id, organization_id, title, customer_id, value, probability, stage,
                               assigned_to, closes_at, created_at)
             VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                id,
                title,
                customer,
                value,
                probability,
                stage,
                owner,
                now.after(DAY * closes),
                now.before(DAY * created)
            ],
        )?;
    }
    for &(kind, title, description, customer, status, author, days) in ACTIVITIES {
        conn.execute(
            "INSERT INTO activity (organization_id, kind, title, description, customer_id, status,
                                   created_by, created_at)
             VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                kind,
                title,
                description,
                customer,
                status,
                author,
                now.before(DAY * days)
            ],
        )?;
    }
    for &(sender, recipient, content, hours) in MESSAGES {
        conn.execute(
            "INSERT INTO message (sender, recipient, content, created_at) VALUES (?1, ?2, ?3, ?4)",
            params![sender, recipient, content, now.before(HOUR * hours)],
        )?;
    }
    Ok(())
}
