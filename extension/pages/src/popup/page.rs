//! The popup's page: queries the worker, shows its view, sends actions.

use futures_channel::mpsc::{UnboundedSender, unbounded};
use futures_util::StreamExt;
use gloo_events::EventListener;
use gloo_storage::{LocalStorage, Storage};
use gloo_timers::callback::Interval;

use wasm_bindgen_futures::JsFuture;

use super::render;
use super::screen::{Guest, Line, Missed, Refused, Screen, screen};
use super::site::{self, FrontPage};
use crate::page;
use ringside::call::intent::PopupIntent;
use ringside::call::view::{Notice, View};
use ringside::crm::discovery::Discovery;
use ringside::domain::{Duration, Origin, TabId, Timestamp};
use ringside::json::rounded;
use ringside::message::{
    ForgetGuestCall, ForgetNote, FromPopup, GetDoNotDisturb, GetGuestCalls, GetMissed,
    GetRefusedNotes, GetSites, GetView, InviteAgain, MissedView, PopupAction, RetryApi,
    SetDoNotDisturb, StartPicker,
};
use ringside::text;
use ringside_web::browser::{Error, i18n, permissions, runtime, scripting, tabs};

/// How often the worker is asked while the popup is open. It is open for
/// seconds, so polling is simpler than pushes.
const PERIOD: Duration = Duration::from_secs(1);

/// The newest so many calls with guests are shown.
const GUESTS_SHOWN: usize = 5;

/// Returns the addresses that a page's scripts have requested. From the extension's
/// root: Firefox looks for what has no slash beside the popup.
const REQUESTS: &str = "/pages/requests.js";
/// Returns beside how many people the page has buttons.
const PEOPLE: &str = "/pages/people.js";

enum PopupInput {
    Tick,
    Press(String),
    /// The browser was asked for permissions.
    Granted,
}

/// Runs the popup until it is closed.
pub async fn run() {
    page::put_texts();
    let (send, mut inputs) = unbounded();
    let Some(_listeners) = listen(&send) else {
        return;
    };
    let mut do_not_disturb = runtime::ask(GetDoNotDisturb).await.ok();
    show_switch(do_not_disturb);
    let mut front = front_page().await;
    let mut shown: Option<Screen> = None;
    refresh(&mut shown, front.as_ref()).await;
    while let Some(input) = inputs.next().await {
        match input {
            PopupInput::Tick => {
                if let Some(front) = &mut front {
                    front.people = people_in(front.tab).await;
                }
            }
            // The page in front gets its buttons from the worker.
            PopupInput::Granted => front = front_page().await,
            PopupInput::Press(name) if name == "pick" => {
                if let Some(front) = &front {
                    pick(front.tab).await;
                    continue;
                }
            }
            PopupInput::Press(name) => press(&name, shown.as_ref(), &mut do_not_disturb).await,
        }
        refresh(&mut shown, front.as_ref()).await;
    }
}

/// The page in front, and the API that its requests show. `None` for pages
/// that are no web pages.
async fn front_page() -> Option<FrontPage> {
    let (tab, address) = tabs::front().await.ok()??;
    let origin = Origin::parse(&address).filter(Origin::is_secure)?;
    let mut discovery = Discovery::default();
    // The browser's own pages let nobody look.
    let requests = scripting::run(tab, REQUESTS).await.ok()?;
    for request in requests.iter().filter_map(|it| it.as_string()) {
        discovery.requested(&request);
    }
    Some(FrontPage {
        tab,
        origin: origin.to_string(),
        api: discovery.found().cloned(),
        granted: permissions::origins().await.unwrap_or_default(),
        people: people_in(tab).await,
    })
}

/// Beside how many people the page in this tab has buttons, with its frames.
async fn people_in(tab: TabId) -> u32 {
    let frames = scripting::run_in_frames(tab, PEOPLE).await;
    let counts = frames
        .into_iter()
        .flatten()
        .map(|frame| frame.get(0).as_f64());
    counts.flatten().filter_map(rounded).sum()
}

/// Gets the worker's view, and shows it.
async fn refresh(shown: &mut Option<Screen>, front: Option<&FrontPage>) {
    // A worker that does not answer is starting; the next query finds it.
    let view: View = match runtime::ask(GetView).await {
        Ok(view) => view,
        Err(Error::Stopped) => View {
            notice: Some(Notice::Stopped),
            ..View::default()
        },
        Err(_) if shown.is_none() => View::default(),
        Err(_) => return,
    };
    let missed: Vec<MissedView> = runtime::ask(GetMissed).await.unwrap_or_default();
    let missed = missed.into_iter().map(|call| {
        let when = when(call.at);
        Missed { call, when }
    });
    let missed: Vec<Missed> = missed.collect();
    let refused = runtime::ask(GetRefusedNotes).await.unwrap_or_default();
    let refused = refused.into_iter().map(|note| Refused {
        when: when(note.at),
        note,
    });
    let refused: Vec<Refused> = refused.collect();
    let guests = runtime::ask(GetGuestCalls).await.unwrap_or_default();
    let guests = guests.into_iter().take(GUESTS_SHOWN).map(|call| Guest {
        when: when(call.at),
        call,
    });
    let guests: Vec<Guest> = guests.collect();
    let sites = runtime::ask(GetSites).await.unwrap_or_default();
    let site = site::card(&sites, front);
    let next = screen(
        &view,
        (
            site,
            site::here(&sites, front),
            site::set_here(&sites, front),
        ),
        (&missed, &refused, &guests),
        page::now(),
    );
    match shown {
        Some(before) if differ_only_in_clocks(before, &next) => render::render_clocks(&next),
        _ => render::render(&next),
    }
    *shown = Some(next);
}

