//! The derives that candidates need and nobody else has.

mod codec;
mod mini;

use proc_macro::TokenStream;
use syn::{DeriveInput, Error, parse_macro_input};

/// The candidate of our own: a struct field by field, an enum by the number of
/// the variant and its fields.
#[proc_macro_derive(Codec)]
pub fn codec(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    codec::derive(&input)
        .unwrap_or_else(Error::into_compile_error)
        .into()
}

/// What miniserde's own derives lack: enums with data, and newtypes.
#[proc_macro_derive(Mini)]
pub fn mini(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    mini::derive(&input)
        .unwrap_or_else(Error::into_compile_error)
        .into()
}
