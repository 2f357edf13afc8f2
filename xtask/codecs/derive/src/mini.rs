//! miniserde derives structs with named fields and enums without data. The
//! extension has others: as a list of the variant's number and its fields.

use proc_macro2::TokenStream as Tokens;
use quote::{format_ident, quote};
use syn::{Data, DeriveInput, Error, Fields, Ident, Member, Type};

struct Choice<'a> {
    path: Tokens,
    tag: u32,
    fields: Vec<(Member, &'a Type, Ident)>,
}

impl<'a> Choice<'a> {
    fn new(path: Tokens, tag: u32, fields: &'a Fields) -> Self {
        let fields = fields.members().zip(fields).enumerate();
        let fields = fields
            .map(|(at, (member, field))| (member, &field.ty, format_ident!("slot_{}_{}", tag, at)));
        Self {
            path,
            tag,
            fields: fields.collect(),
        }
    }
}

pub fn derive(input: &DeriveInput) -> syn::Result<Tokens> {
    let name = &input.ident;
    let choices: Vec<Choice<'_>> = match &input.data {
        Data::Struct(data) => vec![Choice::new(quote!(#name), 0, &data.fields)],
        Data::Enum(data) => (0..)
            .zip(&data.variants)
            .map(|(tag, variant)| {
                let variant_name = &variant.ident;
                Choice::new(quote!(#name::#variant_name), tag, &variant.fields)
            })
            .collect(),
        Data::Union(_) => return Err(Error::new_spanned(name, "unions cannot be written")),
    };
    let mut next = Vec::new();
    let mut slots = Vec::new();
    let mut elements = Vec::new();
    let mut values = Vec::new();
    for Choice { path, tag, fields } in &choices {
        next.push(quote!((#path { .. }, 0) => Some(&#tag),));
        let mut members = Vec::new();
        for (at, (member, kind, slot)) in (1_usize..).zip(fields) {
            next.push(quote!((#path { #member: field, .. }, #at) => Some(field),));
            slots.push(quote!(#slot: Option<#kind>,));
            elements.push(quote!((Some(#tag), #at) => {
                Ok(miniserde::Deserialize::begin(&mut self.#slot))
            }));
            members.push(quote!(#member: self.#slot.take().ok_or(miniserde::Error)?));
        }
        values.push(quote!(Some(#tag) => #path { #(#members),* },));
    }
    let empty = choices.iter().flat_map(|choice| &choice.fields);
    let empty = empty.map(|(_, _, slot)| quote!(#slot: None,));
    Ok(quote! {
        const _: () = {
            impl miniserde::Serialize for #name {
                fn begin(&self) -> miniserde::ser::Fragment<'_> {
                    miniserde::ser::Fragment::Seq(Box::new(Writing { data: self, at: 0 }))
                }
            }
            struct Writing<'a> { data: &'a #name, at: usize }
            impl miniserde::ser::Seq for Writing<'_> {
                fn next(&mut self) -> Option<&dyn miniserde::Serialize> {
                    let at = self.at;
                    self.at += 1;
                    match (self.data, at) { #(#next)* _ => None }
                }
            }
            miniserde::make_place!(OutPlace);
            impl miniserde::Deserialize for #name {
                fn begin(out: &mut Option<Self>) -> &mut dyn miniserde::de::Visitor {
                    OutPlace::new(out)
                }
            }
            struct Reading<'a> {
                out: &'a mut Option<#name>,
                at: usize,
                tag: Option<u32>,
                #(#slots)*
            }
            impl miniserde::de::Visitor for OutPlace<#name> {
                fn seq(&mut self) -> miniserde::Result<Box<dyn miniserde::de::Seq + '_>> {
                    Ok(Box::new(Reading { out: &mut self.out, at: 0, tag: None, #(#empty)* }))
                }
            }
            impl miniserde::de::Seq for Reading<'_> {
                fn element(&mut self) -> miniserde::Result<&mut dyn miniserde::de::Visitor> {
                    let at = self.at;
                    self.at += 1;
                    if at == 0 {
                        return Ok(miniserde::Deserialize::begin(&mut self.tag));
                    }
                    match (self.tag, at) { #(#elements)* _ => Err(miniserde::Error) }
                }
                fn finish(&mut self) -> miniserde::Result<()> {
                    let value = match self.tag { #(#values)* _ => return Err(miniserde::Error) };
                    *self.out = Some(value);
                    Ok(())
                }
            }
        };
    })
}
