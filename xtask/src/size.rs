//! The size of each module and its budget: every CRM page loads the content
//! module, every wake-up the worker's.

use anyhow::{Result, bail};
use xshell::cmd;

use crate::build::{Files, MODULES, Module};
use crate::setup::BuildTools;
use crate::workspace;

/// What no generated script may hold: stores refuse the first two, and the
/// third is how a page's text becomes code.
const FORBIDDEN: [&str; 3] = ["new Function(", "eval(", "innerHTML"];

/// One line of the table.
struct Row {
    path: String,
    raw: usize,
    budget: Option<usize>,
}

/// Prints every module's size; checks the generated scripts.
///
/// # Errors
/// Where a module is over its budget (if asked), or a script holds what it may
/// not.
pub(crate) fn report(tools: &BuildTools, code: &Files, enforce: bool) -> Result<()> {
    let rows: Vec<Row> = code
        .iter()
        .map(|(path, content)| Row {
            path: path.clone(),
            raw: content.len(),
            budget: budget(path),
        })
        .collect();
    let zipped = gzip_sizes(tools, code)?;
    println!(
        "{:<34}{:>10}{:>10}{:>10}",
        "module", "raw", "gzip", "budget"
    );
    for (row, zipped) in rows.iter().zip(&zipped) {
        let budget = row.budget.map(kilobytes).unwrap_or_default();
        let (raw, zipped) = (kilobytes(row.raw), kilobytes(*zipped));
        println!("{:<34}{raw:>10}{zipped:>10}{budget:>10}", row.path);
    }

    for (path, script) in code.iter().filter(|(path, _)| path.ends_with(".js")) {
        if let Some(found) = forbidden(&String::from_utf8_lossy(script)) {
            bail!("{path} holds `{found}`, which the stores do not allow");
        }
    }
    let over: Vec<String> = rows
        .iter()
        .filter(|row| row.budget.is_some_and(|budget| row.raw > budget))
        .map(|row| format!("{} ({})", row.path, kilobytes(row.raw)))
        .collect();
    if enforce && !over.is_empty() {
        bail!("over budget: {}", over.join(", "));
    }
    Ok(())
}

fn budget(path: &str) -> Option<usize> {
    let of = |module: &Module| {
        let (folder, file) = path.split_once('/')?;
        match file {
            _ if folder != module.name => None,
            "ringside_bg.wasm" => Some(module.budget),
            "ringside_fallback.js" => module.fallback_budget,
            _ => None,
        }
    };
    MODULES.iter().find_map(of)
}

/// In the order of the files. Node is there already, and its zlib is what many
/// servers use.
fn gzip_sizes(tools: &BuildTools, code: &Files) -> Result<Vec<usize>> {
    const SCRIPT: &str = "const {gzipSync} = require('zlib'), {readFileSync} = require('fs');
        for (const file of process.argv.slice(1))
            console.log(gzipSync(readFileSync(file), {level: 9}).length)";
    let sh = tools.shell()?;
    let scratch = workspace::wasm_target().join("sizes");
    let mut paths = Vec::new();
    for (path, content) in code {
        let copy = scratch.join(path);
        sh.write_file(&copy, content)?;
        paths.push(copy);
    }
    let printed = cmd!(sh, "node -e {SCRIPT} {paths...}").quiet().read()?;
    Ok(printed.lines().map(str::parse).collect::<Result<_, _>>()?)
}

/// The first forbidden thing in a script. `retrieval(` is not `eval(`.
fn forbidden(script: &str) -> Option<&'static str> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    FORBIDDEN.into_iter().find(|wanted| {
        script
            .match_indices(wanted)
            .any(|(at, _)| !script[..at].ends_with(is_name))
    })
}

fn kilobytes(bytes: usize) -> String {
    let tenths = (bytes * 10).div_ceil(1024);
    format!("{}.{} KB", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_may_not_evaluate_text() {
        assert_eq!(
            forbidden("const f=new Function(\"x\")"),
            Some("new Function(")
        );
        assert_eq!(forbidden("return eval(x)"), Some("eval("));
        assert_eq!(forbidden("a.innerHTML=b"), Some("innerHTML"));
        assert_eq!(forbidden("retrieval(x);medieval(y)"), None);
    }

    #[test]
    fn each_module_and_the_fallback_have_a_budget() {
        assert_eq!(budget("content/ringside_bg.wasm"), Some(139 * 1024));
        assert_eq!(budget("content/ringside_fallback.js"), Some(260 * 1024));
        assert_eq!(budget("detection/ringside_bg.wasm"), Some(49 * 1024));
        assert_eq!(budget("detection/ringside_fallback.js"), Some(87 * 1024));
        assert_eq!(budget("overlay/ringside_bg.wasm"), Some(79 * 1024));
        assert_eq!(budget("overlay/ringside_fallback.js"), Some(148 * 1024));
        assert_eq!(budget("background/ringside_bg.wasm"), Some(374 * 1024));
        assert_eq!(budget("pages/ringside_bg.wasm"), Some(271 * 1024));
        assert_eq!(budget("picker/ringside_bg.wasm"), Some(80 * 1024));
        assert_eq!(budget("picker/ringside_fallback.js"), Some(150 * 1024));
        assert_eq!(budget("pages/ringside.js"), None);
    }

    #[test]
    fn sizes_round_up() {
        assert_eq!(kilobytes(1024), "1.0 KB");
        assert_eq!(kilobytes(1025), "1.1 KB");
    }
}
