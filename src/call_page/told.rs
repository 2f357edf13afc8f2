//! What the meeting asks and tells, as lines above its picture.

use super::button::Button;
use super::cover::Notice;
use super::names::{called, name_or_dash};
use crate::jitsi::meeting::Meeting;
use crate::jitsi::news::News;
use crate::jitsi::notification::{Medium, Notification};
use crate::text;

/// What the meeting asks, and only a person can answer.
pub(super) fn question(meeting: &Meeting) -> Option<Notice> {
    if let Some(first) = meeting.knocks.first() {
        return Some(Notice {
            words: text::knock(called(first).as_str()),
            buttons: vec![
                (Button::Admit, text::admit()),
                (Button::Reject, text::reject()),
            ],
            calm: true,
            beside_dialog: false,
        });
    }
    meeting.consent.then(|| Notice {
        words: text::recording_consent(),
        buttons: vec![
            (Button::Agree, text::agree()),
            (Button::AgreeAndSpeak, text::agree_and_speak()),
        ],
        calm: true,
        beside_dialog: true,
    })
}

/// A sentence of news.
pub(super) fn told(news: &News) -> Notice {
    let words = match news {
        News::Notified(notification) => return notified(*notification),
        News::Moderation(Medium::Microphone, true) => text::moderation_mic(),
        News::Moderation(Medium::Camera, true) => text::moderation_camera(),
        News::Moderation(Medium::Screen, true) => text::moderation_screen(),
        News::Moderation(_, false) => text::moderation_over(),
        News::Breakout(true) => text::breakout_entered(),
        News::Breakout(false) => text::breakout_left(),
        News::KickedOut { who, by } => match by {
            Some(by) => text::kicked_by(who, by),
            None => text::kicked(who),
        },
        News::NoVoiceOnly => text::no_voice_only(),
        News::Message(message) => {
            let name = name_or_dash(&message.name);
            return Notice::offer(
                text::message_from(&name, &message.text),
                Button::Dismiss,
                text::toast_close(),
            );
        }
    };
    Notice::calm(words)
}

fn notified(notification: Notification) -> Notice {
    let words = match notification {
        Notification::TurnedOff(Medium::Microphone) => text::muted_by_somebody(),
        Notification::TurnedOff(_) => text::camera_off_by_somebody(),
        Notification::MutedAtStart => text::muted_at_start(),
        Notification::NotAllowed(medium) => {
            let words = match medium {
                Medium::Microphone => text::moderation_mic(),
                Medium::Camera => text::moderation_camera(),
                Medium::Screen => text::moderation_screen(),
            };
            return Notice::offer(words, Button::Hand, text::hand_up());
        }
        Notification::AskedToSpeak => {
            return Notice::offer(text::asked_to_speak(), Button::Mic, text::mic_on());
        }
        Notification::RecordersBusy => text::recorders_busy(),
        Notification::RecordingUnavailable | Notification::RecordingPending => {
            text::recording_failed()
        }
    };
    Notice::calm(words)
}
