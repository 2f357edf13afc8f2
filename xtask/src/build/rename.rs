//! Short names for what a module that pages load imports from its glue, and for what
//! the glue calls in it.
//!
//! wasm-bindgen gives each a descriptive name with a hash: some fifty bytes for an
//! import, up to two hundred for a closure, twice (module and glue) or three times
//! (fallback), in every CRM page. The names only have to be equal on both sides.

use anyhow::{Context, Result, ensure};

/// The module that imports come from.
const GLUE: &[u8] = b"./ringside_bg.js";
/// The kind of a section that lists imports.
const IMPORTS: u8 = 2;

/// The kind of a section that lists exports.
const EXPORTS: u8 = 7;
/// How the names begin that wasm-bindgen has made up for the glue alone.
const FOR_THE_GLUE: [&str; 2] = ["wasm_bindgen_", "__wbindgen_"];

/// Gives the functions that a module imports from its glue short names, in
/// both, and those that only the glue calls.
///
/// # Errors
/// When the module is invalid, or the glue lacks an import.
pub(super) fn shorten(wasm: &[u8], glue: &str) -> Result<(Vec<u8>, String)> {
    let mut reader = Reader(wasm);
    let mut out = reader.take(8)?.to_vec();
    let mut renamed = Vec::new();
    let mut called = Vec::new();
    while !reader.0.is_empty() {
        let kind = reader.take(1)?[0];
        let length = reader.number()?;
        let mut section = reader.take(length)?.to_vec();
        if kind == IMPORTS {
            section = imports(&section, &mut renamed)?;
        } else if kind == EXPORTS {
            section = exports(&section, glue, &mut called)?;
        }
        out.push(kind);
        write_number(&mut out, section.len());
        out.extend(section);
    }
    let mut glue = glue.to_owned();
    // Some names begin as others do.
    called.sort_by_key(|(long, _): &(String, String)| std::cmp::Reverse(long.len()));
    for (long, short) in called {
        glue = glue.replace(&format!("wasm.{long}"), &format!("wasm.{short}"));
    }
    let mut exports = Vec::new();
    for (long, short) in renamed {
        let export = format!("export function {long}(");
        ensure!(glue.contains(&export), "the glue has no {long}");
        glue = glue.replace(&export, &format!("function {long}("));
        exports.push(format!("{long} as {short}"));
    }
    glue.push_str(&format!("\nexport {{ {} }};\n", exports.join(", ")));
    Ok((out, glue))
}

fn imports(section: &[u8], renamed: &mut Vec<(String, String)>) -> Result<Vec<u8>> {
    let mut reader = Reader(section);
    let count = reader.number()?;
    let mut out = Vec::new();
    write_number(&mut out, count);
    for _ in 0..count {
        let module = reader.text()?;
        let name = reader.text()?;
        let kind = reader.take(1)?[0];
        ensure!(kind == 0, "the module imports more than functions");
        let signature = reader.number()?;
        write_text(&mut out, module);
        if module == GLUE {
            let long = String::from_utf8(name.to_vec()).context("a name is no text")?;
            let known = renamed.iter().find(|(known, _)| *known == long);
            let short = match known {
                Some((_, short)) => short.clone(),
                None => {
                    let short = short_name(renamed.len());
                    renamed.push((long, short.clone()));
                    short
                }
            };
            write_text(&mut out, short.as_bytes());
        } else {
            write_text(&mut out, name);
        }
        out.push(kind);
        write_number(&mut out, signature);
    }
    Ok(out)
}

/// What is called from elsewhere keeps its name: by the loader, or by
/// `extension/web/instance.js`.
fn exports(section: &[u8], glue: &str, called: &mut Vec<(String, String)>) -> Result<Vec<u8>> {
    let mut reader = Reader(section);
    let count = reader.number()?;
    let mut out = Vec::new();
    write_number(&mut out, count);
    for _ in 0..count {
        let name = reader.text()?;
        let long = String::from_utf8(name.to_vec()).context("a name is no text")?;
        let is_for_the_glue = FOR_THE_GLUE.iter().any(|start| long.starts_with(start));
        if is_for_the_glue && glue.contains(&format!("wasm.{long}")) {
            let short = short_name(called.len());
            write_text(&mut out, short.as_bytes());
            called.push((long, short));
        } else {
            write_text(&mut out, name);
        }
        out.extend(reader.take(1)?);
        write_number(&mut out, reader.number()?);
    }
    Ok(out)
}

