//! The buttons beside each record: exactly one pair, whatever the page does.
//!
//! One observer reports that the page changed; the next animation frame
//! compares the page with the buttons on it, in slices of a few milliseconds.
//! In long lists only the rows near the viewport get buttons. They take no part
//! in the page's layout: the frame after they were added, or the same one for the
//! first of a page and in front of long lists, looks for the room that is free there
//! (`room`), and shows them in it. Nothing runs while the page does not change.

mod beside;
mod edge;
mod fitting;
mod held;
mod kinds;
mod long;
mod mark;
mod near;
mod number;
mod pair;
mod places;
mod room;
mod scan;
mod spot;
mod state;
mod touched;
mod visit;

use std::cell::{Cell, OnceCell, RefCell};
use std::fmt;
use std::rc::{Rc, Weak};

use gloo_timers::callback::Timeout;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, ShadowRoot};

use self::held::Held;
use self::long::{LongList, MARGIN};
pub use self::mark::Mark;
use self::number::number_from_js;
use self::pair::{Pair, PairFactory};
use self::places::Places;
use self::state::{Entries, Known, Unmeasured, VisitTask};
use self::touched::{Candidates, Touched};
use super::records;
use super::{MARK, UiEvent, UiSink};
use ringside::call::view::ToastState;
use ringside::message::MAX_QUERY;
use ringside::presence::Reach;
use ringside::site::RecordRef;
use ringside::site::profile::Page;
use ringside::site::scan_pace::ScanPace;
use ringside_web::browser::runtime;
use ringside_web::dom;
use ringside_web::dom::Listener;
use ringside_web::dom::frame::FrameJob;
use ringside_web::dom::observe::{Arrivals, Mutations, Resizes};

/// How long one slice of work may take, in milliseconds.
const SLICE: f64 = 6.0;
/// The buttons on one page. Dropping it removes them all.
pub struct Buttons {
    inner: Rc<Inner>,
}

struct Inner {
    this: Weak<Self>,
    out: UiSink,
    factory: PairFactory,
    changed: Box<dyn Fn()>,
    state: RefCell<State>,
    /// Each row's pair by number; 0 for rows that wait to come into view.
    rows: js_sys::WeakMap,
    /// Each host's pair by number. Not an attribute: the page could change it.
    hosts: js_sys::WeakMap,
    places: Places,
    /// The page's path at the last scan, and the kinds of pages that it is of: where
    /// one of them is another now, everything is looked at.
    scanned_as: RefCell<(String, Vec<&'static str>)>,
    /// Whether the page's profile matches nothing at the last scan.
    misses: Cell<bool>,
    /// The kinds of pages of which something has matched.
    matched: RefCell<Vec<&'static Page>>,
    /// How often it was looked whether the page is of a CRM in the catalogue.
    crm_looks: Cell<u8>,
    /// What of the page has changed since the last scan.
    touched: RefCell<Touched>,
    frame: RefCell<Option<FrameJob>>,
    /// How often what changes without end is looked at.
    pace: Cell<ScanPace>,
    /// Runs while what has changed waits for that.
    rest: RefCell<Option<Timeout>>,
    /// Runs while buttons wait to come back into a page that took them out.
    comeback: RefCell<Option<Timeout>>,
    /// The number of the pair in which the pointer or a key went down, and its
    /// record's key.
    meant: RefCell<Option<(usize, String)>>,
    /// While the pointer is down on a pair.
    held: RefCell<Option<Held>>,
    /// Whether it has gone up, and the pair is to show what is known now.
    is_released: Cell<bool>,
    mutations: RefCell<Option<Mutations>>,
    arrivals: RefCell<Option<Arrivals>>,
    /// Watches one cell of each list.
    widths: RefCell<Option<Resizes>>,
    /// Long lists, of which only the rows near the viewport are looked at.
    long: RefCell<Vec<LongList>>,
    /// Those of which that cannot be told.
    unordered: js_sys::WeakSet,
    /// Whether other rows may be near than before.
    near_is_due: Cell<bool>,
    /// What tells of that, while there are long lists.
    moves: RefCell<Vec<Listener>>,
    /// Watches their heights.
    heights: RefCell<Option<Resizes>>,
    /// Watches what was not shown when its buttons were to be measured.
    hidden: RefCell<Option<Arrivals>>,
    on_press: OnceCell<Closure<dyn FnMut(Event)>>,
}

#[derive(Default)]
struct State {
    entries: Entries,
    known: Known,
    /// Grows with each scan of the page; an entry with an older number is no
    /// longer on it.
    scan_id: u32,
    /// Still to be visited, the last first.
    queue: Vec<VisitTask>,
    /// After these, the last first.
    candidates: Vec<Candidates>,
    lazy: bool,
    unasked: Vec<RecordRef>,
    /// The numbers of those that are not in the page yet.
    unplaced: Vec<usize>,
    unmeasured: Unmeasured,
}

impl State {
    /// Whether there is nothing to be visited.
    fn is_idle(&self) -> bool {
        self.queue.is_empty() && self.candidates.is_empty()
    }

