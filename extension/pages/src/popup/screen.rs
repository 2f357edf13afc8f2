//! What the popup shows, as one function of the worker's view.

use super::site::SiteCard;
use ringside::call::guest_calls::GuestCall;
use ringside::call::intent::PopupIntent;
use ringside::call::view::{
    AccountView, CallView, ElsewhereView, Notice, RingView, ToastState, View,
};
use ringside::domain::{Media, Peer, Timestamp, format_duration};
use ringside::message::MissedView;
use ringside::outbox::RefusedNote;
use ringside::site::profile::state::FileState;
use ringside::text::{self, Text};
use ringside::words;

#[derive(Clone, Debug, PartialEq)]
pub struct Screen {
    /// Who is signed in.
    pub account: Text,
    /// Whether that is as it should be.
    pub signed_in: bool,
    /// Whether the CRM can be opened from here to sign in again.
    pub sign_in: bool,
    /// What rings, and the current call.
    pub cards: Vec<Card>,
    /// Notes that the CRM refused to take.
    pub refused: Vec<Refused>,
    /// The calls with guests, the newest first.
    pub guests: Vec<Guest>,
    /// One sentence that should be read.
    pub notice: Option<Text>,
    /// What to say about the site in front or in use.
    pub site: Option<SiteCard>,
    /// What Ringside does in the page in front.
    pub here: Option<Text>,
    /// How it is with the profile that an administrator has set for that page.
    pub set_here: FileState,
    /// What to do next when there is nothing else to see.
    pub empty: Option<(Text, Text)>,
}

/// A call.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    pub name: String,
    pub detail: Option<String>,
    /// The state beside the name.
    pub line: Line,
    pub buttons: Vec<Button>,
}

/// The state of a call.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// A text.
    Text(Text),
    /// How long it has lasted.
    Clock(String),
}

/// Something to press.
#[derive(Clone, Debug, PartialEq)]
pub struct Button {
    pub label: Text,
    /// Its style: `go`, `stop` or nothing.
    pub style: &'static str,
    /// The action of pressing it.
    pub intent: PopupIntent,
}

/// The screen for a view.
#[must_use]
pub fn screen(
    view: &View,
    (site, here, set_here): (Option<SiteCard>, Option<Text>, FileState),
    (missed, refused, guests): (&[Missed], &[Refused], &[Guest]),
    now: Timestamp,
) -> Screen {
    let mut cards: Vec<Card> = view.rings.iter().map(ringing).collect();
    cards.extend(current(&view.toast, now));
    cards.extend(missed.iter().map(nobody_answered));
    let (account, signed_in) = match &view.account {
        AccountView::SignedIn { name, .. } => (text::popup_signed_in(name), true),
        AccountView::SignedOut => (text::popup_signed_out(), false),
        AccountView::Expired => (text::popup_expired(), false),
    };
    let empty = match (
        &view.account,
        cards.is_empty() && refused.is_empty() && guests.is_empty() && site.is_none(),
    ) {
        (AccountView::SignedIn { .. }, true) => {
            Some((text::popup_no_call(), text::popup_no_call_help()))
        }
        (AccountView::SignedOut, true) => Some((text::popup_sign_in(), text::popup_sign_in_help())),
        (AccountView::Expired, true) => Some((text::popup_sign_in(), text::popup_expired_help())),
        (_, false) => None,
    };
    Screen {
        account,
        signed_in,
        sign_in: view.account == AccountView::Expired,
        cards,
        refused: refused.to_vec(),
        guests: guests.to_vec(),
        // The account's line and the note's card show it already.
        notice: view
            .notice
            .as_ref()
            .filter(|notice| !matches!(notice, Notice::SignInAgain | Notice::NoteRefused))
            .map(words::notice),
        site,
        here,
        set_here,
        empty,
    }
}

