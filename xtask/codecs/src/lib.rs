//! What a context of the extension writes and reads, with the codec of one
//! candidate, behind addresses that no optimiser can see through.
//!
//! `cargo xtask codecs` compiles it once per candidate and context, weighs it,
//! and lets the contexts exchange samples.

#![recursion_limit = "512"]
#![allow(dead_code, reason = "no context and no candidate needs everything")]

mod candidates;
#[cfg(feature = "derive")]
use candidates::codec;
mod samples;
mod shapes;

use shapes::*;
use wasm_bindgen::prelude::*;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// The value at an address that came out of [`address`] and not out of
/// [`free`] since.
fn at<'a, T>(address: usize) -> &'a T {
    // SAFETY: `check.mjs` keeps the promise above.
    unsafe { &*(address as *const T) }
}

/// Where the value is from now on; 0 for none.
fn address<T>(value: Option<T>) -> usize {
    value.map_or(0, |value| Box::into_raw(Box::new(value)) as usize)
}

/// Which context writes and which reads each kind of value.
macro_rules! kinds {
    ($($kind:literal $type:ty: $writer:literal -> $reader:literal, $write:ident, $read:ident;)+) => {
        /// A value as it leaves this context; `undefined` where another one
        /// writes it.
        #[wasm_bindgen]
        #[must_use]
        pub fn write(kind: u32, value: usize) -> JsValue {
            match kind {
                $(#[cfg(feature = $writer)]
                $kind => candidates::$write(at::<$type>(value)),)+
                _ => JsValue::UNDEFINED,
            }
        }

        /// A value as it comes into this context; 0 where it does not fit, or
        /// another context reads it.
        #[wasm_bindgen]
        #[must_use]
        pub fn read(kind: u32, value: JsValue) -> usize {
            match kind {
                $(#[cfg(feature = $reader)]
                $kind => address(candidates::$read::<$type>(value)),)+
                _ => 0,
            }
        }

        /// One of the samples; 0 behind the last one.
        #[wasm_bindgen]
        #[must_use]
        pub fn sample(kind: u32, number: usize) -> usize {
            match kind {
                $(#[cfg(any(feature = $writer, feature = $reader))]
                $kind => address(<$type as samples::Samples>::samples().into_iter().nth(number)),)+
                _ => 0,
            }
        }

        /// Whether two values are the same.
        #[wasm_bindgen]
        #[must_use]
        pub fn same(kind: u32, one: usize, other: usize) -> bool {
            match kind {
                $(#[cfg(any(feature = $writer, feature = $reader))]
                $kind => at::<$type>(one) == at::<$type>(other),)+
                _ => false,
            }
        }

        /// Drops a value.
        #[wasm_bindgen]
        pub fn free(kind: u32, value: usize) {
            match kind {
                $(#[cfg(any(feature = $writer, feature = $reader))]
                // SAFETY: as for `at`.
                $kind => drop(unsafe { Box::from_raw(value as *mut $type) }),)+
                _ => {}
            }
        }
    };
}

kinds! {
    0 FromContent: "content" -> "worker", write_message, read_message;
    1 View: "worker" -> "content", write_message, read_message;
    2 Vec<Reach>: "worker" -> "content", write_message, read_message;
    3 Push: "worker" -> "content", write_message, read_message;
    4 FromPage: "pages" -> "worker", write_message, read_message;
    5 View: "worker" -> "pages", write_message, read_message;
    6 Vec<MissedView>: "worker" -> "pages", write_message, read_message;
    7 Settings: "worker" -> "pages", write_message, read_message;
    8 Vec<Line>: "worker" -> "pages", write_message, read_message;
    9 Report: "pages" -> "worker", write_message, read_message;
    10 Order: "worker" -> "pages", write_message, read_message;
    11 Memory: "worker" -> "worker", write_stored, read_stored;
    12 Outbox: "worker" -> "worker", write_stored, read_stored;
    13 Remains: "worker" -> "worker", write_stored, read_stored;
    14 Detours: "worker" -> "worker", write_stored, read_stored;
    15 Diagnostics: "worker" -> "worker", write_stored, read_stored;
}
