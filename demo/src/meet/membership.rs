//! A participant's membership in a room, held while its socket is open.

use tokio::sync::mpsc::{self, UnboundedReceiver};

use super::{
    hub::{Hub, RoomFull},
    wire::{FromPage, Profile, ToPage},
};

/// A membership in a room. Dropping it leaves the room, whatever the reason: a
/// hang-up, a reloaded page, a killed browser.
#[derive(Debug)]
pub(super) struct Membership {
    hub: Hub,
    room: String,
    id: String,
    inbox: UnboundedReceiver<ToPage>,
}

impl Membership {
    pub(super) fn join(hub: &Hub, room: &str, profile: Profile) -> Result<Self, RoomFull> {
        let (outbox, inbox) = mpsc::unbounded_channel();
        let id = hub.lock().join(room, profile, outbox)?;
        Ok(Self {
            hub: hub.clone(),
            room: room.to_owned(),
            id,
            inbox,
        })
    }

    /// The next message for this participant.
    pub(super) async fn next(&mut self) -> Option<ToPage> {
        self.inbox.recv().await
    }

    /// Handles a message of this participant.
    pub(super) fn handle(&self, message: FromPage) {
        self.hub.lock().handle(&self.room, &self.id, message);
    }
}

impl Drop for Membership {
    fn drop(&mut self) {
        self.hub.lock().leave(&self.room, &self.id);
    }
}
