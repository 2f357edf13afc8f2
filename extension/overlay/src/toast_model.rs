//! What the toast shows, as one function of the worker's view.

use super::layout::{CARD, ELSEWHERE, ENDED, FULL, SMALL, Size};
use ringside::call::view::{CallView, ElsewhereView, MediaLocation, NoteOffer, ToastState};
use ringside::domain::{CallId, EndReason, Media, Quality, Refusal, Timestamp};
use ringside::text::{self, Text};
use ringside::words;

/// What the toast shows.
#[derive(Clone, Debug, PartialEq)]
pub struct ToastModel {
    /// The person's name.
    pub name: String,
    /// Company, job title or kind of record.
    pub detail: Option<String>,
    /// What stands beside the name.
    pub state: StatusLine,
    /// What is under the header.
    pub body: Body,
    /// The connection's quality.
    pub quality: Option<Quality>,
    /// Whether the peer is speaking.
    pub speaking: bool,
    /// Whether the call is being recorded.
    pub recording: bool,
    /// Whether the call can move into its own window.
    pub can_pop_out: bool,
    /// A sentence above the body that stays.
    pub strip: Option<Text>,
}

/// What stands beside the name.
#[derive(Clone, Debug, PartialEq)]
pub enum StatusLine {
    /// A text.
    Text(Text),
    /// How long it is since this moment, as a clock.
    Clock(Timestamp),
}

/// What is under the header.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// The peer's initials and "Cancel".
    Calling(Media),
    /// The call page, with the call in it.
    Frame,
    /// A remote control for a call in its own window.
    Remote {
        /// Whether the microphone is off; `None` where it cannot be switched,
        /// in a tab of the meeting's own.
        mic_muted: Option<bool>,
    },
    /// A sentence on a call that is not carried here, and what can be done.
    Elsewhere {
        call: CallId,
        sentence: Text,
        /// Whether it can be taken here.
        can_take: bool,
        /// The label of the button that ends it.
        end: Text,
    },
    /// How it ended, and what can be done now.
    Ended(Text, Offer),
}

/// What can be done when a call is over, or did not begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    Nothing,
    /// Add a note to it.
    Note,
    /// Open the options, where something is to be set first.
    Options,
}

/// The model of a state; `None` when this tab shows no toast. `signed_out` is
/// whether nobody is signed in at the CRM.
#[must_use]
pub fn model(stage: &ToastState, signed_out: bool) -> Option<ToastModel> {
    let mut model = signed_in(stage)?;
    if signed_out {
        model.strip = match model.body {
            Body::Calling(_) => Some(text::toast_signed_out_calling()),
            _ if matches!(stage, ToastState::InCall(_)) => Some(text::toast_signed_out()),
            _ => None,
        };
    }
    Some(model)
}

fn signed_in(stage: &ToastState) -> Option<ToastModel> {
    match stage {
        ToastState::Calling {
            peer,
            media,
            rings,
            here: true,
        } => Some(ToastModel {
            name: peer.name.clone(),
            detail: peer.detail.clone(),
            state: StatusLine::Text(if *rings {
                text::toast_ringing()
            } else {
                text::toast_calling()
            }),
            body: Body::Calling(*media),
            quality: None,
            speaking: false,
            recording: false,
            can_pop_out: false,
            strip: None,
        }),
        ToastState::InCall(call) => in_call(call),
        ToastState::Elsewhere(call) => Some(elsewhere(call)),
        ToastState::Ended {
            peer,
            reason,
            here: true,
            notes,
        } => Some(ToastModel {
            name: peer.name.clone(),
            detail: None,
            state: StatusLine::Text(words::outcome(reason)),
            body: if *notes == NoteOffer::Open {
                Body::Frame
            } else {
                let offer = match reason {
                    EndReason::Refused(Refusal::NoMeetingServer) => Offer::Options,
                    _ if *notes == NoteOffer::Offered => Offer::Note,
                    _ => Offer::Nothing,
                };
                Body::Ended(words::ended(&peer.name, reason), offer)
            },
            quality: None,
            speaking: false,
            recording: false,
            can_pop_out: false,
            strip: None,
        }),
        ToastState::Hidden | ToastState::Calling { .. } | ToastState::Ended { .. } => None,
    }
}

fn elsewhere(call: &ElsewhereView) -> ToastModel {
    let (state, end) = if call.answered {
        (text::toast_in_call(), text::elsewhere_end())
    } else {
        (text::toast_calling(), text::toast_cancel())
    };
    ToastModel {
        name: call.peer.name.clone(),
        detail: call.peer.detail.clone(),
        state: StatusLine::Text(state),
        body: Body::Elsewhere {
            call: call.call,
            sentence: words::elsewhere(call),
            can_take: !call.in_crm_window,
            end,
        },
        quality: None,
        speaking: false,
        recording: false,
        can_pop_out: false,
        strip: None,
    }
}

