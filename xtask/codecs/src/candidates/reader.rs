//! Reading Ringside's own messages.
//!
//! Both ends of a message are of one build, so a reader may trust the order of
//! fields and variants in the type: it asks the object for each field in turn
//! and never compares names. And what does not fit is dropped, so that no
//! error has to find words. Together that is a third of the code that a
//! general deserialiser brings into every CRM page.

use std::fmt;

use serde::de::{self, DeserializeSeed, IntoDeserializer, Visitor};
use wasm_bindgen::{JsCast, JsValue};

/// The value has another shape than the type.
#[derive(Clone, Copy, Debug)]
pub struct Mismatch;

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a message of another shape")
    }
}

impl std::error::Error for Mismatch {}

// Each of these would format a sentence, if left to serde.
impl de::Error for Mismatch {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
    fn invalid_type(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self
    }
    fn invalid_value(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self
    }
    fn invalid_length(_: usize, _: &dyn de::Expected) -> Self {
        Self
    }
    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn missing_field(_: &'static str) -> Self {
        Self
    }
    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

/// A value that is being read.
pub struct Reader(pub JsValue);

impl Reader {
    fn number(&self) -> Result<f64, Mismatch> {
        self.0.as_f64().ok_or(Mismatch)
    }

    /// A whole number that JavaScript holds exactly.
    fn whole(&self) -> Result<i64, Mismatch> {
        const EXACT: f64 = 9_007_199_254_740_991.0;
        let number = self.number()?;
        if number.fract() != 0.0 || number.abs() > EXACT {
            return Err(Mismatch);
        }
        #[expect(clippy::cast_possible_truncation, reason = "checked above")]
        Ok(number as i64)
    }

    fn natural(&self) -> Result<u64, Mismatch> {
        u64::try_from(self.whole()?).map_err(|_| Mismatch)
    }

    fn is_nothing(&self) -> bool {
        self.0.is_null() || self.0.is_undefined()
    }

    fn field(&self, name: &str) -> Result<Self, Mismatch> {
        js_sys::Reflect::get(&self.0, &JsValue::from_str(name))
            .map(Reader)
            .map_err(|_| Mismatch)
    }

    fn items(&self) -> Result<js_sys::Array, Mismatch> {
        if js_sys::Array::is_array(&self.0) {
            Ok(self.0.clone().unchecked_into())
        } else {
            Err(Mismatch)
        }
    }
}

/// Numbers of several widths are all one kind in JavaScript.
macro_rules! numbers {
    ($($method:ident $visit:ident $read:ident,)+) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
            visitor.$visit(self.$read()?)
        })+
    };
}

impl<'de> de::Deserializer<'de> for Reader {
    type Error = Mismatch;

    numbers! {
        deserialize_i8 visit_i64 whole,
        deserialize_i16 visit_i64 whole,
        deserialize_i32 visit_i64 whole,
        deserialize_i64 visit_i64 whole,
        deserialize_u8 visit_u64 natural,
        deserialize_u16 visit_u64 natural,
        deserialize_u32 visit_u64 natural,
        deserialize_u64 visit_u64 natural,
        deserialize_f32 visit_f64 number,
        deserialize_f64 visit_f64 number,
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_bool(self.0.as_bool().ok_or(Mismatch)?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_string(self.0.as_string().ok_or(Mismatch)?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_string(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        if self.is_nothing() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        if self.is_nothing() {
            visitor.visit_unit()
        } else {
            Err(Mismatch)
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        let list = self.items()?;
        visitor.visit_seq(Items { list, next: 0 })
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        if usize::try_from(self.items()?.length()) != Ok(length) {
            return Err(Mismatch);
        }
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        if !self.0.is_object() {
            return Err(Mismatch);
        }
        visitor.visit_seq(Fields { of: self, fields })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        let (name, content) = match self.0.as_string() {
            Some(name) => (name, Reader(JsValue::UNDEFINED)),
            None if self.0.is_object() => {
                let keys = js_sys::Object::keys(self.0.unchecked_ref::<js_sys::Object>());
                let name = keys.get(0).as_string().ok_or(Mismatch)?;
                let content = self.field(&name)?;
                (name, content)
            }
            None => return Err(Mismatch),
        };
        let index = variants.iter().position(|variant| *variant == name);
        let index = index.and_then(|index| u32::try_from(index).ok());
        visitor.visit_enum(Choice {
            index: index.ok_or(Mismatch)?,
            content,
        })
    }

    // Messages have none of these: they are read by their type, which names
    // neither maps nor bytes.
    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Mismatch> {
        Err(Mismatch)
    }

    serde::forward_to_deserialize_any! { char bytes byte_buf map identifier ignored_any }
}

/// The items of an array.
struct Items {
    list: js_sys::Array,
    next: u32,
}

impl<'de> de::SeqAccess<'de> for Items {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Mismatch> {
        if self.next == self.list.length() {
            return Ok(None);
        }
        let item = self.list.get(self.next);
        self.next += 1;
        seed.deserialize(Reader(item)).map(Some)
    }
}

/// The fields of an object, in the order of the type.
struct Fields {
    of: Reader,
    fields: &'static [&'static str],
}

impl<'de> de::SeqAccess<'de> for Fields {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Mismatch> {
        let Some((name, rest)) = self.fields.split_first() else {
            return Ok(None);
        };
        self.fields = rest;
        seed.deserialize(self.of.field(name)?).map(Some)
    }
}

/// The variant of an enum, by its place in the type.
struct Choice {
    index: u32,
    content: Reader,
}

impl<'de> de::EnumAccess<'de> for Choice {
    type Error = Mismatch;
    type Variant = Reader;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Reader), Mismatch> {
        let index = IntoDeserializer::<Mismatch>::into_deserializer(u64::from(self.index));
        Ok((seed.deserialize(index)?, self.content))
    }
}

impl<'de> de::VariantAccess<'de> for Reader {
    type Error = Mismatch;

    fn unit_variant(self) -> Result<(), Mismatch> {
        if self.is_nothing() {
            Ok(())
        } else {
            Err(Mismatch)
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Mismatch> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        de::Deserializer::deserialize_tuple(self, length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        de::Deserializer::deserialize_struct(self, "", fields, visitor)
    }
}
