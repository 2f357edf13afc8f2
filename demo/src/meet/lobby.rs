//! The lobby: who comes into a room that has one waits until somebody in the
//! room lets them in.

use tokio::sync::oneshot;

use super::hub::{Hub, random_id};

/// Somebody who waits to be let in.
#[derive(Debug)]
pub(super) struct Knock {
    pub(super) id: String,
    pub(super) name: String,
    /// Gets `true` when they are let in.
    pub(super) answer: oneshot::Sender<bool>,
}

/// A place in the lobby. Dropping it ends the wait.
#[derive(Debug)]
pub(super) struct Wait {
    hub: Hub,
    room: String,
    id: String,
    answer: oneshot::Receiver<bool>,
}

impl Wait {
    /// Waits in the lobby of this room. `None` when nobody has to.
    pub(super) fn begin(hub: &Hub, room: &str, name: &str) -> Option<Self> {
        let (answer, answered) = oneshot::channel();
        let id = random_id();
        let knock = Knock {
            id: id.clone(),
            name: name.to_owned(),
            answer,
        };
        hub.lock().knock(room, knock).then(|| Self {
            hub: hub.clone(),
            room: room.to_owned(),
            id,
            answer: answered,
        })
    }

    /// Whether they are let in. Where everybody has left, nobody is.
    pub(super) async fn answered(&mut self) -> bool {
        (&mut self.answer).await.unwrap_or(false)
    }
}

impl Drop for Wait {
    fn drop(&mut self) {
        self.hub.lock().stop_knocking(&self.room, &self.id);
    }
}
