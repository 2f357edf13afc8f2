//! The extension's messages and stored values when the codec was chosen, so
//! that each candidate can derive what it needs on them. Without comments: they
//! are explained where they are used, in the extension itself.

/// Gives each type what the candidate that is compiled derives.
macro_rules! shapes {
    () => {};
    (pub struct $name:ident; $($rest:tt)*) => {
        shape! { #[cfg_attr(feature = "miniserde", derive(codec_probe_derive::Mini))] pub struct $name; }
        shapes! { $($rest)* }
    };
    (pub struct $name:ident($($field:tt)*); $($rest:tt)*) => {
        shape! { #[cfg_attr(feature = "miniserde", derive(codec_probe_derive::Mini))] pub struct $name($($field)*); }
        shapes! { $($rest)* }
    };
    (pub struct $name:ident { $($field:tt)* } $($rest:tt)*) => {
        shape! {
            #[cfg_attr(feature = "miniserde", derive(miniserde::Serialize, miniserde::Deserialize))]
            pub struct $name { $($field)* }
        }
        shapes! { $($rest)* }
    };
    (pub enum $name:ident { $($variant:tt)* } $($rest:tt)*) => {
        shape! {
            #[cfg_attr(feature = "miniserde", derive(codec_probe_derive::Mini))]
            pub enum $name { $($variant)* }
        }
        shapes! { $($rest)* }
    };
}

macro_rules! shape {
    ($item:item) => {
        #[derive(PartialEq)]
        #[cfg_attr(
            any(
                feature = "serde-wasm-bindgen",
                feature = "reader",
                feature = "postcard"
            ),
            derive(serde::Serialize, serde::Deserialize)
        )]
        #[cfg_attr(
            feature = "nanoserde-json",
            derive(nanoserde::SerJson, nanoserde::DeJson)
        )]
        #[cfg_attr(
            feature = "nanoserde-binary",
            derive(nanoserde::SerBin, nanoserde::DeBin)
        )]
        #[cfg_attr(feature = "derive", derive(codec_probe_derive::Codec))]
        $item
    };
}

mod messages;
mod shared;
mod stored;

pub use messages::*;
pub use shared::*;
pub use stored::*;
