//! Makes the glue notice that a module's memory has grown, also where the module
//! is JavaScript.
//!
//! WebAssembly detaches the old buffer when its memory grows, and wasm-bindgen's
//! glue tests for that. The JavaScript that wasm2js makes copies the memory into
//! a new buffer and leaves the old one as it is: the glue would go on writing
//! texts into a memory that nobody reads.

use anyhow::{Result, ensure};

/// The glue with a test of whether its views are on the module's memory of now.
///
/// # Errors
/// When the glue does not look as expected: a newer wasm-bindgen, perhaps.
pub(super) fn follow(glue: &str) -> Result<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut views = 0;
    for line in glue.lines() {
        let view = line
            .trim_start()
            .strip_prefix("if (")
            .and_then(|test| test.split_once(" === null || "))
            .map(|(view, _)| view)
            .filter(|view| view.starts_with("cached") && view.ends_with("Memory0"));
        lines.push(match view {
            Some(view) => {
                views += 1;
                format!("if ({view} === null || {view}.buffer !== wasm.memory.buffer) {{")
            }
            None => line.to_owned(),
        });
    }
    let glue = lines.join("\n") + "\n";
    let uses = glue.matches("Memory0 = new ").count();
    ensure!(
        views == uses && !glue.contains("detached"),
        "the glue has {uses} views of the memory, and tests of {views}"
    );
    Ok(glue)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "\
let cachedDataViewMemory0 = null;
function getDataViewMemory0() {
    if (cachedDataViewMemory0 === null || cachedDataViewMemory0.buffer.detached === true) {
        cachedDataViewMemory0 = new DataView(wasm.memory.buffer);
    }
    return cachedDataViewMemory0;
}
function getUint8ArrayMemory0() {
    if (cachedUint8ArrayMemory0 === null || cachedUint8ArrayMemory0.byteLength === 0) {
        cachedUint8ArrayMemory0 = new Uint8Array(wasm.memory.buffer);
    }
    return cachedUint8ArrayMemory0;
}
";

    #[test]
    fn each_view_is_compared_with_the_memory() -> Result<()> {
        let followed = follow(GLUE)?;
        for view in ["cachedDataViewMemory0", "cachedUint8ArrayMemory0"] {
            let test = format!("if ({view} === null || {view}.buffer !== wasm.memory.buffer) {{");
            assert!(followed.contains(&test), "{followed}");
        }
        assert_eq!(followed.lines().count(), GLUE.lines().count());
        Ok(())
    }

    #[test]
    fn glue_that_tests_in_another_way_is_refused() {
        let other = GLUE.replace("if (cachedUint8ArrayMemory0 === null || ", "if (");
        assert!(follow(&other).is_err());
    }
}
