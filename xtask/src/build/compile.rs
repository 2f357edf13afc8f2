//! Rust to WebAssembly and its glue, with wasm-pack.

use std::path::{Path, PathBuf};

use anyhow::Result;
use xshell::cmd;

use super::Options;
use crate::setup::BuildTools;
use crate::stage::quietly;
use crate::workspace;

/// One context's module: a crate under `extension/`.
pub(crate) struct Module {
    /// The folder under `extension/`, and in the built extension.
    pub(crate) name: &'static str,
    /// The most that the module may weigh, in bytes.
    pub(crate) budget: usize,
    /// The same for its fallback in JavaScript, which is larger. Modules that run
    /// in pages of others have one.
    pub(crate) fallback_budget: Option<usize>,
}

/// The file with a module's glue, in wasm-pack's folder and in the extension.
pub(crate) const GLUE: &str = "ringside_bg.js";

/// Every module.
pub(crate) const MODULES: [Module; 6] = [
    Module {
        name: "background",
        budget: 374 * 1024,
        fallback_budget: None,
    },
    Module {
        name: "content",
        budget: 139 * 1024,
        fallback_budget: Some(260 * 1024),
    },
    Module {
        name: "detection",
        budget: 49 * 1024,
        fallback_budget: Some(87 * 1024),
    },
    Module {
        name: "overlay",
        budget: 79 * 1024,
        fallback_budget: Some(148 * 1024),
    },
    Module {
        name: "pages",
        budget: 271 * 1024,
        fallback_budget: None,
    },
    Module {
        name: "picker",
        budget: 80 * 1024,
        fallback_budget: Some(150 * 1024),
    },
];

impl Module {
    /// Whether it runs in pages that are not Ringside's own.
    pub(super) const fn is_for_pages_of_others(&self) -> bool {
        self.fallback_budget.is_some()
    }

    /// Where wasm-pack puts what it makes: `ringside_bg.wasm` and the glue.
    pub(super) fn package(&self) -> PathBuf {
        workspace::wasm_target().join("pkg").join(self.name)
    }

    /// What only tests need, as cargo's arguments: a browser driver has to look
    /// into what stands on a page, and to make a module trap.
    fn features(&self, options: Options) -> &'static [&'static str] {
        match (options.tests, self.name) {
            (false, _) => &[],
            (true, "content" | "overlay" | "picker") => &["--features", "open-shadow,trap"],
            (true, _) => &["--features", "trap"],
        }
    }
}

/// Compiles one module.
///
/// All are compiled alike, for the first version of WebAssembly: wasm2js
/// reads nothing newer, one standard library serves all, and the modules come
/// out smaller than with the newer features.
pub(super) fn compile(tools: &BuildTools, module: &Module, options: Options) -> Result<()> {
    let krate = workspace::root()
        .join("extension")
        .join(module.name)
        .join("module");
    wasm_pack(tools, &krate, &module.package(), module.features(options))
}

/// Compiles a crate as everything that ships is compiled: `ringside_bg.wasm`
/// and its glue, in `out`.
///
/// # Errors
/// What the compiler says.
pub(crate) fn wasm_pack(
    tools: &BuildTools,
    krate: &Path,
    out: &Path,
    features: &[&str],
) -> Result<()> {
    let sh = tools.wasm_shell()?;
    sh.set_var("CARGO_ENCODED_RUSTFLAGS", rust_flags(tools).join("\u{1f}"));
    quietly(cmd!(
        sh,
        "wasm-pack build {krate} --target bundler --profile wasm --mode no-install
            --no-pack --no-typescript --out-dir {out} --out-name ringside
            -- -Zbuild-std=std,panic_abort -Zbuild-std-features=optimize_for_size
            {features...}"
    ))
}

fn rust_flags(tools: &BuildTools) -> Vec<String> {
    let mut flags = vec![
        "-Ctarget-cpu=mvp".to_owned(),
        "-Ctarget-feature=+mutable-globals".to_owned(),
        // A panic ends the module at once, without words: the machinery that
        // makes the words was half of what shipped.
        "-Zunstable-options".to_owned(),
        "-Cpanic=immediate-abort".to_owned(),
        "-Zlocation-detail=none".to_owned(),
        "-Zfmt-debug=none".to_owned(),
    ];
    // Panic messages name source files. Where they were on the machine that
    // built is nobody's business, and would make builds differ.
    let mut remap = |from: PathBuf, to: &str| {
        flags.push(format!("--remap-path-prefix={}={to}", from.display()));
    };
    remap(workspace::root().to_owned(), "ringside");
    remap(tools.wasm.standard_library(), "rust");
    let cargo_home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    if let Some(cargo_home) = cargo_home {
        remap(cargo_home.join("registry").join("src"), "crates");
    }
    flags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_tests_need_is_in_their_build_alone() {
        let build = |store, tests| Options {
            store,
            tests,
            dev: false,
        };
        for module in &MODULES {
            assert!(module.features(build(false, false)).is_empty());
            assert!(module.features(build(true, false)).is_empty());
            assert!(!module.features(build(false, true)).is_empty());
        }
        const { assert!(Options::TESTED.tests && !Options::TESTED.store) };
    }
}
