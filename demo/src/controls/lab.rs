//! A page with any number of customer rows, for tests of speed.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use crate::app::App;
use crate::pages;

/// More would only test the browser.
const MOST: usize = 50_000;

#[derive(Deserialize)]
pub(super) struct Size {
    #[serde(default)]
    count: usize,
}

struct LabRow {
    name: String,
    company: String,
    email: String,
    phone: String,
}

#[derive(Template)]
#[template(path = "lab-rows.html")]
struct RowsPage {
    rows: Vec<LabRow>,
}

/// Rows in the markup of the customers table, without signing in.
pub(super) async fn rows(State(app): State<Arc<App>>, Query(size): Query<Size>) -> Response {
    const FIRST: [&str; 8] = [
        "Ada", "Bilal", "Chiara", "Dmitri", "Esra", "Folake", "Gustavo", "Hyun",
    ];
    const LAST: [&str; 7] = [
        "Alvarez",
        "Bergström",
        "Chukwu",
        "Dubois",
        "Eriksen",
        "Farouk",
        "Gupta",
    ];
    let rows = (1..=size.count.min(MOST))
        .map(|number| {
            let first = FIRST[number % FIRST.len()];
            let last = LAST[number % LAST.len()];
            LabRow {
                name: format!("{first} {last} {number}"),
                company: format!("Company {}", number % 97),
                email: format!("person{number}@example.com"),
                phone: format!("+1 555 {:03} {:04}", number / 10_000, number % 10_000),
            }
        })
        .collect();
    pages::html(&app, &RowsPage { rows })
}
