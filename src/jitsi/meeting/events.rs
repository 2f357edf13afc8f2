//! What a meeting's events change.

use super::{MOST_KNOCKS, MOST_LINKS, Meeting, Output, POLL, Phase, WATCH};
use crate::call::page_protocol::PageEvent;
use crate::domain::{Quality, Timestamp, Trouble};
use crate::jitsi::event::{Event, Person};
use crate::jitsi::news::News;
use crate::jitsi::notification::Notification;
use crate::jitsi::request::Request;

impl Meeting {
    pub(super) fn event(&mut self, event: Event, now: Timestamp) -> Vec<Output> {
        match event {
            Event::Ready => Vec::new(),
            Event::Joined { me, breakout } => self.joined(me, breakout, now),
            Event::Left => self.left(now),
            Event::Close => self.over(PageEvent::Left),
            Event::KickedOut { me: true, by, .. } => self.over(PageEvent::KickedOut { by }),
            Event::KickedOut { who, by, .. } => self.tell(News::KickedOut { who, by }, now),
            Event::Came(person) => {
                self.stops_knocking(&person);
                self.others.came(person);
                self.tell_count()
            }
            Event::Went { id } => {
                self.others.went(&id);
                self.alone_since = self.others.is_empty().then_some(now);
                self.speaker.take_if(|speaker| *speaker == id);
                self.hands.retain(|other| *other != id);
                let mut outputs = self.tell_count();
                outputs.extend(self.tell_speaking());
                outputs
            }
            Event::Renamed(person) => {
                self.others.renamed(person);
                Vec::new()
            }
            Event::InAllRooms { count } => {
                self.others.in_all_rooms(count);
                self.tell_count()
            }
            Event::Knock(person) => {
                self.knocks.retain(|other| other.id != person.id);
                self.knocks.push(person);
                self.knocks.truncate(MOST_KNOCKS);
                vec![Output::PageEvent(PageEvent::Asks)]
            }
            Event::ConsentAsked(asked) => self.consent_asked(asked),
            Event::AudioMuted(muted) => self.set_mic(muted),
            Event::VideoMuted(muted) => self.set_camera(muted),
            Event::Sharing(on) => {
                self.sharing = on;
                Vec::new()
            }
            Event::Speaker { id } => {
                let peer = self.me.as_ref() != Some(&id);
                self.speaker = peer.then_some(id);
                self.tell_speaking()
            }
            Event::Hand { id, up } => {
                self.hand(id, up);
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
                self.tell_recording()
            }
            Event::RecordingLink(link) => self.recording_link(link),
            Event::Moderation(medium, on) => self.tell(News::Moderation(medium, on), now),
            Event::Message(message) => self.tell(News::Message(message), now),
            Event::Notified(Notification::RecordingPending) => {
                self.recording.pending = true;
                Vec::new()
            }
            Event::Notified(notification) => {
                self.recording.refused |= notification.refuses_recording();
                self.tell(News::Notified(notification), now)
            }
            Event::MicFault(fault) => self.in_trouble(Trouble::Microphone(fault)),
            Event::CameraFault(fault) => self.in_trouble(Trouble::Camera(fault)),
            Event::Suspended => self.in_trouble(Trouble::Asleep),
            Event::PasswordRequired => self.asked("conference.passwordRequired".to_owned()),
            Event::Failed { name, fatal } => self.failed(name, fatal, now),
        }
    }

    fn joined(&mut self, me: Option<String>, breakout: bool, now: Timestamp) -> Vec<Output> {
        let mut outputs = if self.is_joined() {
            Vec::new()
        } else {
            self.forget_room()
        };
        self.me = me;
        self.phase = Phase::Joined { since: now };
        self.reloading = None;
        self.destroyed = None;
        self.unanswered = 0;
        self.has_stats = true;
        self.next_watch = now.plus(WATCH);
        self.next_poll = now.plus(POLL);
        if self
            .trouble
            .as_ref()
            .is_some_and(|trouble| !matches!(trouble, Trouble::Microphone(_) | Trouble::Camera(_)))
        {
            self.trouble = None;
        }
        if std::mem::replace(&mut self.breakout, breakout) != breakout {
            self.news.add(News::Breakout(breakout), now);
        }
        self.told.count = None;
        outputs.push(Output::PageEvent(PageEvent::Joined));
        outputs.extend(self.tell_count());
        // No event comes for the initial states.
        outputs.extend([Request::IsAudioMuted, Request::IsVideoMuted].map(Output::Ask));
        if self.quality == Some(Quality::Lost) {
            outputs.extend(self.set_quality(Quality::Good));
        }
        outputs
    }

    /// This user is no longer in the room. Whether that is the end is not known
    /// yet.
    fn left(&mut self, now: Timestamp) -> Vec<Output> {
        if !self.is_joined() {
            return Vec::new();
        }
        self.phase = Phase::Away { since: now };
        let mut outputs = self.forget_room();
        outputs.extend(self.set_quality(Quality::Lost));
        outputs
    }

    fn failed(&mut self, name: String, fatal: bool, now: Timestamp) -> Vec<Output> {
        if name == "conference.destroyed" {
            self.destroyed = Some(now);
        }
        if fatal && matches!(self.phase, Phase::Joined { .. } | Phase::Away { .. }) {
            // Jitsi reloads itself; only if that fails it is trouble.
            self.reloading = Some(now);
            return self.set_quality(Quality::Lost);
        }
        match self.phase {
            Phase::Joined { .. } | Phase::Away { .. } => Vec::new(),
            _ => self.asked(name),
        }
    }

    /// The meeting does not let this user in, or asks something first.
    fn asked(&mut self, name: String) -> Vec<Output> {
        let mut outputs = self.in_trouble(Trouble::Conference(name));
        outputs.push(Output::PageEvent(PageEvent::Asks));
        outputs
    }

    fn consent_asked(&mut self, asked: bool) -> Vec<Output> {
        self.consent = asked;
        if asked {
            vec![Output::PageEvent(PageEvent::Asks)]
        } else {
            Vec::new()
        }
    }

    fn hand(&mut self, id: String, up: bool) {
        if self.me.as_ref() == Some(&id) {
            self.hand_up = up;
            return;
        }
        self.hands.retain(|other| *other != id);
        // One is shown at a time.
        if up && self.hands.len() < MOST_KNOCKS {
            self.hands.push(id);
        }
    }

    /// Somebody came in. Where another moderator let them in, they wait no
    /// longer; they may have another number than in the lobby.
    fn stops_knocking(&mut self, person: &Person) {
        let same = |knock: &Person| knock.id == person.id || knock.name == person.name;
        if let Some(at) = self.knocks.iter().position(same) {
            self.knocks.remove(at);
        }
    }

    fn recording_link(&mut self, link: String) -> Vec<Output> {
        if self.links.len() == MOST_LINKS || self.links.contains(&link) {
            return Vec::new();
        }
        self.links.push(link.clone());
        vec![Output::PageEvent(PageEvent::RecordingLink(link))]
    }

    fn tell(&mut self, news: News, now: Timestamp) -> Vec<Output> {
        self.news.add(news, now);
        Vec::new()
    }

    /// The meeting was asked to go on without pictures, or with them again, and
    /// has not done so.
    pub fn no_voice_only(&mut self, now: Timestamp) {
        self.news.add(News::NoVoiceOnly, now);
    }

    /// The meeting is over, for this reason.
    pub(super) fn over(&mut self, reason: PageEvent) -> Vec<Output> {
        self.phase = Phase::Left;
        self.others.left_behind();
        vec![Output::PageEvent(reason)]
    }
}
