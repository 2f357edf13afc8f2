//! The banner: a card for each incoming call, at the top right.

mod card;
mod in_sight;
mod top_layer;

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use web_sys::{Element, HtmlElement};

use self::card::Card;
use super::UiSink;
use super::call_card::{CallCard, CallControls};
use super::carrier::Question;
use super::layout::{self, Size};
use super::notice::Strip;
use super::surface::Surface;
use super::toast::viewport;
use ringside::call::view::{Notice, RingView, ToastPosition};
use ringside::domain::CallId;
use ringside::text;
use ringside_web::browser::i18n;
use ringside_web::dom::element::{self, pixels, style};
use ringside_web::dom::{El, frame::FrameJob};

/// The cards at the top right: incoming calls, and a notice under them.
pub struct Banner {
    out: UiSink,
    surface: Rc<Surface>,
    stack: Element,
    cards: RefCell<Vec<(CallId, Card)>>,
    call: RefCell<Option<CallCard>>,
    question: RefCell<Option<Question>>,
    notice: RefCell<Option<(Notice, Strip)>>,
    arranger: Rc<FrameJob>,
}

/// Returns where the toast is, so that no card covers it.
pub type ToastArea = Rc<dyn Fn() -> Option<(ToastPosition, Size)>>;

impl Banner {
    /// A banner without cards. `None` where there is no document.
    pub fn new(surface: &Rc<Surface>, out: UiSink, toast: ToastArea) -> Option<Self> {
        let stack = El::new("div")?.class("banner").done();
        element::append(surface.slot(), &stack);
        let arranger = Rc::new(FrameJob::new({
            let stack = stack.clone();
            move || arrange(&stack, &toast)
        }));
        Some(Self {
            out,
            surface: Rc::clone(surface),
            stack,
            cards: RefCell::default(),
            call: RefCell::default(),
            question: RefCell::default(),
            notice: RefCell::default(),
            arranger,
        })
    }

    /// Shows these calls and no others. A card that is there already stays as
    /// it is, so that its entrance is animated once.
    pub fn show(&self, rings: &[RingView]) {
        let mut cards = self.cards.borrow_mut();
        cards.retain(|(call, card)| {
            let stays = rings
                .iter()
                .any(|ring| ring.call == *call && card.is_of(ring));
            if !stays {
                card.remove();
            }
            stays
        });
        for ring in rings {
            if cards.iter().all(|(call, _)| *call != ring.call)
                && let Some(card) = Card::new(ring, &self.out, &self.arranger)
            {
                // New cards come under older calls, over the notice.
                let under = cards.last().map(|(_, card)| card.root().clone());
                let next = match under {
                    Some(last) => last.next_sibling(),
                    None => match &*self.call.borrow() {
                        Some(call) => call.root().next_sibling(),
                        None => self.stack.first_child(),
                    },
                };
                let _ = self.stack.insert_before(card.root(), next.as_ref());
                cards.push((ring.call, card));
            }
        }
        let announcement = match rings.last() {
            Some(ring) => i18n::text_of(&text::ring_incoming(&ring.peer.name)),
            None => String::new(),
        };
        drop(cards);
        self.surface.announce_ring(&announcement);
        self.arrange();
    }

    /// Shows this notice, or none.
    pub fn show_notice(&self, notice: Option<&Notice>) {
        let mut shown = self.notice.borrow_mut();
        if shown.as_ref().map(|(notice, _)| notice) != notice {
            *shown = notice.and_then(|notice| {
                let strip = Strip::new(notice, &self.out)?;
                element::append(&self.stack, strip.root());
                Some((notice.clone(), strip))
            });
            drop(shown);
            self.arrange();
        }
    }

    /// Shows these controls of a call, or none.
    pub fn show_call(&self, controls: Option<CallControls>) {
        let mut shown = self.call.borrow_mut();
        let stays = match (&mut *shown, &controls) {
            (None, None) => true,
            (Some(card), Some(controls)) => card.update(controls),
            _ => false,
        };
        if stays {
            return;
        }
        *shown = controls.and_then(|controls| CallCard::new(controls, &self.out));
        if let Some(card) = &*shown {
            // Over the rings: it is what goes on.
            let _ = self.stack.prepend_with_node_1(card.root());
        }
        drop(shown);
        self.arrange();
    }

    /// Puts the cards into another surface.
    pub(super) fn move_to(&self, surface: &Surface) {
        element::append(surface.slot(), &self.stack);
        self.arrange();
    }

    /// Asks who shall carry the calls here, or does not.
    pub fn ask_who_carries(&self, asks: bool) {
        let mut question = self.question.borrow_mut();
        if question.is_some() != asks {
            *question = asks.then(|| Question::new(&self.out)).flatten();
            if let Some(question) = &*question {
                element::append(&self.stack, question.root());
            }
            drop(question);
            self.arrange();
        }
    }

    /// Whether there is anything to see.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cards.borrow().is_empty()
            && self.call.borrow().is_none()
            && self.question.borrow().is_none()
            && self.notice.borrow().is_none()
    }

    /// Puts the cards where they do not cover the toast, in the next frame.
    pub fn arrange(&self) {
        if !self.is_empty() {
            self.arranger.ask();
        }
    }
}

fn arrange(stack: &Element, toast: &ToastArea) {
    use wasm_bindgen::JsCast;
    let height = stack.unchecked_ref::<HtmlElement>().offset_height();
    let (right, top) = layout::cards(f64::from(height), toast(), viewport());
    style(stack, "right", &pixels(right));
    style(stack, "top", &pixels(top));
}

impl Drop for Banner {
    fn drop(&mut self) {
        self.stack.remove();
    }
}

impl fmt::Debug for Banner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Banner").finish_non_exhaustive()
    }
}
