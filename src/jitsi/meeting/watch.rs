//! Whether a meeting is still there: its answers, and the time that passes.

use super::{DEMO_WARNING, HANDSHAKE_LIMIT, Meeting, Output, POLL, Phase, WATCH};
use crate::domain::{Quality, Timestamp, Trouble};
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

    pub(super) fn tick(&mut self, now: Timestamp) -> Vec<Output> {
        if self.leaving.is_some_and(|deadline| now >= deadline) {
            return self.over();
        }
        if self.reloading.is_some_and(|deadline| now >= deadline) {
            self.reloading = None;
            let lost = "connection.droppedError".to_owned();
            return self.in_trouble(Trouble::Conference(lost));
        }
        match self.phase {
            Phase::Connecting { since } if now.since(since) >= HANDSHAKE_LIMIT => {
                self.phase = Phase::Silent;
                self.in_trouble(Trouble::NoHandshake)
            }
            Phase::Joined { since } => self.look_after(since, now),
            _ => Vec::new(),
        }
    }

    fn look_after(&mut self, since: Timestamp, now: Timestamp) -> Vec<Output> {
        let mut outputs = Vec::new();
        if now >= self.next_watch {
            self.next_watch = now.plus(WATCH);
            outputs.push(Output::Ask(Request::IsAudioMuted));
        }
        if self.has_stats && now >= self.next_poll {
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
