//! Compiles the style sheet in.

#[path = "../style.rs"]
mod style;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    style::write(&["overlay.css", "../../content/src/host.css"])
}
