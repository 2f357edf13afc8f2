//! Reading parsed JSON field by field.

/// A parsed JSON value: `ringside_web::json::Json` in the browser, a
/// `serde_json::Value` in native tests. Read field by field, because a derived
/// deserialiser is more code, and every field may be absent anyway.
pub trait JsonValue: Sized {
    /// The value of a field; `None` when it is absent or null.
    fn field(&self, name: &str) -> Option<Self>;
    /// The first of a list.
    fn first(&self) -> Option<Self>;
    /// Everything in a list; `None` when it is none.
    fn items(&self) -> Option<Vec<Self>>;
    /// The values of an object's fields, or a list's items.
    fn values(&self) -> Vec<Self>;
    /// The names of an object's fields; `None` when it is none.
    fn names(&self) -> Option<Vec<String>>;
    /// The value as a text.
    fn as_text(&self) -> Option<String>;
    /// The value as `true` or `false`.
    fn as_flag(&self) -> Option<bool>;
    /// The value as a number.
    fn as_number(&self) -> Option<f64>;

    /// A field that is a text.
    fn text(&self, name: &str) -> Option<String> {
        self.field(name)?.as_text()
    }
    /// A field that is `true` or `false`.
    fn flag(&self, name: &str) -> Option<bool> {
        self.field(name)?.as_flag()
    }
    /// A field that is a number.
    fn number(&self, name: &str) -> Option<f64> {
        self.field(name)?.as_number()
    }
    /// A field that is a whole number from 0, such as a row's.
    fn whole(&self, name: &str) -> Option<u64> {
        exact(self.number(name)?)
    }
}

/// A whole number from 0 that JavaScript holds exactly.
#[must_use]
pub fn exact(number: f64) -> Option<u64> {
    let is_whole = (0.0..9e15).contains(&number) && number % 1.0 == 0.0;
    is_whole.then_some(number as u64)
}

/// The nearest whole number, of what counts or measures something.
#[must_use]
pub fn rounded(number: f64) -> Option<u32> {
    (0.0..1e9).contains(&number).then(|| number.round() as u32)
}

#[cfg(test)]
impl JsonValue for serde_json::Value {
    fn field(&self, name: &str) -> Option<Self> {
        self.get(name).filter(|value| !value.is_null()).cloned()
    }
    fn first(&self) -> Option<Self> {
        self.get(0).cloned()
    }
    fn items(&self) -> Option<Vec<Self>> {
        self.as_array().cloned()
    }
    fn values(&self) -> Vec<Self> {
        match self {
            Self::Array(items) => items.clone(),
            Self::Object(fields) => fields.values().cloned().collect(),
            _ => Vec::new(),
        }
    }
    fn names(&self) -> Option<Vec<String>> {
        Some(self.as_object()?.keys().cloned().collect())
    }
    fn as_text(&self) -> Option<String> {
        self.as_str().map(str::to_owned)
    }
    fn as_flag(&self) -> Option<bool> {
        self.as_bool()
    }
    fn as_number(&self) -> Option<f64> {
        self.as_f64()
    }
}
