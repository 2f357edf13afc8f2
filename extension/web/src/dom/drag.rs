//! Moving something by its handle: with a pointer, or with the arrow keys.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, PointerEvent};

use super::frame::FrameJob;
use super::{Listener, on};

/// A step of a movement, in CSS pixels to the right and downwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Drag {
    /// The pointer grabbed it.
    Start,
    /// Where it is now, relative to where it was grabbed. At most once in a
    /// frame.
    By(f64, f64),
    /// It was released there.
    End(f64, f64),
    /// An arrow key was pressed: a step from where the thing is.
    Nudge(f64, f64),
}

/// One press of an arrow key moves so far; with Shift, further.
const STEP: f64 = 16.0;
const LEAP: f64 = 64.0;

/// Makes something draggable while it lives.
#[derive(Debug)]
pub struct Handle {
    _listeners: [Listener; 6],
}

#[derive(Default)]
struct Held {
    from: Cell<Option<(f64, f64)>>,
    at: Cell<(f64, f64)>,
}

impl Handle {
    /// `area` can be dragged with the pointer (but not by the buttons in it,
    /// except the grip), `grip` with the keyboard.
    pub fn new(area: &Element, grip: &Element, moved: impl FnMut(Drag) + 'static) -> Self {
        let moved = Rc::new(RefCell::new(moved));
        let held = Rc::new(Held::default());
        let frame = Rc::new(FrameJob::new({
            let (moved, held) = (Rc::clone(&moved), Rc::clone(&held));
            move || {
                if held.from.get().is_some() {
                    let (x, y) = held.at.get();
                    (moved.borrow_mut())(Drag::By(x, y));
                }
            }
        }));
        let down = on(area, "pointerdown", {
            let (moved, held, area, grip) = (
                Rc::clone(&moved),
                Rc::clone(&held),
                area.clone(),
                grip.clone(),
            );
            move |event| {
                let event: &PointerEvent = event.unchecked_ref();
                if event.button() != 0 || held.from.get().is_some() {
                    return;
                }
                let target = event
                    .target()
                    .map(wasm_bindgen::JsCast::unchecked_into::<Element>);
                let button = target.and_then(|target| target.closest("button").ok().flatten());
                if button.is_some_and(|button| button != grip) {
                    return;
                }
                // Without capture a frame under the pointer swallows it.
                let _ = area.set_pointer_capture(event.pointer_id());
                held.from.set(Some(point(event)));
                held.at.set((0.0, 0.0));
                (moved.borrow_mut())(Drag::Start);
            }
        });
        let during = on(area, "pointermove", {
            let held = Rc::clone(&held);
            move |event| {
                if let Some((x, y)) = held.from.get() {
                    let now = point(event.unchecked_ref());
                    held.at.set((now.0 - x, now.1 - y));
                    frame.ask();
                }
            }
        });
        let ended = |event: &'static str| {
            on(area, event, {
                let (moved, held) = (Rc::clone(&moved), Rc::clone(&held));
                move |_| {
                    if held.from.take().is_some() {
                        let (x, y) = held.at.get();
                        (moved.borrow_mut())(Drag::End(x, y));
                    }
                }
            })
        };
        let up = ended("pointerup");
        let cancelled = ended("pointercancel");
        // Also when the browser takes it away.
        let lost = ended("lostpointercapture");
        let key = on(grip, "keydown", move |event| {
            let event: &KeyboardEvent = event.unchecked_ref();
            let step = if event.shift_key() { LEAP } else { STEP };
            let (x, y) = match event.key().as_str() {
                "ArrowLeft" => (-step, 0.0),
                "ArrowRight" => (step, 0.0),
                "ArrowUp" => (0.0, -step),
                "ArrowDown" => (0.0, step),
                _ => return,
            };
            event.prevent_default();
            (moved.borrow_mut())(Drag::Nudge(x, y));
        });
        Self {
            _listeners: [down, during, up, cancelled, lost, key],
        }
    }
}

fn point(event: &PointerEvent) -> (f64, f64) {
    (f64::from(event.client_x()), f64::from(event.client_y()))
}
