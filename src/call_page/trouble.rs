//! What a person reads when something keeps the call from working, and what
//! they can do then.

use super::button::Button;
use super::cover::{Cover, Notice};
use super::words::Words;
use crate::domain::{BrowserEngine, DeviceFault, Trouble};
use crate::text;

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
pub fn shown(trouble: &Trouble, engine: BrowserEngine, alone: bool) -> Shown {
    match trouble {
        Trouble::PagePolicy => cover(
            text::TROUBLE_POLICY,
            text::TROUBLE_POLICY_HELP,
            &[(Button::PopOut, text::OPEN_WINDOW)],
        ),
        Trouble::NoHandshake => cover(
            text::TROUBLE_SILENT,
            text::TROUBLE_SILENT_HELP,
            &[
                (Button::Retry, text::TRY_AGAIN),
                (Button::OpenTab, text::OPEN_TAB),
            ],
        ),
        Trouble::Microphone(fault) => {
            let (title, help) = match fault {
                DeviceFault::Refused => (text::MIC_REFUSED, refused_help(engine, true)),
                DeviceFault::Missing => (text::MIC_MISSING, text::MIC_MISSING_HELP),
                DeviceFault::InUse => (text::MIC_BUSY, text::DEVICE_BUSY_HELP),
            };
            cover(
                title,
                help,
                &[
                    (Button::Retry, text::TRY_AGAIN),
                    (Button::Dismiss, text::LISTEN_ONLY),
                ],
            )
        }
        Trouble::Camera(fault) => {
            let (title, help) = match fault {
                DeviceFault::Refused => (text::CAMERA_REFUSED, refused_help(engine, false)),
                DeviceFault::Missing => (text::CAMERA_MISSING, text::CAMERA_MISSING_HELP),
                DeviceFault::InUse => (text::CAMERA_BUSY, text::DEVICE_BUSY_HELP),
            };
            cover(
                title,
                help,
                &[
                    (Button::Retry, text::TRY_AGAIN),
                    (Button::WithoutCamera, text::WITHOUT_CAMERA),
                ],
            )
        }
        Trouble::Conference(name) => conference(name),
        Trouble::FiveMinutes => Shown::Notice(Notice {
            words: Words::new(text::TROUBLE_FIVE_MINUTES),
            // A window of ours would be cut, too: only the server's own page
            // is not embedded.
            button: Some((Button::OpenTab, text::OPEN_TAB)),
            calm: alone,
        }),
    }
}

fn refused_help(engine: BrowserEngine, microphone: bool) -> &'static str {
    match (engine, microphone) {
        (BrowserEngine::Chromium, true) => text::MIC_REFUSED_CHROME,
        (BrowserEngine::Chromium, false) => text::CAMERA_REFUSED_CHROME,
        (BrowserEngine::Firefox, true) => text::MIC_REFUSED_FIREFOX,
        (BrowserEngine::Firefox, false) => text::CAMERA_REFUSED_FIREFOX,
    }
}

/// Jitsi's names for what went wrong; facts in its own source.
fn conference(name: &str) -> Shown {
    let in_the_picture = |key| {
        Shown::Notice(Notice {
            words: Words::new(key),
            button: None,
            calm: false,
        })
    };
    let again = &[(Button::Retry, text::TRY_AGAIN)];
    match name {
        "conference.passwordRequired" => in_the_picture(text::CONFERENCE_PASSWORD),
        "conference.connectionError.membersOnly" => in_the_picture(text::CONFERENCE_LOBBY),
        "conference.authenticationRequired" => in_the_picture(text::CONFERENCE_SIGN_IN),
        "conference.connectionError.accessDenied"
        | "conference.connectionError.notAllowed"
        | "connection.passwordRequired" => {
            cover(text::CONFERENCE_DENIED, text::CONFERENCE_DENIED_HELP, again)
        }
        "conference.max_users" => cover(text::CONFERENCE_FULL, text::CONFERENCE_FULL_HELP, again),
        _ => cover(text::CONFERENCE_LOST, text::CONFERENCE_LOST_HELP, again),
    }
}

fn cover(title: &'static str, help: &'static str, buttons: &[(Button, &'static str)]) -> Shown {
    Shown::Cover(Cover {
        mark: None,
        pulse: false,
        title: Words::new(title),
        help: Some(Words::new(help)),
        buttons: buttons.to_vec(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instructions_are_the_browsers_own() {
        let help = |engine| match shown(&Trouble::Microphone(DeviceFault::Refused), engine, false) {
            Shown::Cover(cover) => cover.help.unwrap().key(),
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
            let Shown::Cover(cover) = shown(&Trouble::Camera(fault), BrowserEngine::Firefox, true)
            else {
                panic!()
            };
            assert!(
                cover
                    .buttons
                    .contains(&(Button::WithoutCamera, text::WITHOUT_CAMERA))
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
            let shown = shown(&trouble, BrowserEngine::Chromium, false);
            assert!(matches!(shown, Shown::Notice(_)), "{name}");
        }
    }
}