fn in_call(call: &CallView) -> Option<ToastModel> {
    let body = match call.location {
        MediaLocation::Here => Body::Frame,
        MediaLocation::Window => Body::Remote {
            mic_muted: (!call.in_own_tab).then_some(call.mic_muted),
        },
        MediaLocation::OtherTab => return None,
    };
    Some(ToastModel {
        name: call.peer.name.clone(),
        detail: call.peer.detail.clone(),
        state: if call.in_own_tab {
            StatusLine::Text(text::toast_in_own_tab())
        } else if let Some(text) = words::attendance(call) {
            StatusLine::Text(text)
        } else if call.connected {
            StatusLine::Clock(call.since)
        } else if call.interrupted {
            StatusLine::Text(text::toast_reconnecting())
        } else {
            StatusLine::Text(text::toast_connecting())
        },
        can_pop_out: call.location == MediaLocation::Here && !call.in_own_tab,
        strip: None,
        body,
        quality: call.quality,
        speaking: call.peer_speaking,
        recording: call.recording,
    })
}

impl ToastModel {
    /// How big the toast is with this model.
    #[must_use]
    pub fn size(&self, minimised: bool) -> Size {
        let size = match self.body {
            Body::Calling(_) | Body::Frame if minimised => SMALL,
            Body::Calling(_) | Body::Frame => FULL,
            Body::Remote { .. } if minimised => SMALL,
            Body::Elsewhere { .. } => ELSEWHERE,
            Body::Remote { .. } => CARD,
            Body::Ended(..) => ENDED,
        };
        match self.strip {
            Some(_) => size.with_strip(),
            None => size,
        }
    }

    /// Whether the call is in the CRM's own window, beside which the toast
    /// stands.
    #[must_use]
    pub fn is_in_crm_window(&self) -> bool {
        matches!(self.body, Body::Elsewhere { can_take, .. } if !can_take)
    }

    /// Whether the toast can be minimised with this model.
    #[must_use]
    pub fn can_minimise(&self) -> bool {
        !matches!(self.body, Body::Ended(..) | Body::Elsewhere { .. })
    }
}

impl Body {
    /// Whether the other body is of the same kind: its nodes can stay.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Ended(this, _), Self::Ended(other, _)) => this == other,
            (Self::Elsewhere { .. }, Self::Elsewhere { .. }) => self == other,
            (Self::Remote { mic_muted: this }, Self::Remote { mic_muted: other }) => {
                this.is_some() == other.is_some()
            }
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ringside::domain::{Duration, Peer};

    fn model(stage: &ToastState) -> Option<ToastModel> {
        super::model(stage, false)
    }

    fn peer() -> Peer {
        Peer {
            user: None,
            name: "Jane Doe".into(),
            detail: Some("Acme".into()),
        }
    }

    fn call(location: MediaLocation) -> ToastState {
        ToastState::InCall(CallView {
            call: CallId(1),
            peer: peer(),
            media: Media::Video,
            since: Timestamp(1000),
            connected: true,
            location,
            mic_muted: true,
            camera_muted: false,
            quality: Some(Quality::Good),
            peer_speaking: true,
            recording: false,
            interrupted: false,
            in_own_tab: false,
            guest: None,
        })
    }

    #[test]
    fn a_call_in_another_tab_has_no_toast_here() {
        assert_eq!(model(&call(MediaLocation::OtherTab)), None);
        assert_eq!(model(&ToastState::Hidden), None);
    }

    /// The content module asks the one, to know whether it needs the other.
    #[test]
    fn a_state_is_visible_where_it_has_a_toast() {
        let calling = |here| ToastState::Calling {
            peer: peer(),
            media: Media::Audio,
            rings: false,
            here,
        };
        let ended = |here| ToastState::Ended {
            peer: peer(),
            reason: EndReason::NoAnswer,
            here,
            notes: NoteOffer::None,
        };
        let elsewhere = ToastState::Elsewhere(ElsewhereView {
            call: CallId(1),
            peer: peer(),
            answered: true,
            in_crm_window: false,
        });
        let states = [
            ToastState::Hidden,
            elsewhere,
            calling(true),
            calling(false),
            ended(true),
            ended(false),
            call(MediaLocation::Here),
            call(MediaLocation::Window),
            call(MediaLocation::OtherTab),
        ];
        for state in states {
            assert_eq!(model(&state).is_some(), state.is_visible(), "{state:?}");
        }
    }

