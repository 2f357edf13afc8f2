//! What a meeting's events change.

use super::{LEAVING, Meeting, Output, POLL, Phase, RELOADING, WATCH};
use crate::call::page_protocol::PageEvent;
use crate::domain::{Quality, Timestamp, Trouble};
use crate::jitsi::event::Event;
use crate::jitsi::request::Request;

impl Meeting {
    pub(super) fn event(&mut self, event: Event, now: Timestamp) -> Vec<Output> {
        match event {
            Event::Ready => Vec::new(),
            Event::Joined { me } => self.joined(me, now),
            Event::Left => {
                if self.is_joined() && self.reloading.is_none() {
                    self.leaving = Some(now.plus(LEAVING));
                }
                Vec::new()
            }
            Event::Close | Event::KickedOut { me: true } => self.over(),
            Event::KickedOut { me: false } => Vec::new(),
            Event::Came(person) => {
                self.others.retain(|other| other.id != person.id);
                self.others.push(person);
                vec![self.report_count()]
            }
            Event::Went { id } => {
                self.others.retain(|other| other.id != id);
                self.speaker.take_if(|speaker| *speaker == id);
                self.hands.retain(|other| *other != id);
                vec![self.report_count()]
            }
            Event::Renamed(person) => {
                if let Some(other) = self.others.iter_mut().find(|it| it.id == person.id) {
                    other.name = person.name;
                }
                Vec::new()
            }
            Event::AudioMuted(muted) => self.set_mic(muted),
            Event::VideoMuted(muted) => self.set_camera(muted),
            Event::Sharing(on) => {
                self.sharing = on;
                Vec::new()
            }
            Event::Speaker { id } => {
                let peer = self.me.as_ref() != Some(&id);
                self.speaker = peer.then_some(id);
                vec![Output::PageEvent(PageEvent::Speaking(peer))]
            }
            Event::Hand { id, up } => {
                if self.me.as_ref() == Some(&id) {
                    self.hand_up = up;
                } else {
                    self.hands.retain(|other| *other != id);
                    if up {
                        self.hands.push(id);
                    }
                }
                Vec::new()
            }
            Event::LowBandwidth(on) => {
                self.low_bandwidth = on;
                Vec::new()
            }
            Event::Recording {
                recorder,
                on,
                failed,
            } => {
                self.recording.changed(recorder, on, failed);
                vec![Output::PageEvent(PageEvent::Recording(
                    self.recording.is_on(),
                ))]
            }
            Event::RecordingLink(link) => vec![Output::PageEvent(PageEvent::RecordingLink(link))],
            Event::MicFault(fault) => self.in_trouble(Trouble::Microphone(fault)),
            Event::CameraFault(fault) => self.in_trouble(Trouble::Camera(fault)),
            Event::PasswordRequired => self.in_trouble(Trouble::Conference(
                "conference.passwordRequired".to_owned(),
            )),
            Event::Failed { name, fatal: true } => {
                // Jitsi reloads itself; only if that fails it is reported as
                // trouble.
                self.reloading = Some(now.plus(RELOADING));
                let mut outputs = self.set_quality(Quality::Lost);
                if !self.is_joined() {
                    outputs.extend(self.in_trouble(Trouble::Conference(name)));
                }
                outputs
            }
            Event::Failed { name, fatal: false } => {
                if self.is_joined() {
                    Vec::new()
                } else {
                    self.in_trouble(Trouble::Conference(name))
                }
            }
        }
    }

    fn joined(&mut self, me: Option<String>, now: Timestamp) -> Vec<Output> {
        self.me = me;
        self.phase = Phase::Joined { since: now };
        self.leaving = None;
        self.reloading = None;
        self.unanswered = 0;
        self.has_stats = true;
        self.next_watch = now.plus(WATCH);
        self.next_poll = now.plus(POLL);
        if matches!(
            self.trouble,
            Some(Trouble::Conference(_) | Trouble::NoHandshake)
        ) {
            self.trouble = None;
        }
        let mut outputs = vec![
            Output::PageEvent(PageEvent::Joined),
            self.report_count(),
            // No event comes for the initial states.
            Output::Ask(Request::IsAudioMuted),
            Output::Ask(Request::IsVideoMuted),
        ];
        if self.quality == Some(Quality::Lost) {
            outputs.extend(self.set_quality(Quality::Good));
        }
        outputs
    }

    pub(super) fn over(&mut self) -> Vec<Output> {
        self.phase = Phase::Left;
        self.leaving = None;
        self.others.clear();
        vec![Output::PageEvent(PageEvent::Left)]
    }
}
