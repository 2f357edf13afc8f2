//! What a record's buttons show of a call.

/// What a record's pair of buttons shows besides reach.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// The buttons.
    #[default]
    Free,
    /// This person is being called.
    Calling,
    /// A meeting is open to which this person was invited, and nobody has come.
    Invited,
    /// This person is in a call with the user.
    Talking,
}