    #[test]
    fn a_call_here_is_in_the_frame_and_one_in_a_window_has_a_remote() {
        let here = model(&call(MediaLocation::Here)).unwrap();
        assert_eq!(here.body, Body::Frame);
        assert_eq!(here.state, StatusLine::Clock(Timestamp(1000)));
        assert!(here.can_pop_out);
        assert_eq!(here.size(true), SMALL);
        let window = model(&call(MediaLocation::Window)).unwrap();
        let mic_muted = Some(true);
        assert_eq!(window.body, Body::Remote { mic_muted });
        assert!(!window.can_pop_out);
    }

    #[test]
    fn a_call_elsewhere_can_be_taken_here_unless_the_crm_carries_it() {
        let elsewhere = |answered, in_crm_window| {
            let model = model(&ToastState::Elsewhere(ElsewhereView {
                call: CallId(1),
                peer: peer(),
                answered,
                in_crm_window,
            }));
            model.unwrap()
        };
        let rings = elsewhere(false, false);
        assert_eq!(rings.state, StatusLine::Text(text::toast_calling()));
        assert!(matches!(rings.body, Body::Elsewhere { can_take: true, .. }));
        let there = elsewhere(true, true);
        assert_eq!(there.state, StatusLine::Text(text::toast_in_call()));
        assert!(matches!(
            there.body,
            Body::Elsewhere {
                can_take: false,
                ..
            }
        ));
        assert!(!there.can_minimise());
        assert!(!rings.body.is_like(&there.body));
    }

    #[test]
    fn only_the_tab_of_the_caller_shows_calling_and_the_end() {
        let calling = |here| ToastState::Calling {
            peer: peer(),
            media: Media::Audio,
            rings: true,
            here,
        };
        let ended = |here| ToastState::Ended {
            peer: peer(),
            reason: EndReason::NoAnswer,
            here,
            notes: NoteOffer::None,
        };
        assert_eq!(model(&calling(false)), None);
        assert_eq!(model(&ended(false)), None);
        let model_of_call = model(&calling(true)).unwrap();
        assert_eq!(model_of_call.state, StatusLine::Text(text::toast_ringing()));
        let model_of_end = model(&ended(true)).unwrap();
        assert!(!model_of_end.can_minimise());
        assert_eq!(model_of_end.size(true), ENDED);
    }

    #[test]
    fn the_way_to_what_has_to_be_set_is_one_button_away() {
        let offer = |reason, notes| {
            let ended = ToastState::Ended {
                peer: peer(),
                reason,
                here: true,
                notes,
            };
            match model(&ended).unwrap().body {
                Body::Ended(_, offer) => offer,
                other => panic!("{other:?}"),
            }
        };
        let refused = EndReason::Refused(Refusal::NoMeetingServer);
        assert_eq!(offer(refused, NoteOffer::None), Offer::Options);
        assert_eq!(offer(EndReason::Lost, NoteOffer::Offered), Offer::Note);
        assert_eq!(offer(EndReason::Lost, NoteOffer::None), Offer::Nothing);
    }

    #[test]
    fn only_a_call_that_was_has_ended() {
        let header = |reason: &EndReason| {
            let ended = ToastState::Ended {
                peer: peer(),
                reason: reason.clone(),
                here: true,
                notes: NoteOffer::None,
            };
            model(&ended).unwrap().state
        };
        let lasted = Duration::from_secs(62);
        let by = None;
        for was in [
            EndReason::Over { lasted },
            EndReason::Lost,
            EndReason::Removed { by },
        ] {
            assert_eq!(header(&was), StatusLine::Text(text::toast_ended()));
        }
        for was_not in [
            EndReason::Cancelled,
            EndReason::Declined { note: None },
            EndReason::NoAnswer,
            EndReason::Elsewhere,
            EndReason::Refused(Refusal::Offline),
        ] {
            let header = header(&was_not);
            assert_ne!(header, StatusLine::Text(text::toast_ended()), "{was_not:?}");
        }
    }

    #[test]
    fn a_call_says_that_its_user_is_signed_out() {
        let here = call(MediaLocation::Here);
        let (before, after) = (model(&here).unwrap(), super::model(&here, true).unwrap());
        assert_eq!(before.strip, None);
        assert_eq!(after.strip, Some(text::toast_signed_out()));
        assert_eq!(after.body, Body::Frame, "it goes on");
        for minimised in [false, true] {
            assert!(after.size(minimised).height > before.size(minimised).height);
        }
    }
}
