//! What Ringside adds to pages, on the fixture pages, in real browsers.

#![cfg(target_arch = "wasm32")]

mod fixture;

use ringside::content::profiles::Profiles;
use ringside::content::{MARK, Out};
use ringside::presence::Reach;
use ringside::site::RecordKind;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

use fixture::{Stage, hosts, settled};

wasm_bindgen_test_configure!(run_in_browser);