    /// The next row to be visited.
    fn next(&mut self) -> Option<VisitTask> {
        if let Some(task) = self.queue.pop() {
            return Some(task);
        }
        let task = self.candidates.last_mut()?.take();
        if task.is_none() {
            self.candidates.pop();
            return self.next();
        }
        task
    }
}

impl Buttons {
    /// Starts adding buttons. `changed` is called before each scan of a changed
    /// page.
    ///
    /// # Errors
    /// The browser's error when it refuses to observe the page.
    pub fn new(out: UiSink, changed: impl Fn() + 'static) -> Result<Self, JsValue> {
        let inner = Rc::new_cyclic(|this| Inner {
            this: Weak::clone(this),
            out,
            factory: PairFactory::new(),
            changed: Box::new(changed),
            state: RefCell::default(),
            rows: js_sys::WeakMap::new(),
            hosts: js_sys::WeakMap::new(),
            places: Places::default(),
            scanned_as: RefCell::default(),
            misses: Cell::default(),
            matched: RefCell::default(),
            crm_looks: Cell::default(),
            touched: RefCell::new(Touched::Everything),
            frame: RefCell::default(),
            pace: Cell::default(),
            rest: RefCell::default(),
            comeback: RefCell::default(),
            meant: RefCell::default(),
            held: RefCell::default(),
            is_released: Cell::default(),
            mutations: RefCell::default(),
            arrivals: RefCell::default(),
            widths: RefCell::default(),
            long: RefCell::default(),
            unordered: js_sys::WeakSet::new(),
            near_is_due: Cell::default(),
            moves: RefCell::default(),
            heights: RefCell::default(),
            hidden: RefCell::default(),
            on_press: OnceCell::new(),
        });
        let call = |run: fn(&Rc<Inner>)| {
            let inner: Weak<Inner> = Rc::downgrade(&inner);
            move || {
                if let Some(inner) = inner.upgrade() {
                    run(&inner);
                }
            }
        };
        *inner.frame.borrow_mut() = Some(FrameJob::new(call(|inner| inner.slice())));
        let mutated = Rc::downgrade(&inner);
        if let Some(document) = dom::document() {
            *inner.mutations.borrow_mut() = Some(Mutations::below(&document, move |records| {
                if let Some(inner) = mutated.upgrade() {
                    inner.on_mutated(&records);
                }
            })?);
        }
        let arrived = Rc::downgrade(&inner);
        let came = Box::new(move |element| {
            if let Some(inner) = arrived.upgrade() {
                inner.arrive(element);
            }
        });
        *inner.arrivals.borrow_mut() = Some(Arrivals::new(MARGIN, came)?);
        let changed = Box::new(call(|inner| inner.measure_all()));
        *inner.widths.borrow_mut() = Some(Resizes::new(|area| area.width(), changed)?);
        let changed = Box::new(call(|inner| inner.measure_now()));
        *inner.heights.borrow_mut() = Some(Resizes::new(|area| area.height(), changed)?);
        let shown = call(|inner| inner.measure_all());
        *inner.hidden.borrow_mut() = Some(Arrivals::new(0, Box::new(move |_| shown()))?);
        let pressed = Rc::downgrade(&inner);
        inner.on_press.get_or_init(|| {
            Closure::new(move |event: Event| {
                if let Some(inner) = pressed.upgrade() {
                    inner.press(&event);
                }
            })
        });
        inner.places.forget_if_resized();
        inner.ask();
        Ok(Self { inner })
    }

    /// Shows who of these can be reached, by [`RecordRef::key`].
    pub fn show_reach(&self, changes: &[(String, Reach)]) {
        let state = &mut *self.inner.state.borrow_mut();
        for (key, reach) in changes {
            state.known.learn(key, *reach);
        }
        for entry in state.entries.iter() {
            if changes.iter().any(|(key, _)| entry.key == *key) {
                state.known.render(entry);
            }
        }
    }

    /// Marks the record of the person who is being called or talked to.
    pub fn show_stage(&self, stage: &ToastState) {
        let state = &mut *self.inner.state.borrow_mut();
        state.known.set_stage(stage);
        for entry in state.entries.iter() {
            state.known.render(entry);
        }
    }

    /// Asks again who can be reached: after a pause without pushes.
    pub fn refresh(&self) {
        {
            let state = &mut *self.inner.state.borrow_mut();
            state.unasked = state
                .entries
                .iter()
                .map(|entry| entry.record.clone())
                .collect();
        }
        self.inner.send_queries();
    }

    /// The window has another size: there may be more room, or less.
    pub fn resized(&self) {
        if self.inner.places.forget_if_resized() {
            for entry in self.inner.state.borrow_mut().entries.iter_mut() {
                entry.own_place = None;
            }
        }
        self.inner.measure_all();
        self.inner.moved();
    }

