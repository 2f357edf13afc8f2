//! The people of the demo. User, employee and customer ids are three different
//! numberings on purpose: customer 2 is user 15, employee 1 is user 2.

mod sales;

use std::time::Duration;

use rusqlite::{Connection, params};

use crate::clock::Stamp;

const DAY: Duration = Duration::from_secs(86_400);

/// Sign-ins worth showing when the demo starts: user name, password, who it is.
pub(crate) const SIGN_INS: [(&str, &str, &str); 4] = [
    ("olivia.owner", "demo-olivia", "Owner of Northwind"),
    (
        "jane.doe@example.com",
        "demo-jane",
        "Customer, the one to call",
    ),
    ("mike.meyer", "demo-mike", "Employee, sales"),
    ("lisa.support", "demo-lisa", "Employee, few permissions"),
];

/// id, user name, e-mail, first name, last name, title
type User = (
    i64,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

#[rustfmt::skip]
const USERS: &[User] = &[
    (2, "mike.meyer", "mike.meyer@northwind.example", "Mike", "Meyer", "Account executive"),
    (3, "lisa.support", "lisa.support@northwind.example", "Lisa", "Lindqvist", "Support specialist"),
    (5, "priya.raman", "priya.raman@northwind.example", "Priya", "Raman", "Head of sales"),
    (6, "diego.salas", "diego.salas@northwind.example", "Diego", "Salas", "Account executive"),
    (8, "hana.kobayashi", "hana.kobayashi@northwind.example", "Hana", "Kobayashi", "Customer success lead"),
    (9, "noor.haddad", "noor.haddad@northwind.example", "Noor", "Haddad", "Working student"),
    (10, "karl.brandt", "karl.brandt@northwind.example", "Karl", "Brandt", "Account executive"),
    (14, "olivia.owner", "olivia.owner@northwind.example", "Olivia", "Owner", "Managing director"),
    (15, "jane.doe", "jane.doe@example.com", "Jane", "Doe", ""),
    (16, "tomasz.wolny", "tomasz.wolny@acme.example", "Tomasz", "Wolny", "Purchasing"),
    (17, "grace.okafor", "grace.okafor@initech.example", "Grace", "Okafor", "Operations director"),
    (18, "mei.tanaka", "mei.tanaka@brightharbor.example", "Mei", "Tanaka", "Head of logistics"),
    (19, "samuel.adeyemi", "samuel.adeyemi@lagosfreight.example", "Samuel", "Adeyemi", "Founder"),
    (21, "elena.petrova", "elena.petrova@volgatextiles.example", "Elena", "Petrova", "Sourcing manager"),
    (30, "vera.contoso", "vera@contoso.example", "Vera", "Contreras", "Managing director"),
];

/// user id, organisation, type, primary, role, permissions
type Profile = (
    i64,
    i64,
    &'static str,
    bool,
    Option<&'static str>,
    &'static str,
);

#[rustfmt::skip]
const PROFILES: &[Profile] = &[
    (14, 1, "vendor", true, None, r#"["*:*"]"#),
    (2, 1, "employee", true, Some("Sales"), r#"["customer:read","customer:update","deal:read","employee:read"]"#),
    (3, 1, "employee", true, Some("Support"), r#"["issue:read","issue:update"]"#),
    (5, 1, "employee", true, Some("Sales Manager"), r#"["customer:read","customer:create","customer:update","deal:read","employee:read"]"#),
    (6, 1, "employee", true, Some("Sales"), r#"["customer:read","deal:read","employee:read"]"#),
    (8, 1, "employee", true, Some("Support"), r#"["customer:read","issue:read","employee:read"]"#),
    // A profile, but not a primary one: may not start calls.
    (9, 1, "employee", false, Some("Support"), r#"["issue:read"]"#),
    (10, 1, "employee", true, Some("Sales"), "[]"),
    (15, 1, "customer", true, None, "[]"),
    (16, 1, "customer", true, None, "[]"),
    (17, 1, "customer", true, None, "[]"),
    (18, 1, "customer", true, None, "[]"),
    (19, 1, "customer", true, None, "[]"),
    (21, 1, "customer", true, None, "[]"),
    (30, 2, "vendor", true, None, r#"["*:*"]"#),
];

/// id, organisation, first name, last name, phone, department, job title,
/// role, status, manager, user
type Employee = (
    i64,
    i64,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Option<i64>,
    Option<i64>,
);

#[rustfmt::skip]
const EMPLOYEES: &[Employee] = &[
    (2, 1, "Priya", "Raman", "+1 206 555 0121", "Sales", "Head of sales", "Sales Manager", "active", None, Some(5)),
    (1, 1, "Mike", "Meyer", "+1 206 555 0114", "Sales", "Account executive", "Sales", "active", Some(2), Some(2)),
    (3, 1, "Diego", "Salas", "+1 206 555 0137", "Sales", "Account executive", "Sales", "active", Some(2), Some(6)),
    (7, 1, "Hana", "Kobayashi", "+1 206 555 0158", "Support", "Customer success lead", "Support", "active", None, Some(8)),
    (4, 1, "Lisa", "Lindqvist", "+1 206 555 0142", "Support", "Support specialist", "Support", "active", Some(7), Some(3)),
    (5, 1, "Abena", "Mensah", "+1 206 555 0149", "Finance", "Controller", "Finance", "active", None, None),
    (6, 1, "Jonas", "Weber", "+1 206 555 0163", "Operations", "Warehouse coordinator", "Operations", "active", None, None),
    (8, 1, "Noor", "Haddad", "+1 206 555 0170", "Support", "Working student", "Support", "active", Some(7), Some(9)),
    (9, 1, "Karl", "Brandt", "+1 206 555 0175", "Sales", "Account executive", "Sales", "terminated", Some(2), Some(10)),
    (10, 1, "Sofía", "Aguilar", "+1 206 555 0186", "Marketing", "Content lead", "Marketing", "on-leave", None, None),
    (11, 2, "Bruno", "Keller", "+41 44 555 0110", "Sales", "Consultant", "Sales", "active", None, None),
];

/// id, first name, last name, e-mail, phone, company, status, city, value in
/// whole dollars, days since the last contact, employee, user, days since created
type Customer = (
    i64,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    i64,
    Option<u32>,
    i64,
    Option<i64>,
    u32,
);

#[rustfmt::skip]
const CUSTOMERS: &[Customer] = &[
    (2, "Jane", "Doe", "jane.doe@example.com", "+1 503 555 0182", "", "active", "Portland", 18_400, Some(1), 2, Some(15), 2),
    // Their addresses differ from their users': they can be called by user id
    // and not by e-mail.
    (1, "Tomasz", "Wolny", "purchasing@acme.example", "+48 22 555 01 44", "Acme Tools", "active", "Warsaw", 96_250, Some(3), 1, Some(16), 4),
    (5, "Grace", "Okafor", "office@initech.example", "+1 512 555 0119", "Initech", "active", "Austin", 142_000, Some(6), 3, Some(17), 5),
    (3, "Mei", "Tanaka", "mei.tanaka@brightharbor.example", "+81 3 5550 0133", "Bright Harbor Logistics", "active", "Yokohama", 61_900, Some(2), 1, Some(18), 7),
    (4, "Samuel", "Adeyemi", "samuel.adeyemi@lagosfreight.example", "+234 1 555 0168", "Lagos Freight Partners", "active", "Lagos", 47_300, Some(9), 3, Some(19), 9),
    (6, "Élise", "Marchand", "elise.marchand@atelierlumen.example", "+33 1 55 55 01 27", "Atelier Lumen", "active", "Lyon", 23_750, Some(4), 1, None, 11),
    (7, "Ravi", "Chandrasekaran", "ravi@cedarandpine.example", "+1 415 555 0156", "Cedar & Pine Interiors", "active", "San Francisco", 38_120, Some(12), 2, None, 13),
    (8, "Ingrid", "Solberg", "ingrid.solberg@fjordline.example", "+47 22 55 01 90", "Fjordline Outdoor", "active", "Bergen", 72_640, Some(5), 3, None, 16),
    (9, "Mateus", "Ferreira", "mateus.ferreira@portocafe.example", "+351 22 555 0148", "Porto Café Roasters", "active", "Porto", 15_980, Some(20), 1, None, 18),
    (10, "Aisha", "Rahman", "aisha.rahman@deltapharma.example", "+880 2 5550 0171", "Delta Pharma Supply", "active", "Dhaka", 118_500, Some(8), 2, None, 21),
    (11, "Liam", "O’Connell", "liam@oconnellboats.example", "+353 21 555 0162", "O’Connell Boatyard", "active", "Cork", 9_400, Some(31), 1, None, 24),
    (12, "Fatima", "El Idrissi", "fatima@atlasceramics.example", "+212 522 55 01 13", "Atlas Ceramics", "active", "Casablanca", 28_300, Some(15), 3, None, 27),
    (13, "Noah", "Schmidt", "n.schmidt@rheinwerk.example", "+49 221 555 0107", "Rheinwerk Automation", "active", "Cologne", 203_900, Some(2), 2, None, 30),
    (14, "Chloe", "Nguyen", "chloe.nguyen@lotusandlinen.example", "+1 714 555 0129", "Lotus & Linen", "active", "Irvine", 12_860, Some(17), 1, None, 33),
    (15, "Elena", "Petrova", "elena.petrova@volgatextiles.example", "+359 2 555 0196", "Volga Textiles", "active", "Sofia", 54_700, Some(7), 3, Some(21), 36),
    (16, "Kwame", "Boateng", "kwame@goldcoastsolar.example", "+233 30 255 0139", "Gold Coast Solar", "active", "Accra", 87_200, Some(10), 1, None, 39),
    (17, "Hannah", "Fischer", "hannah.fischer@alpenkraft.example", "", "Alpenkraft Energie", "active", "Innsbruck", 66_050, Some(26), 2, None, 42),
    (18, "Omar", "Khalil", "omar.khalil@nileanalytics.example", "+20 2 5550 0184", "Nile Analytics", "active", "Cairo", 41_000, Some(13), 3, None, 45),
    (19, "Lucía", "Herrera", "lucia.herrera@andesorganics.example", "+56 2 2555 0152", "Andes Organics", "active", "Santiago", 33_480, Some(22), 1, None, 48),
    (20, "William", "Park", "will.park@summitdental.example", "+1 303 555 0160", "Summit Dental Group", "active", "Denver", 26_900, Some(11), 2, None, 51),
    (21, "Zuzana", "Nováková", "zuzana@moravaglass.example", "+420 541 555 017", "Morava Glass", "active", "Brno", 19_640, Some(40), 3, None, 54),
    (22, "Ethan", "Brooks", "ethan.brooks@example.com", "+1 617 555 0143", "", "active", "Boston", 3_200, Some(36), 1, None, 57),
    (23, "Anjali", "Desai", "anjali.desai@saffronfoods.example", "+91 22 5550 0135", "Saffron Foods", "active", "Mumbai", 59_300, Some(14), 2, None, 60),
    (24, "Pieter", "van Dijk", "p.vandijk@polderworks.example", "+31 20 555 0178", "Polderworks", "active", "Utrecht", 77_810, Some(19), 3, None, 63),
    (25, "Thandiwe", "Nkosi", "thandiwe@capevine.example", "+27 21 555 0151", "Cape Vine Exports", "active", "Stellenbosch", 35_600, None, 1, None, 66),
    (26, "Marcus", "Lindgren", "marcus.lindgren@nordlys.example", "+46 8 555 01 28", "Nordlys Media", "active", "Stockholm", 14_050, Some(52), 2, None, 70),
    (27, "Yuki", "Mori", "yuki.mori@kitsuneworks.example", "+81 6 5550 0118", "Kitsune Works", "active", "Osaka", 22_300, Some(61), 3, None, 74),
    (28, "Rosa", "Delgado", "rosa.delgado@tierrabaja.example", "+34 93 555 01 66", "Tierra Baja Wines", "inactive", "Barcelona", 8_700, Some(130), 1, None, 120),
    (29, "Gareth", "Price", "gareth@pricehaulage.example", "+44 29 5550 0172", "Price Haulage", "inactive", "Cardiff", 5_150, Some(210), 2, None, 240),
    (30, "Leilani", "Kahale", "leilani@pacificsurf.example", "+1 808 555 0147", "Pacific Surf Supply", "prospect", "Honolulu", 0, None, 3, None, 3),
];

/// caller, person called, type, status, days ago, minute of that day, seconds
type PastCall = (i64, i64, &'static str, &'static str, u32, u32, Option<u32>);

#[rustfmt::skip]
const PAST_CALLS: &[PastCall] = &[
    (14, 17, "video", "completed", 6, 572, Some(1_324)),
    (2, 15, "audio", "completed", 5, 843, Some(187)),
    (14, 5, "video", "completed", 4, 661, Some(642)),
    (16, 14, "audio", "rejected", 3, 918, None),
    (14, 18, "video", "completed", 2, 605, Some(2_051)),
    (14, 15, "video", "completed", 1, 867, Some(415)),
];

/// user, status, seconds since last seen, available for calls, message
type Presence = (i64, &'static str, u64, bool, &'static str);

/// Olivia and Jane have no row: they never came by.
const PRESENCE: &[Presence] = &[
    (2, "online", 20, true, ""),
    (3, "away", 90, true, "Back at two"),
    (5, "online", 5_400, true, ""),
    (16, "online", 86_400, true, ""),
];

/// Fills an empty database.
pub(super) fn fill(conn: &Connection, now: Stamp) -> rusqlite::Result<()> {
    organizations(conn, now)?;
    users(conn, now)?;
    employees(conn, now)?;
    customers(conn, now)?;
    sales::fill(conn, now)?;
    past_calls(conn, now)?;
    for &(user, status, age, available, message) in PRESENCE {
        conn.execute(
            "INSERT INTO presence (user_id, status, last_seen, available_for_calls, status_message)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                user,
                status,
                now.before(Duration::from_secs(age)),
                available,
                message
            ],
        )?;
    }
    Ok(())
}

fn organizations(conn: &Connection, now: Stamp) -> rusqlite::Result<()> {
    for (id, name, slug) in [
        (1, "Northwind Trading", "northwind-trading"),
        (2, "Contoso Consulting", "contoso-consulting"),
    ] {
        conn.execute(
            "INSERT INTO organization (id, name, slug, created_at) VALUES (?1, ?2, ?3, ?4)",
            params![id, name, slug, now.before(DAY * 400)],
        )?;
    }
    Ok(())
}

fn users(conn: &Connection, now: Stamp) -> rusqlite::Result<()> {
    for &(id, username, email, first, last, title) in USERS {
        let password = match username.split_once('.') {
            Some((name, _)) => format!("demo-{name}"),
            None => format!("demo-{username}"),
        };
        conn.execute(
            "INSERT INTO user (id, username, email, first_name, last_name, password, title,
                               is_active, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            // Karl Brandt has left: his account is deactivated.
            params![
                id,
                username,
                email,
                first,
                last,
                password,
                title,
                username != "karl.brandt",
                now.before(DAY * 300)
            ],
        )?;
    }
    for &(user, organization, kind, primary, role, permissions) in PROFILES {
        conn.execute(
            "INSERT INTO profile (user_id, organization_id, profile_type, is_primary, role,
                                  permissions, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                user,
                organization,
                kind,
                primary,
                role,
                permissions,
                now.before(DAY * 300)
            ],
        )?;
    }
    Ok(())
}

fn employees(conn: &Connection, now: Stamp) -> rusqlite::Result<()> {
    // Managers come first in the table, so references always resolve.
    for &(id, org, first, last, phone, department, title, role, status, manager, user) in EMPLOYEES
    {
        let domain = if org == 1 { "northwind" } else { "contoso" };
        let email = match user.and_then(|user| USERS.iter().find(|row| row.0 == user)) {
            Some(row) => row.2.to_owned(),
            None => format!("{}.{}@{domain}.example", plain(first), plain(last)),
        };
        conn.execute(
            "INSERT INTO employee (id, organization_id, first_name, last_name, email, phone,
                                   department, job_title, role, status, employment_type,
                                   manager_id, user_id, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
            params![
                id,
                org,
                first,
                last,
                email,
                phone,
                department,
                title,
                role,
                status,
                if title == "Working student" {
                    "part-time"
                } else {
                    "full-time"
                },
                manager,
                user,
                now.before(DAY * 200)
            ],
        )?;
    }
    Ok(())
}

fn plain(name: &str) -> String {
    name.to_lowercase().replace('í', "i")
}

fn customers(conn: &Connection, now: Stamp) -> rusqlite::Result<()> {
    for &(
        id,
        first,
        last,
        email,
        phone,
        company,
        status,
        city,
        value,
        contact,
        owner,
        user,
        created,
    ) in CUSTOMERS
    {
        conn.execute(
            "INSERT INTO customer (id, organization_id, first_name, last_name, email, phone,
                                   company, status, city, total_value, last_contact, assigned_to,
                                   user_id, created_at)
             VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            params![
                id,
                first,
                last,
                email,
                phone,
                company,
                status,
                city,
                value,
                contact.map(|days| now.before(DAY * days)),
                owner,
                user,
                now.before(DAY * created)
            ],
        )?;
    }
    conn.execute(
        "INSERT INTO customer (id, organization_id, first_name, last_name, email, phone, company,
                               status, city, total_value, created_at)
         VALUES (31, 2, 'Nadia', 'Sharif', 'nadia.sharif@example.net', '', '', 'active', 'Zurich',
                 4000, ?1)",
        [now.before(DAY * 10)],
    )?;
    Ok(())
}

fn past_calls(conn: &Connection, now: Stamp) -> rusqlite::Result<()> {
    for (index, &(initiator, recipient, kind, status, days, minute, seconds)) in
        PAST_CALLS.iter().enumerate()
    {
        let created = now
            .midnight()
            .before(DAY * days)
            .after(Duration::from_secs(u64::from(minute) * 60));
        let ended = created.after(Duration::from_secs(u64::from(seconds.unwrap_or(9))));
        conn.execute(
            "INSERT INTO call (session_id, room_name, call_type, status, initiator, recipient,
                               organization_id, started_at, ended_at, duration_seconds,
                               created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, ?7, ?8, ?9, ?10, ?8)",
            params![
                format!("5eed0000-0000-4000-8000-{index:012}"),
                format!("crm-{}-5eed{index:04x}", created.compact()),
                kind,
                status,
                initiator,
                recipient,
                seconds.map(|_| created),
                ended,
                seconds,
                created
            ],
        )?;
    }
    Ok(())
}
