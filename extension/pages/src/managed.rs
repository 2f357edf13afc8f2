//! What is wrong with what an administrator has set, above the sites in the options.

use crate::page;
use crate::profiles::problem;
use ringside::managed::ManagedProblem;
use ringside::message::GetManagedProblems;
use ringside::settings::SiteSetting;
use ringside::text::{self, Text};
use ringside_web::browser::{i18n, runtime};
use ringside_web::dom::El;
use ringside_web::dom::element::{append, clear};

/// Asks the worker, and shows what it says that does not stand at one of these
/// sites.
pub(super) async fn show(sites: &[SiteSetting]) {
    let problems = runtime::ask(GetManagedProblems).await.unwrap_or_default();
    let Some(list) = page::element("managed") else {
        return;
    };
    let is_elsewhere = |problem: &&ManagedProblem| match problem {
        ManagedProblem::Profile { origin, .. } => sites
            .iter()
            .any(|site| site.enabled && site.origin == *origin),
        _ => false,
    };
    let problems = problems.iter().filter(|problem| !is_elsewhere(problem));
    let lines: Vec<String> = problems.map(|it| i18n::text_of(&said(it))).collect();
    if list.text_content() == Some(lines.concat()) {
        // What is read out is not said again.
        return;
    }
    clear(&list);
    for text in &lines {
        if let Some(line) = El::new("li") {
            append(&list, &line.text(text).done());
        }
    }
}

fn said(of: &ManagedProblem) -> Text {
    match of {
        ManagedProblem::UnknownSetting(name) => text::managed_unknown(name),
        ManagedProblem::NotSites => text::managed_not_sites(),
        ManagedProblem::TooManySites(most) => text::managed_too_many(&most.to_string()),
        ManagedProblem::NotSite(name) => text::managed_not_site(name),
        ManagedProblem::Profile { origin, error } => text::managed_profile(origin, &problem(error)),
    }
}
