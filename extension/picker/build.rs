//! Compiles the style sheets in.

#[path = "../style.rs"]
mod style;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    style::write(&["picker.css", "../../content/src/host.css"])
}
