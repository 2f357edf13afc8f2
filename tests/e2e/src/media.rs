//! Proof of media: both sides decode pictures and receive sound.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use ringside_demo::meet::{Camera, LogEntry, LogKind, ParticipantReport, RoomReport};
use serde_json::{Value, json};

pub use ringside_demo::meet::{ParticipantReport as Participant, RoomReport as Room};

use crate::{
    clock,
    wait::{self, Never},
};

/// Joining, negotiating and the first pictures, on a busy machine.
const CONNECT: Duration = Duration::from_secs(30);

/// So many reports of the stand-in that say the same are silence: sound makes
/// fifty packets a second.
const SILENCE: Duration = Duration::from_millis(1_500);

/// The stand-in meeting server, asked over HTTP.
#[derive(Clone, Debug)]
pub struct Meeting {
    address: String,
    camera: Option<Camera>,
}

impl Meeting {
    /// The stand-in at this address (`http://127.0.0.1:port`).
    #[must_use]
    pub fn new(address: impl Into<String>) -> Self {
        Self {
            address: address.into(),
            camera: None,
        }
    }

    /// From now on cameras make small pictures, and few: two cores share them
    /// with four browsers.
    ///
    /// # Errors
    /// When the stand-in does not take it.
    pub async fn small_pictures(&mut self) -> Result<()> {
        self.camera = Some(Camera {
            width: 160,
            height: 90,
            frame_rate: 10,
        });
        self.behave(&json!({})).await
    }

    /// The rooms with somebody in them.
    ///
    /// # Errors
    /// When the stand-in does not answer.
    pub async fn rooms(&self) -> Result<Vec<RoomReport>> {
        let rooms = reqwest::get(format!("{}/__meet/rooms", self.address)).await?;
        Ok(rooms.error_for_status()?.json().await?)
    }

    /// Waits until somebody of this name is in a meeting as wanted.
    ///
    /// # Errors
    /// When nobody is in time; names who is there.
    pub async fn sees(
        &self,
        name: &str,
        what: &str,
        wanted: impl Fn(&ParticipantReport) -> bool,
    ) -> Result<()> {
        let mut seen = Vec::new();
        wait::until_true(&format!("{name}: {what}"), wait::STEP, async || {
            seen = self.rooms().await?;
            let mut people = seen.iter().flat_map(|room| &room.participants);
            Ok(people.any(|one| one.display_name == name && wanted(one)))
        })
        .await
        .with_context(|| format!("there is {seen:?}"))
    }

    /// Lets the stand-in misbehave from now on, in its own words.
    ///
    /// # Errors
    /// When the stand-in does not take them.
    pub async fn behave(&self, how: &Value) -> Result<()> {
        let mut how = how.clone();
        how["camera"] = json!(self.camera);
        let address = format!("{}/__meet/behaviour", self.address);
        let answer = reqwest::Client::new()
            .post(address)
            .json(&how)
            .send()
            .await?;
        answer.error_for_status()?;
        Ok(())
    }

    /// Lets something happen to somebody in a meeting, in the stand-in's own words.
    ///
    /// # Errors
    /// When nobody of this name is in a meeting.
    pub async fn act(&self, name: &str, act: Value) -> Result<()> {
        let answer = reqwest::Client::new()
            .post(format!("{}/__meet/act", self.address))
            .json(&json!({"name": name, "act": act}))
            .send()
            .await?;
        answer.error_for_status()?;
        Ok(())
    }

    /// Waits until somebody of this name is in a meeting.
    ///
    /// # Errors
    /// When nobody is in time.
    pub async fn present(&self, name: &str) -> Result<()> {
        wait::until_true(&format!("{name} in a meeting"), CONNECT, async || {
            let rooms = self.rooms().await?;
            let mut people = rooms.iter().flat_map(|room| &room.participants);
            Ok(people.any(|one| one.display_name == name))
        })
        .await
    }

    /// How often somebody of this name has come into a meeting so far.
    ///
    /// # Errors
    /// When the stand-in does not answer.
    pub async fn joins(&self, name: &str) -> Result<usize> {
        let log = reqwest::get(format!("{}/__meet/log", self.address)).await?;
        let log: Vec<LogEntry> = log.error_for_status()?.json().await?;
        let joined =
            |entry: &&LogEntry| entry.what == LogKind::Joined && entry.display_name == name;
        Ok(log.iter().filter(joined).count())
    }

    /// The two people of the only room, once there are exactly two.
    async fn pair(&self) -> Result<Option<(RoomReport, [ParticipantReport; 2])>> {
        let mut rooms = self.rooms().await?;
        if rooms.len() > 1 {
            bail!(Never(format!("more than one meeting: {rooms:?}")));
        }
        let Some(room) = rooms.pop() else {
            return Ok(None);
        };
        let pair = <[ParticipantReport; 2]>::try_from(room.participants.clone());
        Ok(pair.ok().map(|pair| (room, pair)))
    }

