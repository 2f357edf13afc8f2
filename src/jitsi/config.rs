//! The configuration of a meeting in a small toast.
//!
//! Jitsi silently ignores what it does not know, so old and new names of a
//! setting are both sent.

use super::json::Json;
use crate::domain::Media;

/// What differs from call to call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start<'a> {
    /// This user's name for the others.
    pub display_name: &'a str,
    /// With or without camera at first.
    pub media: Media,
    /// Start with the microphone off.
    pub mic_muted: bool,
}

/// The parameters of the frame's address, in order.
#[must_use]
pub fn params(start: &Start<'_>) -> Vec<(String, Json)> {
    let camera_muted = start.media == Media::Audio;
    let off = || Json::Object(vec![("enabled", false.into())]);
    let disabled = || Json::Object(vec![("disabled", true.into())]);
    let none = || Json::List(Vec::new());
    let config = [
        // The call was answered already, so no prejoin page is shown.
        ("prejoinConfig", off()),
        ("startWithAudioMuted", start.mic_muted.into()),
        ("startWithVideoMuted", camera_muted.into()),
        // The controls are ours.
        ("toolbarButtons", none()),
        ("filmstrip", disabled()),
        ("disableTileView", true.into()),
        ("hideConferenceSubject", true.into()),
        ("hideConferenceTimer", true.into()),
        ("hideParticipantsStats", true.into()),
        // The page says itself what a person has to know: events tell it, also
        // of notifications that are not shown.
        ("notifications", none()),
        // In a small frame Jitsi would hide its password and lobby dialogs.
        ("reducedUIEnabled", false.into()),
        ("disableShortcuts", true.into()),
        ("disableInviteFunctions", true.into()),
        ("disableReactions", true.into()),
        ("disablePolls", true.into()),
        ("enableInsecureRoomNameWarning", false.into()),
        ("feedbackPercentage", Json::Number(0)),
        // No advice to install Jitsi's app.
        ("deeplinking", disabled()),
        ("disableDeepLinking", true.into()),
        // Nothing is sent to third parties, neither by Ringside nor by the
        // meeting.
        ("disableThirdPartyRequests", true.into()),
        ("doNotStoreRoom", true.into()),
        // How often the statistics are updated.
        ("pcStatsInterval", Json::Number(5_000)),
    ];
    let mut params: Vec<(String, Json)> = config
        .into_iter()
        .map(|(key, value)| (format!("config.{key}"), value))
        .collect();
    params.push(display_name(start));
    params
}

/// The parameters of a meeting in a tab of its own: its controls are Jitsi's.
#[must_use]
pub fn tab_params(start: &Start<'_>) -> Vec<(String, Json)> {
    let camera_muted = start.media == Media::Audio;
    vec![
        (
            "config.prejoinConfig".to_owned(),
            Json::Object(vec![("enabled", false.into())]),
        ),
        (
            "config.startWithAudioMuted".to_owned(),
            start.mic_muted.into(),
        ),
        ("config.startWithVideoMuted".to_owned(), camera_muted.into()),
        display_name(start),
    ]
}

fn display_name(start: &Start<'_>) -> (String, Json) {
    (
        "userInfo.displayName".to_owned(),
        Json::text(start.display_name),
    )
}

/// The language of a meeting's own page, from the browser's: Jitsi has most
/// languages without their region.
#[must_use]
pub fn language(browsers: &str) -> &str {
    match browsers.split('-').next() {
        Some("zh") | None => browsers,
        Some(base) => base,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_voice_call_starts_without_camera() {
        let params = params(&Start {
            display_name: "Olivia Owner",
            media: Media::Audio,
            mic_muted: false,
        });
        let lines: Vec<String> = params
            .iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        insta::assert_snapshot!(lines.join("\n"));
    }
}
