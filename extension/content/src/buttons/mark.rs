//! What a record's buttons show of a call.

/// What a record's pair of buttons shows besides reach.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// The buttons.
    #[default]
    Free,
    /// This person is being called.
    Calling,
    /// This person is in a call with the user.
    Talking,
}
