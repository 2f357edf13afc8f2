//! `#[derive(Codec)]` for `ringside::codec`: writes and reads a value out of
//! its type, so that no field is named twice.
//!
//! A struct is its fields in the order of their declaration. An enum's variant
//! is its number, counted from 0 in the order of declaration, and its fields.
//! That order is the format: for what is stored, another order is another
//! version, and `tests/stored_formats.rs` fails.

use proc_macro2::TokenStream as Tokens;
use quote::{format_ident, quote};
use syn::{Data, DeriveInput, Error, Fields, Ident, Index};

/// Derives `ringside::codec::Codec`.
#[proc_macro_derive(Codec)]
pub fn derive_codec(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let implementation = syn::parse(input).and_then(|input| derive(&input));
    implementation
        .unwrap_or_else(Error::into_compile_error)
        .into()
}

fn derive(input: &DeriveInput) -> syn::Result<Tokens> {
    let name = &input.ident;
    if !input.generics.params.is_empty() {
        let message = "Codec can be derived for types without parameters only";
        return Err(Error::new_spanned(&input.generics, message));
    }
    let (write, read) = match &input.data {
        Data::Struct(data) => {
            let members = data.fields.members();
            let write = quote!(#(::ringside::codec::Codec::write(&self.#members, out);)*);
            (write, construct(&quote!(Self), &data.fields))
        }
        Data::Enum(data) => {
            let mut writes = Vec::new();
            let mut reads = Vec::new();
            for (number, variant) in (0_u32..).zip(&data.variants) {
                let (variant, fields) = (&variant.ident, &variant.fields);
                let (pattern, bound) = pattern(fields);
                writes.push(quote!(Self::#variant #pattern => {
                    ::ringside::codec::write_tag(#number, out);
                    #(::ringside::codec::Codec::write(#bound, out);)*
                }));
                let value = construct(&quote!(Self::#variant), fields);
                reads.push((number, value));
            }
            let count = u32::try_from(reads.len()).unwrap_or(u32::MAX);
            let write = quote!(match self { #(#writes)* });
            // The last one for whatever is left: the reader has checked it.
            let Some((_, last)) = reads.pop() else {
                let message = "an enum without variants has no values to write";
                return Err(Error::new_spanned(name, message));
            };
            let (numbers, values): (Vec<_>, Vec<_>) = reads.into_iter().unzip();
            let read = quote!(match from.tag(#count) {
                #(#numbers => #values,)*
                _ => #last,
            });
            (write, read)
        }
        Data::Union(_) => {
            let message = "nobody knows which field of a union to write";
            return Err(Error::new_spanned(name, message));
        }
    };
    Ok(quote! {
        impl ::ringside::codec::Codec for #name {
            fn write(&self, out: &mut ::std::string::String) { #write }
            fn read(from: &mut ::ringside::codec::Reader<'_>) -> Self { #read }
        }
    })
}

/// Reads each field in the order of the type.
fn construct(name: &Tokens, fields: &Fields) -> Tokens {
    let members = fields.members();
    quote!(#name { #(#members: ::ringside::codec::Codec::read(from)),* })
}

/// A pattern that binds every field, and the names that it binds.
fn pattern(fields: &Fields) -> (Tokens, Vec<Ident>) {
    let names: Vec<Ident> = (0..fields.len())
        .map(|number| format_ident!("field{}", number))
        .collect();
    match fields {
        Fields::Unit => (quote!(), names),
        Fields::Named(named) => {
            let members = named.named.iter().map(|field| &field.ident);
            (quote!({ #(#members: #names),* }), names)
        }
        Fields::Unnamed(_) => {
            let indices = (0..names.len()).map(Index::from);
            (quote!({ #(#indices: #names),* }), names)
        }
    }
}
