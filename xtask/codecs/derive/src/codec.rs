//! Writing and reading out of a type itself, so that no field is named twice.

use proc_macro2::TokenStream as Tokens;
use quote::{format_ident, quote};
use syn::{Data, DeriveInput, Error, Fields, Ident, Index};

pub fn derive(input: &DeriveInput) -> syn::Result<Tokens> {
    let name = &input.ident;
    let (write, read) = match &input.data {
        Data::Struct(data) => {
            let members = data.fields.members();
            let write = quote!(#(crate::codec::Codec::write(&self.#members, out);)*);
            (write, construct(&quote!(Self), &data.fields))
        }
        Data::Enum(data) => {
            let mut writes = Vec::new();
            let mut reads = Vec::new();
            for (number, variant) in (0_u32..).zip(&data.variants) {
                let (variant, fields) = (&variant.ident, &variant.fields);
                let (pattern, bound) = pattern(fields);
                writes.push(quote!(Self::#variant #pattern => {
                    crate::codec::write_tag(#number, out);
                    #(crate::codec::Codec::write(#bound, out);)*
                }));
                let value = construct(&quote!(Self::#variant), fields);
                reads.push((number, value));
            }
            let count = u32::try_from(reads.len()).unwrap_or(u32::MAX);
            let write = quote!(match self { #(#writes)* });
            // The last one for whatever is left: the reader has checked it.
            let Some((_, last)) = reads.pop() else {
                return Err(Error::new_spanned(name, "an enum without variants"));
            };
            let (numbers, values): (Vec<_>, Vec<_>) = reads.into_iter().unzip();
            let read = quote!(match from.tag(#count) {
                #(#numbers => #values,)*
                _ => #last,
            });
            (write, read)
        }
        Data::Union(_) => return Err(Error::new_spanned(name, "unions cannot be written")),
    };
    Ok(quote! {
        impl crate::codec::Codec for #name {
            fn write(&self, out: &mut String) { #write }
            fn read(from: &mut crate::codec::Reader<'_>) -> Self { #read }
        }
    })
}

/// Reads each field in the order of the type.
fn construct(name: &Tokens, fields: &Fields) -> Tokens {
    let members = fields.members();
    let members: Vec<_> = members.collect();
    quote!(#name { #(#members: crate::codec::Codec::read(from)),* })
}

/// A pattern that binds every field, and the names that it binds.
fn pattern(fields: &Fields) -> (Tokens, Vec<Ident>) {
    match fields {
        Fields::Unit => (quote!(), Vec::new()),
        Fields::Named(named) => {
            let names: Vec<Ident> = named.named.iter().filter_map(|f| f.ident.clone()).collect();
            (quote!({ #(#names),* }), names)
        }
        Fields::Unnamed(unnamed) => {
            let names: Vec<Ident> = (0..unnamed.unnamed.len())
                .map(|number| format_ident!("field{}", number))
                .collect();
            let indices = (0..names.len()).map(Index::from);
            (quote!({ #(#indices: #names),* }), names)
        }
    }
}