    /// Other records count than before.
    pub fn rescan(&self) {
        self.inner.on_page_changed();
    }

    /// How many records have buttons now.
    #[must_use]
    pub fn count(&self) -> usize {
        self.inner.state.borrow().entries.iter().count()
    }
}

impl Drop for Buttons {
    fn drop(&mut self) {
        let inner = &self.inner;
        inner.mutations.take();
        inner.arrivals.take();
        inner.widths.take();
        inner.heights.take();
        inner.moves.take();
        inner.hidden.take();
        inner.frame.take();
        inner.rest.take();
        inner.comeback.take();
        for entry in inner.state.borrow().entries.iter() {
            entry.pair.remove();
        }
        inner.long.take();
    }
}

impl fmt::Debug for Buttons {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Buttons").finish_non_exhaustive()
    }
}

impl Inner {
    fn ask(&self) {
        if let Some(frame) = &*self.frame.borrow() {
            frame.ask();
        }
    }

    fn send_queries(&self) {
        let mut records = std::mem::take(&mut self.state.borrow_mut().unasked);
        while !records.is_empty() {
            let rest = records.split_off(records.len().min(MAX_QUERY));
            (self.out)(UiEvent::QueryPresence(records));
            records = rest;
        }
    }

    /// A button was pressed, or another event happened in it that must not
    /// reach the page: its rows open on a click.
    fn press(&self, event: &Event) {
        event.stop_propagation();
        let root = event.current_target().map(JsCast::unchecked_into);
        let host = root.map(|root: ShadowRoot| root.host());
        let Some(number) = host.and_then(|host| number_from_js(&self.hosts.get(&host))) else {
            return;
        };
        match event.type_().as_str() {
            "click" => {}
            "pointerdown" | "keydown" => {
                // What the person sees at this moment is whom they mean.
                let key = self.record_at(number).and_then(|record| record.key());
                self.meant.replace(key.map(|key| (number, key)));
                if event.type_() == "pointerdown" {
                    self.hold(number);
                }
                return;
            }
            _ => return,
        }
        // The buttons may be in a link.
        event.prevent_default();
        // Scripts of the page may not press them.
        if !dom::is_a_persons(event) {
            return;
        }
        let target = event.target().and_then(|target| target.dyn_into().ok());
        let Some(media) = target.as_ref().and_then(Pair::media_of) else {
            return;
        };
        let meant = match self.meant.take() {
            Some((pressed, key)) if pressed == number => Some(key),
            // A screen reader presses without a pointer: what it read is meant.
            _ => self.labelled(number),
        };
        let record = self.record_at(number);
        match record.filter(|record| meant.is_some() && record.key() == meant) {
            Some(record) => {
                if runtime::is_alive() {
                    self.state.borrow_mut().known.placed = record.key();
                }
                (self.out)(UiEvent::Dial(record, media));
            }
            None => {
                (self.out)(UiEvent::RowChanged);
                self.on_page_changed();
            }
        }
    }

    /// The pointer went down on this pair.
    fn hold(&self, number: usize) {
        let inner = Weak::clone(&self.this);
        let released = move || {
            if let Some(inner) = inner.upgrade() {
                inner.is_released.set(true);
                // The click comes first.
                inner.ask();
            }
        };
        if let Some(entry) = self.state.borrow().entries.get(number) {
            entry.pair.hold(true);
            self.held.replace(Held::new(released));
        }
    }

    /// Shows on a pair that is no longer held what has become known meanwhile.
    fn release(&self) {
        if !self.is_released.take() {
            return;
        }
        self.held.take();
        let state = self.state.borrow();
        for entry in state.entries.iter() {
            if entry.pair.hold(false) {
                state.known.render(entry);
            }
        }
    }

    /// The key of the record that this pair is labelled with.
    fn labelled(&self, number: usize) -> Option<String> {
        let state = self.state.borrow();
        state.entries.get(number).map(|entry| entry.key.clone())
    }

    /// The record beside this pair, as the page shows it at this moment: a list
    /// may have put another into the row since.
    fn record_at(&self, number: usize) -> Option<RecordRef> {
        let state = self.state.borrow();
        let entry = state.entries.get(number)?;
        let found = records::read(entry.page, &entry.row, &path())?;
        Some(found.record)
    }
}

/// The page's path, with its query and its hash.
// One copy, because every page loads it.
#[inline(never)]
fn path() -> String {
    let address = || {
        let location = dom::window()?.location();
        let (href, origin) = (location.href().ok()?, location.origin().ok()?);
        href.get(origin.len()..).map(str::to_owned)
    };
    address().unwrap_or_default()
}

/// Removes everything that an instance before this one left in the page.
pub fn remove_leftovers() {
    let css = ["[", MARK, "]"].concat();
    if let Some(document) = dom::document() {
        while let Ok(Some(left)) = document.query_selector(&css) {
            left.remove();
        }
    }
}