    /// Waits until each of the two people in the meeting has decoded more
    /// pictures and received more sound than at the first look. Returns their
    /// room.
    ///
    /// # Errors
    /// When media does not flow both ways in time.
    pub async fn both_ways(&self) -> Result<RoomReport> {
        self.flows("pictures and sound both ways", |now, first| {
            now.frames_decoded > first.frames_decoded && now.audio_packets > first.audio_packets
        })
        .await
    }

    /// Waits until one of the two has come into the same meeting anew, with
    /// nobody left over, and media flows both ways again.
    ///
    /// # Errors
    /// When that does not happen in time.
    pub async fn rejoined(&self, before: &RoomReport) -> Result<RoomReport> {
        let stayed = |room: &RoomReport| {
            let known = |id: &str| before.participants.iter().any(|one| one.id == id);
            room.participants
                .iter()
                .filter(|now| known(&now.id))
                .count()
        };
        self.back(before).await?;
        let after = self.both_ways().await?;
        ensure!(after.room == before.room, "another meeting: {after:?}");
        ensure!(stayed(&after) == 1, "somebody else came: {after:?}");
        Ok(after)
    }

    /// Waits until one of the two has come into the same meeting anew, with
    /// nobody left over. Returns when that was, in milliseconds since 1970.
    ///
    /// # Errors
    /// When that does not happen in time.
    pub async fn back(&self, before: &RoomReport) -> Result<f64> {
        wait::until("one of them to come back", CONNECT, async || {
            let Some((room, pair)) = self.pair().await? else {
                return Ok(None);
            };
            let known = |id: &str| before.participants.iter().any(|one| one.id == id);
            let stayed = pair.iter().filter(|one| known(&one.id)).count();
            Ok((room.room == before.room && stayed == 1).then(clock::now))
        })
        .await
    }

    /// Like [`Self::both_ways`], for an audio call.
    ///
    /// # Errors
    /// When sound does not flow both ways in time.
    pub async fn sound_both_ways(&self) -> Result<RoomReport> {
        self.flows("sound both ways", |now, first| {
            now.audio_packets > first.audio_packets
        })
        .await
    }

    /// Waits until each of the two has decoded a first picture and received a
    /// first sound. The stand-in reports that ten times a second.
    ///
    /// # Errors
    /// When it does not come in time.
    pub async fn first_both_ways(&self) -> Result<()> {
        wait::until_true("first pictures and sound", CONNECT, async || {
            Ok(self.pair().await?.is_some_and(|(_, pair)| {
                pair.iter()
                    .all(|one| one.frames_decoded > 0 && one.audio_packets > 0)
            }))
        })
        .await
    }

    async fn flows(
        &self,
        what: &str,
        more: impl Fn(&ParticipantReport, &ParticipantReport) -> bool,
    ) -> Result<RoomReport> {
        let mut first: Option<[ParticipantReport; 2]> = None;
        wait::until(what, CONNECT, async || {
            let Some((room, now)) = self.pair().await? else {
                return Ok(None);
            };
            let same =
                |first: &[ParticipantReport; 2]| first.iter().zip(&now).all(|(a, b)| a.id == b.id);
            let Some(first) = first.as_ref().filter(|first| same(first)) else {
                // Somebody came or reloaded: the growth counts from here.
                first = Some(now);
                return Ok(None);
            };
            let flows = now.iter().zip(first).all(|(now, first)| more(now, first));
            Ok(flows.then_some(room))
        })
        .await
    }

    /// Waits until this person has heard nothing for a while, as a number of
    /// packets that no longer grows. The stand-in reports it ten times a second.
    ///
    /// # Errors
    /// When they still hear something when the time is over.
    pub async fn falls_silent(&self, name: &str) -> Result<()> {
        let mut heard = None;
        let mut since = Instant::now();
        wait::until_true("silence", CONNECT, async || {
            let rooms = self.rooms().await?;
            let mut people = rooms.iter().flat_map(|room| &room.participants);
            let now = people.find(|one| one.display_name == name);
            let now = now.map(|one| one.audio_packets);
            if heard.replace(now) != Some(now) {
                since = Instant::now();
            }
            Ok(since.elapsed() > SILENCE)
        })
        .await
    }

    /// Waits until nobody is in any meeting.
    ///
    /// # Errors
    /// When somebody still is, when the time is over.
    pub async fn empty(&self) -> Result<()> {
        wait::until_true("the meeting to be empty", wait::STEP, async || {
            Ok(self.rooms().await?.is_empty())
        })
        .await
    }
}