/// A moment in words: the time, and the day unless it is today.
fn when(at: Timestamp) -> String {
    let at = js_sys::Date::new(&(at.0 as f64).into());
    let today = at.to_date_string() == js_sys::Date::new_0().to_date_string();
    let options = js_sys::Object::new();
    let parts: &[&str] = if today {
        &["timeStyle"]
    } else {
        &["timeStyle", "dateStyle"]
    };
    for part in parts {
        // Cannot fail on a plain object.
        let _ = js_sys::Reflect::set(&options, &(*part).into(), &"short".into());
    }
    let language = ringside_web::browser::i18n::language();
    at.to_locale_string(&language, &options).into()
}

fn differ_only_in_clocks(before: &Screen, after: &Screen) -> bool {
    let still = |screen: &Screen| {
        let mut screen = screen.clone();
        for card in &mut screen.cards {
            if let Line::Clock(clock) = &mut card.line {
                clock.clear();
            }
        }
        screen
    };
    still(before) == still(after)
}

async fn press(name: &str, shown: Option<&Screen>, do_not_disturb: &mut Option<bool>) {
    if let Some((what @ ("invite-again" | "forget-guest"), number)) = name.split_once('.') {
        let number = number.parse::<usize>().ok();
        let Some(guest) = number.and_then(|number| shown?.guests.get(number)) else {
            return;
        };
        let call = guest.call.clone();
        // When the worker does not get it, the view stays unchanged.
        if what == "forget-guest" {
            let _ = runtime::ask(ForgetGuestCall(call)).await;
        } else if runtime::ask(InviteAgain(call)).await.is_ok() {
            close();
        }
        return;
    }
    if let Some((what @ ("copy-note" | "forget-note"), number)) = name.split_once('.') {
        let number = number.parse::<usize>().ok();
        let refused = number.and_then(|number| shown?.refused.get(number));
        match refused {
            Some(refused) if what == "copy-note" => copy(&refused.note.text).await,
            Some(refused) => {
                // When the worker does not get it, the note stays.
                let _ = runtime::ask(ForgetNote(refused.note.clone())).await;
            }
            None => {}
        }
        return;
    }
    match name {
        "options" => {
            // Fails only when the extension is gone, and this popup with it.
            let _ = runtime::open_options().await;
            close();
        }
        "sign-in" => {
            send(PopupIntent::SignIn).await;
            close();
        }
        "try-again" => {
            // Without an answer nothing has changed.
            let _ = runtime::ask(RetryApi).await;
        }
        "change-address" => {
            // Without storage the options open at their first section.
            let _ = LocalStorage::raw().set_item(page::OPTIONS_SECTION, "sites");
            let _ = runtime::open_options().await;
            close();
        }
        "dismiss" => send(PopupIntent::DismissNotice).await,
        "do-not-disturb" => {
            if let Some(known) = do_not_disturb
                && let Ok(stored) = runtime::ask(SetDoNotDisturb(!*known)).await
            {
                *known = stored;
            }
            show_switch(*do_not_disturb);
        }
        _ => {
            let Some(intent) = shown.and_then(|screen| intent(name, screen)) else {
                return;
            };
            let closes = intent == PopupIntent::ShowCall;
            send(intent).await;
            if closes {
                close();
            }
        }
    }
}

/// Has the page in this tab ask who is who.
async fn pick(tab: TabId) {
    match runtime::ask(StartPicker(tab)).await {
        Ok(true) => close(),
        Ok(false) => page::set_text("here", &i18n::text(text::popup_pick_reload())),
        // A worker that does not answer is starting: the button is still there.
        Err(_) => {}
    }
}

/// Puts a note on the clipboard, and says so until the popup closes.
async fn copy(note: &str) {
    let Some(window) = page::window() else {
        return;
    };
    let written = window.navigator().clipboard().write_text(note);
    let copied = JsFuture::from(written).await.is_ok();
    page::set_hidden("note-copied", !copied);
}

/// The action of the button `card.button`.
fn intent(name: &str, screen: &Screen) -> Option<PopupIntent> {
    let (card, button) = name.split_once('.')?;
    let card = screen.cards.get(card.parse::<usize>().ok()?)?;
    let button = card.buttons.get(button.parse::<usize>().ok()?)?;
    Some(button.intent.clone())
}

async fn send(intent: PopupIntent) {
    // When the worker does not get it, the view stays unchanged.
    let _ = if intent.may_be_repeated() {
        runtime::send_surely(FromPopup::from(PopupAction(intent))).await
    } else {
        runtime::send(FromPopup::from(PopupAction(intent))).await
    };
}

fn show_switch(do_not_disturb: Option<bool>) {
    page::set_hidden("quiet", do_not_disturb.is_none());
    let on = do_not_disturb == Some(true);
    page::set_attribute(
        "do-not-disturb",
        "aria-checked",
        if on { "true" } else { "false" },
    );
}

fn close() {
    if let Some(window) = page::window() {
        let _ = window.close();
    }
}

fn listen(send: &UnboundedSender<PopupInput>) -> Option<(EventListener, Interval)> {
    let document = page::document()?;
    let (presses, ticks) = (send.clone(), send.clone());
    let click = EventListener::new(&document, "click", move |event| {
        if let Some(patterns) = page::target_attribute(event, "data-grant") {
            page::grant(&patterns, &presses, || PopupInput::Granted);
        }
        if let Some(name) = page::target_attribute(event, "data-press") {
            // The receiver lives as long as the popup.
            drop(presses.unbounded_send(PopupInput::Press(name)));
        }
    });
    let clock = Interval::new(PERIOD.as_millis() as u32, move || {
        drop(ticks.unbounded_send(PopupInput::Tick));
    });
    Some((click, clock))
}
