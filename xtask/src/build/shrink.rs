//! wasm-opt, the JavaScript fallback, and minified glue. Slow, so each result
//! is cached until its input changes.

use std::path::Path;

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use super::compile::{GLUE, MODULES, Module};
use super::{Files, Options, memory, rename};
use crate::setup::BuildTools;
use crate::stage::quietly;
use crate::workspace;

/// The features that wasm2js reads, and every browser has.
const FEATURES: [&str; 2] = ["--mvp-features", "--enable-mutable-globals"];
/// The oldest browsers that the manifest admits.
const BROWSERS: &str = "--target=chrome116,firefox140";

/// Turns wasm-pack's output into the files that ship.
pub(super) fn shrink(tools: &BuildTools, options: Options) -> Result<Files> {
    // wasm-opt runs on one core: the modules go through it side by side.
    std::thread::scope(|scope| {
        let jobs: Vec<_> = MODULES
            .iter()
            .map(|module| scope.spawn(move || shrink_module(tools, module, options)))
            .collect();
        let mut all = Files::new();
        for job in jobs {
            let files = job
                .join()
                .map_err(|_| anyhow::anyhow!("a job panicked"))??;
            all.extend(files);
        }
        Ok(all)
    })
}

fn shrink_module(tools: &BuildTools, module: &Module, options: Options) -> Result<Files> {
    let name = module.name;
    let level = if options.dev { "-O1" } else { "-Oz" };
    let shrunk = shrink_package(
        tools,
        &module.package(),
        module.is_for_pages_of_others(),
        level,
    )?;
    let mut files = Files::new();
    if let Some(fallback) = shrunk.fallback {
        files.insert(format!("{name}/ringside_fallback.js"), fallback);
    }
    files.insert(format!("{name}/{GLUE}"), shrunk.glue);
    files.insert(format!("{name}/ringside_bg.wasm"), shrunk.wasm);
    Ok(files)
}

/// A module as it ships.
pub(crate) struct Shrunk {
    pub(crate) wasm: Vec<u8>,
    pub(crate) glue: Vec<u8>,
    /// The same in JavaScript, where pages forbid WebAssembly.
    pub(crate) fallback: Option<Vec<u8>>,
}

/// Shrinks what wasm-pack made. The content module, which every CRM page loads,
/// also gets short import names and a fallback.
///
/// # Errors
/// Where a tool fails.
pub(crate) fn shrink_package(
    tools: &BuildTools,
    package: &Path,
    for_pages_of_others: bool,
    level: &str,
) -> Result<Shrunk> {
    let sh = tools.shell()?;
    let cache = Cache { sh: &sh };
    let mut compiled = read(&package.join("ringside_bg.wasm"))?;
    let mut glue = read(&package.join(GLUE))?;
    if for_pages_of_others {
        let text = String::from_utf8(glue).context("the glue is no text")?;
        let (wasm, text) = rename::shorten(&compiled, &text)?;
        (compiled, glue) = (wasm, memory::follow(&text)?.into_bytes());
    }
    let wasm = cache.get(
        &compiled,
        &["wasm-opt", level],
        ["wasm", "wasm"],
        |from, to| quietly(cmd!(sh, "wasm-opt {level} {FEATURES...} {from} -o {to}")),
    )?;
    let fallback = if for_pages_of_others {
        let fallback = cache.get(&wasm, &["wasm2js", level], ["wasm", "js"], |from, to| {
            quietly(cmd!(sh, "wasm2js {level} {from} -o {to}"))
        })?;
        Some(minify(&cache, &factory(&cache, &fallback, FALLBACK)?)?)
    } else {
        None
    };
    Ok(Shrunk {
        glue: minify(&cache, &factory(&cache, &glue, INSTANCES)?)?,
        wasm,
        fallback,
    })
}

/// Around the glue: a function that makes it, and what makes instances with it.
const INSTANCES: [&str; 2] = [
    "const glue = (WebSocket, Audio) => { const module = {};\n",
    concat!(
        "return module.exports; };\n",
        include_str!("../../../extension/web/instance.js")
    ),
];
/// Around the JavaScript fallback: a function that makes it, with the glue that
/// `require` gives.
const FALLBACK: [&str; 2] = [
    "export const make = (require) => { const module = {};\n",
    "return module.exports; };\n",
];

/// Turns a script that is one module, once per page, into a function that makes
/// it: after a trap nothing of the former may be left.
fn factory(cache: &Cache<'_>, script: &[u8], [before, after]: [&str; 2]) -> Result<Vec<u8>> {
    let sh = cache.sh;
    let body = cache.get(script, &["esbuild", "cjs"], ["js", "js"], |from, to| {
        quietly(cmd!(
            sh,
            "esbuild {from} --format=cjs --charset=utf8 {BROWSERS} --outfile={to}"
        ))
    })?;
    Ok([before.as_bytes(), &body, after.as_bytes()].concat())
}

fn minify(cache: &Cache<'_>, script: &[u8]) -> Result<Vec<u8>> {
    let sh = cache.sh;
    cache.get(script, &["esbuild", BROWSERS], ["js", "js"], |from, to| {
        quietly(cmd!(
            sh,
            "esbuild {from} --minify --format=esm --charset=utf8 {BROWSERS} --outfile={to}"
        ))
    })
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Results of slow steps, by the content of their input and the step.
struct Cache<'a> {
    sh: &'a Shell,
}

impl Cache<'_> {
    fn get(
        &self,
        input: &[u8],
        step: &[&str],
        [from_kind, to_kind]: [&str; 2],
        make: impl FnOnce(&Path, &Path) -> Result<()>,
    ) -> Result<Vec<u8>> {
        let tools = include_bytes!("../../npm/package-lock.json");
        let step = step.join(" ");
        let key = workspace::fingerprint(&[input, step.as_bytes(), tools]);
        let place = workspace::wasm_target().join("shrunk");
        let result = place.join(format!("{key}.{to_kind}"));
        if !result.is_file() {
            self.sh.create_dir(&place)?;
            let from = place.join(format!("{key}.in.{from_kind}"));
            let to = place.join(format!("{key}.part.{to_kind}"));
            self.sh.write_file(&from, input)?;
            make(&from, &to)?;
            std::fs::rename(&to, &result)?;
            self.sh.remove_path(&from)?;
        }
        read(&result)
    }
}
