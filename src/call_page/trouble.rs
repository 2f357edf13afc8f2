//! What is shown when something keeps the call from working, and the steps that
//! are offered.

use super::button::Button;
use super::cover::{Cover, Notice};
use crate::domain::{BrowserEngine, DeviceFault, ServerFault, Trouble};
use crate::text::{self, Text};

/// How trouble is shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Shown {
    /// Over the whole picture: nothing works until it is dealt with.
    Cover(Cover),
    /// In a line above the picture, which stays usable: the server's own
    /// dialog is there.
    Notice(Notice),
}

/// What to show for this trouble.
#[must_use]
pub fn shown(trouble: &Trouble, server: &str, engine: BrowserEngine, alone: bool) -> Shown {
    match trouble {
        Trouble::PagePolicy => cover(
            text::trouble_policy(),
            text::trouble_policy_help(),
            vec![(Button::PopOut, text::open_window())],
        ),
        Trouble::KeptOut => cover(
            text::trouble_kept_out(),
            text::trouble_kept_out_help(),
            vec![(Button::PopOut, text::open_window())],
        ),
        Trouble::NoHandshake => cover(
            text::trouble_silent(server),
            text::trouble_silent_help(),
            tab_or_again(),
        ),
        Trouble::Server(fault) => server_fault(*fault, server),
        Trouble::Asleep => cover(
            text::trouble_asleep(),
            text::trouble_asleep_help(),
            vec![(Button::Retry, text::join_again())],
        ),
        Trouble::Microphone(fault) => {
            let (title, help) = match fault {
                DeviceFault::Refused => (text::mic_refused(), refused_help(engine, true)),
                DeviceFault::Missing => (text::mic_missing(), text::mic_missing_help()),
                DeviceFault::InUse => (text::mic_busy(), text::device_busy_help()),
            };
            cover(
                title,
                help,
                vec![
                    (Button::Retry, text::try_again()),
                    (Button::Dismiss, text::listen_only()),
                ],
            )
        }
        Trouble::Camera(fault) => {
            let (title, help) = match fault {
                DeviceFault::Refused => (text::camera_refused(), refused_help(engine, false)),
                DeviceFault::Missing => (text::camera_missing(), text::camera_missing_help()),
                DeviceFault::InUse => (text::camera_busy(), text::device_busy_help()),
            };
            cover(
                title,
                help,
                vec![
                    (Button::Retry, text::try_again()),
                    (Button::WithoutCamera, text::without_camera()),
                ],
            )
        }
        Trouble::Conference(name) => conference(name),
        Trouble::FiveMinutes => Shown::Notice(Notice {
            words: text::trouble_five_minutes(),
            // Our own window embeds the meeting, too, and would be cut: only
            // the server's own page is not embedded.
            buttons: vec![(Button::OpenTab, text::open_tab())],
            calm: alone,
            beside_dialog: false,
        }),
    }
}

fn refused_help(engine: BrowserEngine, microphone: bool) -> Text {
    match (engine, microphone) {
        (BrowserEngine::Chromium, true) => text::mic_refused_chrome(),
        (BrowserEngine::Chromium, false) => text::camera_refused_chrome(),
        (BrowserEngine::Firefox, true) => text::mic_refused_firefox(),
        (BrowserEngine::Firefox, false) => text::camera_refused_firefox(),
    }
}

/// What is wrong with the server, and what to do about it.
fn server_fault(fault: ServerFault, server: &str) -> Shown {
    match fault {
        ServerFault::Unreachable => cover(
            text::server_unreachable(server),
            text::server_unreachable_help(),
            again_or_tab(),
        ),
        ServerFault::NoAnswer => cover(
            text::server_no_answer(server),
            text::server_no_answer_help(),
            again_or_tab(),
        ),
        ServerFault::Status(status) => {
            let help = if (400..500).contains(&status) {
                text::server_not_there_help()
            } else {
                text::server_out_of_order_help()
            };
            cover(
                text::server_status(server, &status.to_string()),
                help,
                again_or_tab(),
            )
        }
        ServerFault::FramesForbidden => cover(
            text::server_forbids_frames(server),
            text::server_forbids_frames_help(),
            tab_or_again(),
        ),
    }
}

fn again_or_tab() -> Vec<(Button, Text)> {
    vec![
        (Button::Retry, text::try_again()),
        (Button::OpenTab, text::open_tab()),
    ]
}

/// The first button is the one that helps.
fn tab_or_again() -> Vec<(Button, Text)> {
    let mut buttons = again_or_tab();
    buttons.reverse();
    buttons
}

/// Jitsi's names for what went wrong, from its source.
fn conference(name: &str) -> Shown {
    let in_the_picture = |words| {
        Shown::Notice(Notice {
            words,
            buttons: Vec::new(),
            calm: false,
            beside_dialog: true,
        })
    };
    let again = vec![(Button::Retry, text::try_again())];
    match name {
        "conference.passwordRequired" => in_the_picture(text::conference_password()),
        "conference.connectionError.membersOnly" => in_the_picture(text::conference_lobby()),
        "conference.authenticationRequired" => in_the_picture(text::conference_sign_in()),
        "conference.connectionError.accessDenied"
        | "conference.connectionError.notAllowed"
        | "connection.passwordRequired" => cover(
            text::conference_denied(),
            text::conference_denied_help(),
            again,
        ),
        "conference.max_users" => {
            cover(text::conference_full(), text::conference_full_help(), again)
        }
        _ => cover(text::conference_lost(), text::conference_lost_help(), again),
    }
}

fn cover(title: Text, help: Text, buttons: Vec<(Button, Text)>) -> Shown {
    Shown::Cover(Cover {
        mark: None,
        pulse: false,
        title,
        help: Some(help),
        buttons,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instructions_are_the_browsers_own() {
        let help = |engine| match shown(
            &Trouble::Microphone(DeviceFault::Refused),
            "",
            engine,
            false,
        ) {
            Shown::Cover(cover) => cover.help.unwrap(),
            Shown::Notice(_) => panic!("a blocked microphone is no aside"),
        };
        assert_ne!(help(BrowserEngine::Chromium), help(BrowserEngine::Firefox));
    }

    #[test]
    fn a_camera_is_never_needed() {
        for fault in [
            DeviceFault::Refused,
            DeviceFault::Missing,
            DeviceFault::InUse,
        ] {
            let Shown::Cover(cover) =
                shown(&Trouble::Camera(fault), "", BrowserEngine::Firefox, true)
            else {
                panic!()
            };
            assert!(
                cover
                    .buttons
                    .contains(&(Button::WithoutCamera, text::without_camera()))
            );
        }
    }

    #[test]
    fn the_servers_own_dialogs_stay_within_reach() {
        for name in [
            "conference.passwordRequired",
            "conference.connectionError.membersOnly",
            "conference.authenticationRequired",
        ] {
            let trouble = Trouble::Conference(name.to_owned());
            let shown = shown(&trouble, "", BrowserEngine::Chromium, false);
            assert!(matches!(shown, Shown::Notice(_)), "{name}");
        }
    }
}