/// `$a`, `$b`, … `$z`, `$ba`, …: the glue itself uses no dollar signs.
fn short_name(mut number: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(
            b'a' + u8::try_from(number % 26).unwrap_or_default(),
        ));
        number /= 26;
        if number == 0 {
            break;
        }
    }
    letters.push('$');
    letters.iter().rev().collect()
}

/// The rest of a module.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length).context("a broken module")?;
        self.0 = rest;
        Ok(taken)
    }

    /// A number as LEB128.
    fn number(&mut self) -> Result<usize> {
        let mut number = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.take(1)?[0];
            number |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
        }
        Ok(number)
    }

    fn text(&mut self) -> Result<&'a [u8]> {
        let length = self.number()?;
        self.take(length)
    }
}

fn write_number(out: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        out.push(u8::try_from(number & 0x7f).unwrap_or_default() | 0x80);
        number >>= 7;
    }
    out.push(u8::try_from(number).unwrap_or_default());
}

fn write_text(out: &mut Vec<u8>, text: &[u8]) {
    write_number(out, text.len());
    out.extend(text);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module with these imports, and one more section after them.
    fn module(names: &[&str]) -> Vec<u8> {
        let mut section = Vec::new();
        write_number(&mut section, names.len());
        for name in names {
            write_text(&mut section, GLUE);
            write_text(&mut section, name.as_bytes());
            section.extend([0, 7]);
        }
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        module.push(IMPORTS);
        write_number(&mut module, section.len());
        module.extend(section);
        module.extend([10, 1, 0]);
        module
    }

    #[test]
    fn both_sides_get_the_same_names() -> Result<()> {
        let glue = "export function __wbg_a_0123(x) { }\nexport function start() { }\n\
                    export function __wbg_b_0456(x) { return __wbg_a_0123(x); }";
        let long = ["__wbg_a_0123", "__wbg_b_0456", "__wbg_a_0123"];
        let (short, glue) = shorten(&module(&long), glue)?;
        assert_eq!(short, module(&["$a", "$b", "$a"]));
        assert_eq!(
            glue,
            "function __wbg_a_0123(x) { }\nexport function start() { }\n\
             function __wbg_b_0456(x) { return __wbg_a_0123(x); }\n\
             export { __wbg_a_0123 as $a, __wbg_b_0456 as $b };\n"
        );
        Ok(())
    }

    #[test]
    fn what_only_the_glue_calls_gets_a_short_name() -> Result<()> {
        let exporting = |names: &[&str]| {
            let mut section = Vec::new();
            write_number(&mut section, names.len());
            for name in names {
                write_text(&mut section, name.as_bytes());
                section.extend([0, 9]);
            }
            let mut module = b"\0asm\x01\0\0\0".to_vec();
            module.push(EXPORTS);
            write_number(&mut module, section.len());
            module.extend(section);
            module
        };
        let glue = "wasm.wasm_bindgen_true_(1); wasm.wasm_bindgen_true__1_(2); wasm.start();";
        let long = [
            "start",
            "wasm_bindgen_true_",
            "wasm_bindgen_true__1_",
            "__wbindgen_start",
        ];
        let (short, glue) = shorten(&exporting(&long), glue)?;
        assert_eq!(short, exporting(&["start", "$a", "$b", "__wbindgen_start"]));
        assert!(glue.starts_with("wasm.$a(1); wasm.$b(2); wasm.start();"));
        Ok(())
    }

    #[test]
    fn what_the_glue_does_not_have_is_an_error() {
        assert!(shorten(&module(&["__wbg_gone"]), "").is_err());
        assert!(shorten(b"\0asm", "").is_err());
    }

    #[test]
    fn many_names_are_all_different() {
        let names: std::collections::BTreeSet<String> = (0..2000).map(short_name).collect();
        assert_eq!(names.len(), 2000);
    }
}
