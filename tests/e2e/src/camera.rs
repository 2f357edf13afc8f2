//! Pictures for made-up cameras: a calm drawing of a person, so that pictures
//! of the demo show a call and not a test card. Chromium plays such a file in
//! place of a camera.

use std::{fs::File, io, io::Write, path::Path};

use crate::User;

const WIDTH: usize = 480;
const HEIGHT: usize = 270;
/// Two seconds, played again and again.
const FRAMES: usize = 30;
const RATE: usize = 15;

/// A colour: red, green, blue from 0 to 1.
type Rgb = [f32; 3];

/// The colours of one person's picture.
struct Palette {
    wall: [Rgb; 2],
    skin: Rgb,
    hair: Rgb,
    shirt: Rgb,
    /// How far the hair falls, in heights of the picture.
    length: f32,
}

fn palette(user: User) -> Palette {
    match user {
        User::Olivia => Palette {
            wall: [[0.80, 0.84, 0.88], [0.55, 0.62, 0.70]],
            skin: [0.93, 0.76, 0.65],
            hair: [0.26, 0.17, 0.13],
            shirt: [0.16, 0.27, 0.46],
            length: 0.0,
        },
        User::Jane => Palette {
            wall: [[0.90, 0.84, 0.76], [0.68, 0.58, 0.50]],
            skin: [0.72, 0.52, 0.40],
            hair: [0.12, 0.09, 0.09],
            shirt: [0.55, 0.23, 0.27],
            length: 0.14,
        },
        User::Mike => Palette {
            wall: [[0.78, 0.86, 0.80], [0.48, 0.60, 0.54]],
            skin: [0.90, 0.72, 0.60],
            hair: [0.45, 0.32, 0.20],
            shirt: [0.20, 0.36, 0.30],
            length: -0.04,
        },
    }
}

/// Writes a short film of a person to `file`, as YUV4MPEG2 in the
/// range of values that television uses.
///
/// # Errors
/// When the file cannot be written.
pub fn film(user: User, file: &Path) -> io::Result<()> {
    let palette = palette(user);
    let mut out = io::BufWriter::new(File::create(file)?);
    writeln!(
        out,
        "YUV4MPEG2 W{WIDTH} H{HEIGHT} F{RATE}:1 Ip A1:1 C420mpeg2"
    )?;
    for number in 0..FRAMES {
        let turn = number as f32 / FRAMES as f32 * std::f32::consts::TAU;
        writeln!(out, "FRAME")?;
        out.write_all(&frame(&palette, turn))?;
    }
    out.flush()
}

/// One picture: the plane of brightness, then both planes of colour at half
/// the size.
fn frame(palette: &Palette, turn: f32) -> Vec<u8> {
    let at = |x: usize, y: usize| {
        // From the middle, in heights of the picture.
        let right = (x as f32 - WIDTH as f32 / 2.0) / HEIGHT as f32;
        let down = y as f32 / HEIGHT as f32;
        colour(palette, right, down, turn)
    };
    let mut planes = Vec::with_capacity(WIDTH * HEIGHT * 3 / 2);
    for y in 0..HEIGHT {
        planes.extend((0..WIDTH).map(|x| {
            let [r, g, b] = at(x, y);
            byte(16.0 + 219.0 * (0.299 * r + 0.587 * g + 0.114 * b))
        }));
    }
    type Chroma = fn(Rgb) -> f32;
    let chroma: [Chroma; 2] = [
        |[r, g, b]| 0.5 * b - 0.168_736 * r - 0.331_264 * g,
        |[r, g, b]| 0.5 * r - 0.418_688 * g - 0.081_312 * b,
    ];
    for part in chroma {
        for y in 0..HEIGHT / 2 {
            planes.extend((0..WIDTH / 2).map(|x| byte(128.0 + 224.0 * part(at(x * 2, y * 2)))));
        }
    }
    planes
}

/// The colour of a point: the wall, and before it shirt, hair, neck, face.
fn colour(palette: &Palette, right: f32, down: f32, turn: f32) -> Rgb {
    let nod = 0.006 * turn.sin();
    let sway = 0.004 * (turn + 1.0).cos();
    let mut colour = mix(palette.wall[0], palette.wall[1], down);
    let light = ellipse(right + 0.55, down - 0.25, 0.5, 0.45, 0.6);
    colour = mix(colour, [1.0, 0.98, 0.94], 0.35 * light);
    let (x, y) = (right - sway, down - nod);
    let mut layer = |shape: f32, paint: Rgb| colour = mix(colour, paint, shape);
    layer(ellipse(x, y - 0.44, 0.205, 0.265, 0.03), palette.hair);
    let fall = ellipse(x, y - 0.44 - palette.length, 0.2, 0.19, 0.04);
    layer(fall, palette.hair);
    layer(ellipse(right, down - 1.14, 0.46, 0.44, 0.02), palette.shirt);
    let shade = palette.skin.map(|part| part * 0.86);
    layer(ellipse(x, y - 0.68, 0.075, 0.13, 0.03), shade);
    layer(ellipse(x, y - 0.47, 0.145, 0.195, 0.02), palette.skin);
    layer(
        ellipse(x + 0.03, y - 0.295, 0.17, 0.085, 0.04),
        palette.hair,
    );
    colour
}

/// How much of a point a soft-edged ellipse covers, from 0 to 1. `right` and
/// `down` count from its middle.
fn ellipse(right: f32, down: f32, width: f32, height: f32, soft: f32) -> f32 {
    let distance = ((right / width).powi(2) + (down / height).powi(2)).sqrt();
    let edge = ((1.0 + soft - distance) / (2.0 * soft)).clamp(0.0, 1.0);
    edge * edge * (3.0 - 2.0 * edge)
}

fn mix(from: Rgb, to: Rgb, share: f32) -> Rgb {
    std::array::from_fn(|part| from[part] + (to[part] - from[part]) * share)
}

fn byte(part: f32) -> u8 {
    // `as` saturates, and the fraction is to be dropped.
    part as u8
}
