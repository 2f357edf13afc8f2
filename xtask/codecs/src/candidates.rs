//! The candidates: each turns a value into what goes to another context or
//! into storage, and back.

#[cfg(any(feature = "postcard", feature = "nanoserde-binary"))]
mod bytes;
#[cfg(feature = "derive")]
pub mod codec;
#[cfg(any(feature = "kept", feature = "reader"))]
pub mod kept;
#[cfg(feature = "kept")]
mod kept_messages;
#[cfg(any(feature = "kept", feature = "reader"))]
mod kept_stored;
#[cfg(feature = "reader")]
mod reader;

#[allow(unused_macros, reason = "one candidate has two ways")]
/// A candidate that has one way for messages and for what is stored.
macro_rules! one_way {
    ($write:expr, $read:expr; $($bound:tt)+) => {
        pub fn write_message<T: $($bound)+>(value: &T) -> JsValue {
            $write(value)
        }
        pub fn read_message<T: $($bound)+>(value: JsValue) -> Option<T> {
            $read(value)
        }
        pub use self::{read_message as read_stored, write_message as write_stored};
    };
}

#[cfg(feature = "serde-wasm-bindgen")]
mod chosen {
    use serde::{Serialize, de::DeserializeOwned};
    use wasm_bindgen::JsValue;

    fn write<T: Serialize>(value: &T) -> JsValue {
        let serializer = serde_wasm_bindgen::Serializer::json_compatible();
        value.serialize(&serializer).unwrap_or_default()
    }
    fn read<T: DeserializeOwned>(value: JsValue) -> Option<T> {
        serde_wasm_bindgen::from_value(value).ok()
    }
    one_way!(write, read; Serialize + DeserializeOwned);
}

#[cfg(feature = "reader")]
mod chosen {
    use serde::{Serialize, de::DeserializeOwned};
    use wasm_bindgen::JsValue;

    use super::kept::{self, Kept};
    use super::reader::Reader;

    pub fn write_message<T: Serialize>(value: &T) -> JsValue {
        let serializer = serde_wasm_bindgen::Serializer::json_compatible();
        value.serialize(&serializer).unwrap_or_default()
    }
    pub fn read_message<T: DeserializeOwned>(value: JsValue) -> Option<T> {
        T::deserialize(Reader(value)).ok()
    }
    pub fn write_stored<T: Kept>(value: &T) -> JsValue {
        kept::text("1", value).into()
    }
    pub fn read_stored<T: Kept>(value: JsValue) -> Option<T> {
        kept::parse("1", &value.as_string()?)
    }
}

#[cfg(feature = "postcard")]
mod chosen {
    use serde::{Serialize, de::DeserializeOwned};
    use wasm_bindgen::JsValue;

    use super::bytes;

    fn write<T: Serialize>(value: &T) -> JsValue {
        bytes::write(&postcard::to_allocvec(value).unwrap_or_default())
    }
    fn read<T: DeserializeOwned>(value: JsValue) -> Option<T> {
        postcard::from_bytes(&bytes::read(&value)?).ok()
    }
    one_way!(write, read; Serialize + DeserializeOwned);
}

#[cfg(feature = "miniserde")]
mod chosen {
    use miniserde::{Deserialize, Serialize, json};
    use wasm_bindgen::JsValue;

    fn write<T: Serialize>(value: &T) -> JsValue {
        json::to_string(value).into()
    }
    fn read<T: Deserialize>(value: JsValue) -> Option<T> {
        json::from_str(&value.as_string()?).ok()
    }
    one_way!(write, read; Serialize + Deserialize);
}

#[cfg(feature = "nanoserde-json")]
mod chosen {
    use nanoserde::{DeJson, SerJson};
    use wasm_bindgen::JsValue;

    fn write<T: SerJson>(value: &T) -> JsValue {
        value.serialize_json().into()
    }
    fn read<T: DeJson>(value: JsValue) -> Option<T> {
        T::deserialize_json(&value.as_string()?).ok()
    }
    one_way!(write, read; SerJson + DeJson);
}

#[cfg(feature = "nanoserde-binary")]
mod chosen {
    use nanoserde::{DeBin, SerBin};
    use wasm_bindgen::JsValue;

    use super::bytes;

    fn write<T: SerBin>(value: &T) -> JsValue {
        bytes::write(&value.serialize_bin())
    }
    fn read<T: DeBin>(value: JsValue) -> Option<T> {
        T::deserialize_bin(&bytes::read(&value)?).ok()
    }
    one_way!(write, read; SerBin + DeBin);
}

#[cfg(feature = "kept")]
mod chosen {
    use wasm_bindgen::JsValue;

    use super::kept::{self, Kept};

    fn write<T: Kept>(value: &T) -> JsValue {
        kept::text("1", value).into()
    }
    fn read<T: Kept>(value: JsValue) -> Option<T> {
        kept::parse("1", &value.as_string()?)
    }
    one_way!(write, read; Kept);
}

#[cfg(feature = "derive")]
mod chosen {
    use wasm_bindgen::JsValue;

    use super::codec::{self, Codec};

    fn write<T: Codec>(value: &T) -> JsValue {
        codec::text(value).into()
    }
    fn read<T: Codec>(value: JsValue) -> Option<T> {
        codec::parse(&value.as_string()?)
    }
    one_way!(write, read; Codec);
}

/// The base: everything but a codec.
#[cfg(not(any(
    feature = "serde-wasm-bindgen",
    feature = "reader",
    feature = "postcard",
    feature = "miniserde",
    feature = "nanoserde-json",
    feature = "nanoserde-binary",
    feature = "kept",
    feature = "derive",
)))]
mod chosen {
    use wasm_bindgen::JsValue;

    fn write<T>(_: &T) -> JsValue {
        JsValue::UNDEFINED
    }
    fn read<T>(_: JsValue) -> Option<T> {
        None
    }
    one_way!(write, read; Sized);
}

pub use chosen::*;