fn elsewhere(elsewhere: &ElsewhereView) -> Card {
    let call = elsewhere.call;
    let mut buttons = Vec::new();
    if !elsewhere.in_crm_window {
        buttons.push(Button {
            label: text::elsewhere_take(),
            style: "go",
            intent: PopupIntent::TakeHere { call },
        });
    }
    buttons.push(Button {
        label: if elsewhere.answered {
            text::elsewhere_end()
        } else {
            text::toast_cancel()
        },
        style: "stop",
        intent: PopupIntent::EndElsewhere { call },
    });
    let line = Line::Text(words::elsewhere(elsewhere));
    card(&elsewhere.peer, line, buttons)
}

/// A missed call, and its time in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Missed {
    pub call: MissedView,
    /// When it was, in the browser's language.
    pub when: String,
}

/// A note that the CRM refused to take, and its time in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    pub note: RefusedNote,
    /// When it was written, in the browser's language.
    pub when: String,
}

/// A call with a guest, and its time in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Guest {
    pub call: GuestCall,
    /// When it was, in the browser's language.
    pub when: String,
}

impl Guest {
    /// What became of it.
    pub fn line(&self) -> Text {
        match self.call.lasted {
            Some(lasted) => text::popup_guest(&self.when, &format_duration(lasted)),
            None => text::popup_guest_invited(&self.when),
        }
    }
}

fn nobody_answered(missed: &Missed) -> Card {
    let call = missed.call.call;
    let line = text::popup_missed(&missed.when);
    let buttons = vec![
        Button {
            label: text::popup_call_back(),
            style: "",
            intent: PopupIntent::CallBack { call },
        },
        Button {
            label: text::popup_forget(),
            style: "",
            intent: PopupIntent::ForgetMissed { call },
        },
    ];
    card(&missed.call.peer, Line::Text(line), buttons)
}

fn ringing(ring: &RingView) -> Card {
    let answer = |media| {
        let call = ring.call;
        if ring.waiting {
            PopupIntent::EndAndAnswer { call, media }
        } else {
            PopupIntent::Answer { call, media }
        }
    };
    let label = if ring.waiting {
        text::ring_end_and_answer()
    } else {
        text::ring_answer()
    };
    let mut buttons = vec![Button {
        label,
        style: "go",
        intent: answer(ring.media),
    }];
    if ring.media == Media::Video {
        buttons.push(Button {
            label: text::popup_audio_only(),
            style: "",
            intent: answer(Media::Audio),
        });
    }
    buttons.push(Button {
        label: text::ring_decline(),
        style: "stop",
        intent: PopupIntent::Decline {
            call: ring.call,
            note: None,
        },
    });
    let line = match ring.media {
        Media::Video => text::ring_video(),
        Media::Audio => text::ring_audio(),
    };
    card(&ring.peer, Line::Text(line), buttons)
}

fn current(stage: &ToastState, now: Timestamp) -> Option<Card> {
    let hang_up = |label| Button {
        label,
        style: "stop",
        intent: PopupIntent::HangUp,
    };
    match stage {
        ToastState::Hidden => None,
        ToastState::Calling { peer, rings, .. } => {
            let line = if *rings {
                text::toast_ringing()
            } else {
                text::toast_calling()
            };
            Some(card(peer, Line::Text(line), vec![hang_up(text::cancel())]))
        }
        ToastState::InCall(call) => Some(card(&call.peer, in_call(call, now), {
            let mute = if call.mic_muted {
                text::popup_unmute()
            } else {
                text::popup_mute()
            };
            let show = Button {
                label: text::toast_show_call(),
                style: "primary",
                intent: PopupIntent::ShowCall,
            };
            let mute = Button {
                label: mute,
                style: "",
                intent: PopupIntent::ToggleMic,
            };
            let mute = (!call.in_own_tab).then_some(mute);
            [Some(show), mute, Some(hang_up(text::hang_up()))]
                .into_iter()
                .flatten()
                .collect()
        })),
        ToastState::Elsewhere(call) => Some(elsewhere(call)),
        ToastState::Ended { peer, reason, .. } => {
            let sentence = words::ended(&peer.name, reason);
            Some(card(peer, Line::Text(sentence), Vec::new()))
        }
    }
}

