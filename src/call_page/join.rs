//! Joining: the meeting of the call is loaded, and loaded again.

use super::context::Context;
use super::model::PagePhase;
use super::output::Output;
use crate::call::page_protocol::{JoinInfo, PageEvent};
use crate::domain::{Media, Trouble};
use crate::jitsi::address::{Address, Scope};
use crate::jitsi::config::{self, Start};
use crate::jitsi::meeting::Meeting;

/// The worker assigns a call to the page.
pub(super) fn join(page: &mut Context<'_>, info: JoinInfo) {
    let model = &mut *page.model;
    if model.hung_up == Some(info.call) {
        return;
    }
    let media = info.media;
    let before = model.join_info.replace(info.clone());
    let same =
        before.is_some_and(|before| before.call == info.call && before.address == info.address);
    // A worker that has just started sends the call that is held already; one
    // that has not received the hang-up yet sends the call that is being left.
    let holds = !matches!(model.phase, PagePhase::Waiting | PagePhase::Over);
    if same && holds {
        return;
    }
    model.hung_up = None;
    model.note.belongs_to(info.call, info.note);
    model.dismissed.take();
    model.share_offered = false;
    model.record_offered = false;
    model.saved_here = None;
    if info.asks && info.jwt.is_some() {
        page.drop_meeting();
        page.model.phase = PagePhase::Asking;
        return;
    }
    open(page, media, false);
}

/// The user lets the token go to the meeting's server.
pub(super) fn allow_server(page: &mut Context<'_>) {
    if page.model.phase != PagePhase::Asking {
        return;
    }
    let media = page.model.join_info.as_ref().map(|info| info.media);
    page.post(PageEvent::ServerAllowed);
    if let Some(media) = media {
        open(page, media, false);
    }
}

/// Loads the meeting again. Devices that were refused are off, but a person who
/// tries again wants them.
pub(super) fn retry(page: &mut Context<'_>) {
    let devices = matches!(
        page.model.trouble(),
        Some(Trouble::Microphone(_) | Trouble::Camera(_))
    );
    let media = page.model.join_info.as_ref().map(|info| info.media);
    match media.filter(|_| devices) {
        Some(media) => open(page, media, false),
        None => reopen(page, None),
    }
}

/// Loads the meeting again as it is now, or with this media.
pub(super) fn reopen(page: &mut Context<'_>, media: Option<Media>) {
    let (camera_off, mic_off) = match &page.model.meeting {
        Some(meeting) => (meeting.camera_muted, meeting.mic_muted),
        None => (false, false),
    };
    let now = if camera_off {
        Media::Audio
    } else {
        Media::Video
    };
    page.model.dismissed.take();
    open(page, media.unwrap_or(now), mic_off);
}

/// Loads the meeting of the current call, in place of any other.
fn open(page: &mut Context<'_>, media: Media, mic_muted: bool) {
    let Some(info) = &page.model.join_info else {
        return;
    };
    let params = config::params(&Start {
        display_name: &info.display_name,
        media,
        mic_muted,
    });
    let scope = Scope::from_random(page.random);
    let loaded = Address::parse(&info.address).map(|address| {
        let url = address.frame(scope, page.model.entry(info), &params);
        (address, url)
    });
    let in_own_tab = info.in_own_tab;
    page.drop_meeting();
    page.model.load_trouble = None;
    page.model.phase = PagePhase::Calling;
    if in_own_tab {
        return tab_opened(page);
    }
    if !page.model.facts.mic_allowed {
        return cannot_load(page, Trouble::PagePolicy);
    }
    let (address, url) = match loaded {
        Ok(loaded) => loaded,
        Err(error) => return cannot_load(page, Trouble::Conference(error.to_string())),
    };
    page.model.frames += 1;
    let number = page.model.frames;
    page.model.meeting = Some(Meeting::new(media, address.is_public_demo(), page.now));
    page.push(Output::LoadFrame {
        number,
        address,
        scope,
        url,
    });
}

/// The browser could not make the frame.
pub(super) fn frame_failed(page: &mut Context<'_>, frame: u32, why: String) {
    if frame == page.model.frames && page.model.meeting.is_some() {
        page.drop_meeting();
        cannot_load(page, Trouble::Conference(why));
    }
}

fn cannot_load(page: &mut Context<'_>, trouble: Trouble) {
    page.model.load_trouble = Some(trouble.clone());
    page.post(PageEvent::Trouble(trouble));
}

/// The meeting goes on in a tab, where the server neither refuses frames nor
/// ends them after five minutes. The page stays, so that the person can hang
/// up.
pub(super) fn tab_opened(page: &mut Context<'_>) {
    if page.model.phase == PagePhase::Calling {
        page.drop_meeting();
        page.model.load_trouble = None;
        page.model.phase = PagePhase::Outside;
    }
}
