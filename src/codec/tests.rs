use proptest::prelude::*;

use super::*;

#[derive(Clone, Debug, PartialEq, Codec)]
enum Shape {
    Point,
    Label(String),
    Pair(u16, bool),
    Line { from: i32, to: Option<i64> },
}

#[derive(Clone, Debug, PartialEq, Codec)]
struct Nothing;

#[derive(Clone, Debug, PartialEq, Codec)]
struct Drawing {
    shapes: Vec<(Shape, bool)>,
    size: (u64, f64),
    layers: Vec<Vec<u32>>,
    nothing: Nothing,
    inner: Option<Box<Shape>>,
}

impl Format for Drawing {
    const FORMAT: &'static str = "drawing 1";
}

impl Format for Shape {
    const FORMAT: &'static str = "shape 1";
}

fn shape() -> impl Strategy<Value = Shape> {
    prop_oneof![
        Just(Shape::Point),
        any::<String>().prop_map(Shape::Label),
        any::<(u16, bool)>().prop_map(|(number, flag)| Shape::Pair(number, flag)),
        any::<(i32, Option<i64>)>().prop_map(|(from, to)| Shape::Line { from, to }),
    ]
}

fn drawing() -> impl Strategy<Value = Drawing> {
    let shapes = prop::collection::vec((shape(), any::<bool>()), 0..5);
    let layers = prop::collection::vec(prop::collection::vec(any::<u32>(), 0..3), 0..3);
    let inner = prop::option::of(shape());
    (shapes, any::<(u64, f64)>(), layers, inner).prop_map(|(shapes, size, layers, inner)| Drawing {
        shapes,
        size,
        layers,
        nothing: Nothing,
        inner: inner.map(Box::new),
    })
}

/// A random text that resembles an encoded value.
fn text_like() -> impl Strategy<Value = String> {
    let number = prop_oneof![(0..5_u64).boxed(), any::<u64>().boxed()];
    let piece = prop_oneof![
        number.prop_map(|number| format!("{number} ")),
        "[0-9 a-zé+-]{0,6}",
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

#[test]
fn each_kind_of_value_has_its_text() {
    let drawing = Drawing {
        shapes: vec![
            (Shape::Point, true),
            (Shape::Label("Größe 2".to_owned()), false),
            (Shape::Pair(65_535, true), false),
            (Shape::Line { from: -1, to: None }, false),
        ],
        size: (u64::MAX, 0.5),
        layers: vec![vec![], vec![7]],
        nothing: Nothing,
        inner: Some(Box::new(Shape::Point)),
    };
    let written = "9 drawing 14 0 1 1 9 Größe 20 2 65535 1 0 3 4294967295 0 0 \
                   18446744073709551615 4602678819172646912 2 0 1 7 1 0 ";
    assert_eq!(text(&drawing), written);
    assert_eq!(parse(written), Some(drawing));
}

#[test]
fn another_format_is_not_read() {
    let point = text(&Shape::Point);
    assert_eq!(parse(&point), Some(Shape::Point));
    assert_eq!(parse::<Drawing>(&point), None);
    assert_eq!(parse::<Shape>(&encode(&Shape::Point)), None);
    assert_eq!(parse::<Shape>(&format!("{point}0 ")), None);
}

#[test]
fn numbers_are_read_only_as_we_write_them() {
    for text in [
        "",
        " ",
        "7",
        "07 ",
        "+7 ",
        "-7 ",
        "7  ",
        "18446744073709551616 ",
    ] {
        assert_eq!(decode::<u64>(text), None, "{text:?}");
    }
    assert_eq!(decode::<u32>("4294967296 "), None);
    assert_eq!(decode::<u16>("65536 "), None);
    assert_eq!(decode::<bool>("2 "), None);
    assert_eq!(decode::<Shape>("4 "), None);
    assert_eq!(decode::<u64>("0 "), Some(0));
}

#[test]
fn a_length_beyond_the_text_is_refused() {
    assert_eq!(decode::<Vec<u32>>("4294967295 1 "), None);
    assert_eq!(decode::<String>("4294967295 a"), None);
    assert_eq!(decode::<String>("1 é"), None, "half a character");
}

proptest! {
    #[test]
    fn values_survive_a_round_trip(drawing in drawing()) {
        let back: Drawing = parse(&text(&drawing)).unwrap();
        // By text: a NaN equals nothing.
        prop_assert_eq!(text(&back), text(&drawing));
        prop_assert_eq!(back.shapes, drawing.shapes);
        prop_assert_eq!(back.layers, drawing.layers);
        prop_assert_eq!(back.inner, drawing.inner);
    }

    #[test]
    fn what_is_decoded_encodes_to_the_same_text(text in text_like()) {
        if let Some(shapes) = decode::<Vec<Shape>>(&text) {
            prop_assert_eq!(encode(&shapes), text.clone());
        }
        if let Some(numbers) = decode::<Vec<(u64, Option<u32>)>>(&text) {
            prop_assert_eq!(encode(&numbers), text.clone());
        }
        if let Some(number) = decode::<u64>(&text) {
            prop_assert_eq!(encode(&number), text);
        }
    }

    #[test]
    fn truncated_text_is_refused(drawing in drawing(), at: prop::sample::Index) {
        let whole = text(&drawing);
        let cut = whole.floor_char_boundary(at.index(whole.len()));
        prop_assert_eq!(parse::<Drawing>(&whole[..cut]), None);
    }

    #[test]
    fn decoding_a_changed_text_never_panics(drawing in drawing(), at: prop::sample::Index, other: char) {
        let whole = text(&drawing);
        let changed: Vec<char> = whole.chars().collect();
        let at = at.index(changed.len());
        let changed: String = changed
            .into_iter()
            .enumerate()
            .map(|(place, character)| if place == at { other } else { character })
            .collect();
        if let Some(read) = parse::<Drawing>(&changed) {
            prop_assert_eq!(text(&read), changed);
        }
    }
}