fn in_call(call: &CallView, now: Timestamp) -> Line {
    if call.in_own_tab {
        Line::Text(text::toast_in_own_tab())
    } else if let Some(text) = words::attendance(call) {
        Line::Text(text)
    } else if call.connected {
        Line::Clock(format_duration(now.since(call.since)))
    } else {
        Line::Text(text::toast_connecting())
    }
}

fn card(peer: &Peer, line: Line, buttons: Vec<Button>) -> Card {
    Card {
        name: peer.name.clone(),
        detail: peer.detail.clone(),
        line,
        buttons,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ringside::domain::{CallId, Duration, UserId};

    fn signed_in() -> View {
        View {
            account: AccountView::SignedIn {
                user: UserId(1),
                name: "Olivia Owner".to_owned(),
            },
            ..View::default()
        }
    }

    fn ring(media: Media, waiting: bool) -> RingView {
        RingView {
            call: CallId(8),
            peer: Peer {
                user: None,
                name: "Jane Doe".to_owned(),
                detail: None,
            },
            media,
            waiting,
        }
    }

    /// Nothing is said about a site.
    fn no_site() -> (Option<SiteCard>, Option<Text>, FileState) {
        (None, None, FileState::None)
    }

    #[test]
    fn nothing_to_see_says_what_to_do_next() {
        for view in [signed_in(), View::default()] {
            let screen = screen(&view, no_site(), (&[], &[], &[]), Timestamp(0));
            assert!(screen.cards.is_empty() && screen.empty.is_some());
        }
    }

    #[test]
    fn a_refused_note_is_shown_to_be_copied() {
        let refused = Refused {
            note: RefusedNote {
                call: CallId(7),
                text: "call back".to_owned(),
                at: Timestamp(1),
            },
            when: "2:05 PM".to_owned(),
        };
        let refused = [refused];
        let view = View {
            notice: Some(Notice::NoteRefused),
            ..signed_in()
        };
        let screen = screen(&view, no_site(), (&[], &refused, &[]), Timestamp(0));
        assert_eq!(screen.notice, None, "the card says it");
        assert_eq!(screen.refused, refused);
        assert_eq!(screen.empty, None);
    }

    #[test]
    fn earlier_guests_say_what_became_of_them() {
        let guest = |lasted| Guest {
            call: GuestCall {
                page: "https://crm.example.com".to_owned(),
                owner: None,
                name: "Ann Other".to_owned(),
                detail: None,
                email: None,
                media: Media::Video,
                at: Timestamp(1),
                lasted,
            },
            when: "2:05 PM".to_owned(),
        };
        let guests = [guest(Some(Duration::from_secs(62))), guest(None)];
        let screen = screen(
            &View::default(),
            no_site(),
            (&[], &[], &guests),
            Timestamp(0),
        );
        assert_eq!(screen.empty, None);
        let lines: Vec<_> = screen.guests.iter().map(Guest::line).collect();
        let expected = [
            text::popup_guest("2:05 PM", "01:02"),
            text::popup_guest_invited("2:05 PM"),
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_ringing_call_can_be_answered_without_camera() {
        let mut view = signed_in();
        view.rings.push(ring(Media::Video, false));
        let card = screen(&view, no_site(), (&[], &[], &[]), Timestamp(0))
            .cards
            .remove(0);
        let intents: Vec<_> = card.buttons.into_iter().map(|it| it.intent).collect();
        let call = CallId(8);
        assert_eq!(
            intents,
            [
                PopupIntent::Answer {
                    call,
                    media: Media::Video
                },
                PopupIntent::Answer {
                    call,
                    media: Media::Audio
                },
                PopupIntent::Decline { call, note: None },
            ]
        );
    }

    #[test]
    fn a_waiting_call_ends_the_other_one_when_answered() {
        let mut view = signed_in();
        view.rings.push(ring(Media::Audio, true));
        let card = screen(&view, no_site(), (&[], &[], &[]), Timestamp(0))
            .cards
            .remove(0);
        assert!(matches!(
            card.buttons[0].intent,
            PopupIntent::EndAndAnswer { .. }
        ));
    }
}
