//! Whether a meeting is still there: its answers, and the time that passes.

use super::{
    ABANDONED, ASK_AFTER, ASK_AGAIN_LIMIT, ASK_LIMIT, ASK_LOADED, Asked, DEMO_WARNING, DESTROYED,
    HANDSHAKE_LIMIT, Meeting, Output, POLL, Phase, RETURNING, SLOW_LIMIT, STARTING_LIMIT, WATCH,
};
use crate::call::page_protocol::PageEvent;
use crate::domain::{Quality, ServerFault, Timestamp, Trouble};
use crate::jitsi::reach::{Frames, Reach};
use crate::jitsi::request::Request;
use crate::jitsi::wire::Answer;

impl Meeting {
    pub(super) fn answer(&mut self, answer: Answer) -> Vec<Output> {
        if !matches!(answer, Answer::TimedOut(_)) {
            self.unanswered = 0;
        }
        match answer {
            Answer::AudioMuted(muted) => self.set_mic(muted),
            Answer::VideoMuted(muted) => self.set_camera(muted),
            // Alone there is nothing to measure, and no connection to lose.
            Answer::Stats(_) if self.others.is_empty() => Vec::new(),
            Answer::Stats(stats) => {
                self.figures = Some(stats.figures());
                self.set_quality(stats.level())
            }
            // An older server: only events tell the quality.
            Answer::Failed(Request::ConnectionStats) => {
                self.has_stats = false;
                self.figures = None;
                Vec::new()
            }
            Answer::TimedOut(Request::IsAudioMuted) if self.is_joined() => {
                self.unanswered += 1;
                if self.unanswered < 2 {
                    return Vec::new();
                }
                let mut outputs = self.set_quality(Quality::Lost);
                outputs.push(Output::Reload);
                outputs
            }
            Answer::Failed(_) | Answer::TimedOut(_) => Vec::new(),
        }
    }

    /// A request has found out how the server answers.
    pub(super) fn reached(&mut self, reach: Reach, now: Timestamp) -> Vec<Output> {
        if !matches!(self.phase, Phase::Connecting { .. }) {
            return Vec::new();
        }
        match (reach, reach.fault()) {
            // Where answers cannot be read, a page that keeps the server out
            // looks like a server that is not there.
            (Reach::Unreachable, _) if !matches!(self.server, Asked::AgainSince(_)) => {
                self.server = Asked::AgainSince(now);
                vec![Output::AskWorker]
            }
            (_, Some(fault)) => self.silent(Trouble::Server(fault)),
            (Reach::Answers { frames, .. }, None) => {
                self.server = Asked::Answered(frames);
                Vec::new()
            }
            (_, None) => self.silent(Trouble::KeptOut),
        }
    }

    /// The frame gives no sign of life. It may still do.
    fn silent(&mut self, trouble: Trouble) -> Vec<Output> {
        self.phase = Phase::Silent;
        self.in_trouble(trouble)
    }

    pub(super) fn tick(&mut self, now: Timestamp) -> Vec<Output> {
        self.news.tick(now);
        match self.phase {
            Phase::Connecting { since } => self.connecting(since, now),
            Phase::Joined { since } => self.look_after(since, now),
            Phase::Away { since } => self.wait_for_return(since, now),
            _ => Vec::new(),
        }
    }

    /// A server that is wrong is told from one that is slow by asking it.
    fn connecting(&mut self, since: Timestamp, now: Timestamp) -> Vec<Output> {
        let waited = now.since(since);
        let loaded = self.loaded.is_some_and(|at| now.since(at) >= ASK_LOADED);
        match self.server {
            Asked::No if loaded || waited >= ASK_AFTER => {
                self.server = Asked::Since(now);
                vec![Output::AskServer]
            }
            Asked::Since(asked) if now.since(asked) >= ASK_LIMIT => {
                self.silent(Trouble::Server(ServerFault::NoAnswer))
            }
            Asked::AgainSince(asked) if now.since(asked) >= ASK_AGAIN_LIMIT => {
                self.silent(Trouble::Server(ServerFault::Unreachable))
            }
            Asked::Answered(frames) if waited >= HANDSHAKE_LIMIT && self.should_run(now) => self
                .silent(match frames {
                    Frames::Listed => Trouble::KeptOut,
                    Frames::Anywhere | Frames::Forbidden => Trouble::NoHandshake,
                }),
            Asked::Answered(_) if waited >= SLOW_LIMIT => {
                self.silent(Trouble::Server(ServerFault::NoAnswer))
            }
            _ => Vec::new(),
        }
    }

    /// Whether the frame's page has loaded long enough ago for its meeting to
    /// run.
    fn should_run(&self, now: Timestamp) -> bool {
        self.loaded
            .is_some_and(|loaded| now.since(loaded) >= STARTING_LIMIT)
    }

    /// Jitsi says "left" before it comes back, and where it does not.
    fn wait_for_return(&mut self, since: Timestamp, now: Timestamp) -> Vec<Output> {
        let ended = self.destroyed.is_some() && now.since(since) >= DESTROYED;
        if ended || now.since(since) >= ABANDONED {
            return self.over(PageEvent::Left);
        }
        if now.since(since) >= RETURNING && self.trouble.is_none() {
            return self.lost();
        }
        Vec::new()
    }

    fn lost(&mut self) -> Vec<Output> {
        self.in_trouble(Trouble::Conference("connection.droppedError".to_owned()))
    }

    fn look_after(&mut self, since: Timestamp, now: Timestamp) -> Vec<Output> {
        let mut outputs = Vec::new();
        if self.reloading.is_some_and(|at| now.since(at) >= RETURNING) {
            self.reloading = None;
            outputs.extend(self.lost());
        }
        if now >= self.next_watch {
            self.next_watch = now.plus(WATCH);
            outputs.push(Output::Ask(Request::IsAudioMuted));
        }
        // While Jitsi waits to load itself again there is no room to ask about.
        if self.has_stats && self.reloading.is_none() && now >= self.next_poll {
            self.next_poll = now.plus(POLL);
            outputs.push(Output::Ask(Request::ConnectionStats));
        }
        if self.is_public_demo && !self.demo_announced && now.since(since) >= DEMO_WARNING {
            self.demo_announced = true;
            outputs.extend(self.in_trouble(Trouble::FiveMinutes));
        }
        outputs
    }
}
