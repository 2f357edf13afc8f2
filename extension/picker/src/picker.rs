//! What a person points at, step by step, until it is kept.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use ringside::message::Teach;
use ringside::site::profile::learn::file;
use ringside::text::{self, Text};
use ringside_web::browser::{i18n, runtime};
use ringside_web::dom::frame::FrameJob;
use ringside_web::dom::{self, Listener, on, on_capture};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, KeyboardEvent};

use super::card::{self, Press};
use super::fields;
use super::next::{named, preview, preview_of};
use super::page;
use super::people::short;
use super::stage::Stage;
use super::surface::Surface;
use super::wheel::{point, scroll};

thread_local! {
    static PICKER: RefCell<Option<Rc<Picker>>> = const { RefCell::new(None) };
}

struct Picker {
    surface: Surface,
    stage: RefCell<Stage>,
    /// What is pointed at.
    pointed: RefCell<Option<Element>>,
    /// Where the pointer was last.
    at: Cell<(f64, f64)>,
    is_saving: Cell<bool>,
    /// Whether a key is down, and whether the end waits for that to be over: the page
    /// would hear of how it goes up.
    key_is_down: Cell<bool>,
    is_closing: Cell<bool>,
    listeners: RefCell<Vec<Listener>>,
}

/// Starts, unless it has.
pub fn start() {
    if PICKER.with_borrow(Option::is_some) {
        return with_picker(|picker| picker.surface.focus_card());
    }
    let Some(surface) = Surface::open() else {
        return;
    };
    let picker = Rc::new(Picker {
        surface,
        stage: RefCell::new(Stage::Row),
        pointed: RefCell::default(),
        at: Cell::default(),
        is_saving: Cell::default(),
        key_is_down: Cell::default(),
        is_closing: Cell::default(),
        listeners: RefCell::default(),
    });
    picker.listen();
    picker.show();
    picker.surface.focus_card();
    PICKER.set(Some(picker));
}

/// Ends, and leaves nothing behind.
pub fn leave() {
    // Dropped later: the caller may be one of its own listeners.
    if let Some(picker) = PICKER.take() {
        spawn_local(async move { drop(picker) });
    }
}

fn with_picker(run: impl FnOnce(&Rc<Picker>)) {
    let picker = PICKER.with_borrow(Clone::clone);
    if let Some(picker) = picker {
        run(&picker);
    }
}

impl Picker {
    fn listen(self: &Rc<Self>) {
        let Some(window) = dom::window() else { return };
        let root = self.surface.root();
        let catcher = &self.surface.catcher;
        let this = || Rc::downgrade(self);
        let frame = Rc::new(FrameJob::new(with(this(), Self::point_under)));
        let follow = Rc::new(FrameJob::new(with(this(), |picker| {
            picker.surface.outlines.follow();
        })));
        let moved = {
            let this = this();
            move |event: &Event| {
                if let Some(picker) = this.upgrade() {
                    picker.at.set(point(event.unchecked_ref()));
                    frame.ask();
                }
            }
        };
        let mut all = vec![
            on(catcher, "pointermove", moved),
            on(catcher, "click", heard(this(), Self::clicked)),
            on(catcher, "wheel", heard(this(), |_, event| scroll(event))),
            on(&self.surface.card, "click", heard(this(), Self::pressed)),
            on(root, "keydown", heard(this(), Self::key)),
            on(root, "keyup", heard(this(), |picker, _| picker.released())),
            // The focus stays in the card.
            on(catcher, "mousedown", Event::prevent_default),
            on(catcher, "contextmenu", Event::prevent_default),
        ];
        for event in ["keydown", "keyup", "keypress", "wheel", "contextmenu"] {
            all.push(on(root, event, Event::stop_propagation));
        }
        let again = Rc::clone(&follow);
        // Keys go up elsewhere then.
        let left = heard(this(), |picker, _| picker.released());
        all.push(Listener::new(&window, "blur", left));
        all.push(on_capture(&window, "scroll", move |_| again.ask()));
        all.push(on_capture(&window, "resize", move |_| follow.ask()));
        self.listeners.replace(all);
    }

    /// Shows the step.
    fn show(&self) {
        let stage = self.stage.borrow();
        let said = card::show(&self.surface.card, &stage);
        drop(stage);
        self.surface.say(&said);
        self.draw();
    }

    fn draw(&self) {
        let stage = self.stage.borrow();
        let mut around = Vec::new();
        match &*stage {
            Stage::Preview(preview) => {
                let rows = preview.found.rows.iter();
                let kind = |is_sure: bool| if is_sure { "found" } else { "doubt" };
                around.extend(rows.map(|(row, sure)| (row.clone(), kind(*sure))));
            }
            stage => around.extend(stage.row().map(|row| (row.clone(), "found"))),
        }
        let pointed = self.pointed.borrow();
        around.extend(pointed.iter().map(|element| (element.clone(), "pointed")));
        self.surface.outlines.draw(around);
    }

    fn point_under(&self) {
        let (x, y) = self.at.get();
        let stage = self.stage.borrow();
        let found = page::under(x, y).filter(|_| stage.points());
        let found = match stage.row() {
            None => found.map(|element| page::row_around(&element)),
            Some(row) => found.filter(|it| it != row && row.contains(Some(it))),
        };
        drop(stage);
        self.point_at(found);
    }

    /// Points at this element.
    fn point_at(&self, element: Option<Element>) {
        if *self.pointed.borrow() == element {
            return;
        }
        let text = element.as_ref().map(page::text_of).unwrap_or_default();
        self.pointed.replace(element);
        let text = short(&text);
        card::show_pointed(&self.surface.card, &text);
        card::show_problem(&self.surface.card, "");
        if !text.is_empty() {
            self.surface.say(&text);
        }
        self.draw();
    }

    fn clicked(&self, event: &Event) {
        if !self.stage.borrow().points() {
            return;
        }
        self.at.set(point(event.unchecked_ref()));
        self.point_under();
        self.choose();
    }

    /// What is pointed at is what was asked for.
    fn choose(&self) {
        let Some(pointed) = self.pointed.borrow().clone() else {
            let has_row = self.stage.borrow().row().is_some();
            if has_row {
                self.refuse(text::picker_outside());
            }
            return;
        };
        // What is shown next is decided before the step is replaced.
        let stage = self.stage.borrow();
        let next = match &*stage {
            Stage::Row => Ok(Stage::Name(pointed)),
            Stage::Name(row) => named(row, &pointed),
            Stage::Email(named) => match fields::email_at(&named.row, &pointed) {
                Some(email) => preview(named.clone(), &email, 0),
                None => Err(text::picker_no_email()),
            },
            Stage::Preview(_) => return,
        };
        drop(stage);
        match next {
            Ok(next) => self.go_to(next),
            Err(problem) => self.refuse(problem),
        }
    }

    fn go_to(&self, stage: Stage) {
        self.pointed.replace(None);
        self.stage.replace(stage);
        self.show();
        self.surface.focus_card();
    }

    fn refuse(&self, problem: Text) {
        let problem = i18n::text(problem);
        card::show_problem(&self.surface.card, &problem);
        self.surface.say(&problem);
    }

    fn key(&self, event: &Event) {
        let event: &KeyboardEvent = event.unchecked_ref();
        let key = event.key();
        self.key_is_down.set(true);
        match key.as_str() {
            "Escape" => self.close(),
            "Tab" => self.surface.tab(event.shift_key()),
            "Enter" if self.surface.card_has_focus() => self.choose(),
            "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight" => self.step(&key),
            _ => return,
        }
        event.prevent_default();
    }

    /// An arrow key points at the next element in its direction.
    fn step(&self, key: &str) {
        let stage = self.stage.borrow();
        if !stage.points() {
            return;
        }
        let row = stage.row();
        let next = match &*self.pointed.borrow() {
            Some(from) => page::step(from, key, row),
            None => match row {
                Some(row) => page::first_in(row),
                None => page::beginning(),
            },
        };
        drop(stage);
        if let Some(next) = next {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Center);
            next.scroll_into_view_with_scroll_into_view_options(&options);
            self.point_at(Some(next));
        }
    }

    /// Ends as soon as no key is down.
    fn close(&self) {
        if self.key_is_down.get() {
            self.is_closing.set(true);
        } else {
            leave();
        }
    }

    fn released(&self) {
        self.key_is_down.set(false);
        if self.is_closing.get() {
            leave();
        }
    }

    fn pressed(&self, event: &Event) {
        let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
        match target.and_then(|target| card::press_of(&target)) {
            Some(Press::Save) => self.save(),
            Some(Press::StartOver) => self.go_to(Stage::Row),
            Some(Press::Cancel) => self.close(),
            Some(Press::OtherName) => self.other_name(),
            Some(Press::Move) => self.surface.move_card(),
            None => {}
        }
    }

    /// Reads the names in the next of the ways that there are.
    fn other_name(&self) {
        let stage = self.stage.borrow();
        let Stage::Preview(shown) = &*stage else {
            return;
        };
        let way = (shown.way + 1) % shown.named.names.len().max(1);
        let next = preview_of(shown.named.clone(), shown.emails.clone(), way);
        drop(stage);
        match next {
            Ok(next) => self.go_to(next),
            Err(problem) => self.refuse(problem),
        }
    }

    fn save(&self) {
        let stage = self.stage.borrow();
        let Stage::Preview(preview) = &*stage else {
            return;
        };
        if self.is_saving.replace(true) {
            return;
        }
        let host = dom::window().and_then(|window| window.location().host().ok());
        let file = file::write(&host.unwrap_or_default(), &preview.found.learnt);
        spawn_local(async move {
            let kept = runtime::ask(Teach(file)).await;
            with_picker(|picker| {
                picker.is_saving.set(false);
                if matches!(kept, Ok(None)) {
                    picker.close();
                } else {
                    picker.refuse(text::picker_failed());
                }
            });
        });
    }
}

/// A listener that does nothing when the picker has ended.
fn heard(
    picker: Weak<Picker>,
    handle: impl Fn(&Picker, &Event) + 'static,
) -> impl FnMut(&Event) + 'static {
    move |event| {
        if let Some(picker) = picker.upgrade() {
            handle(&picker, event);
        }
    }
}

fn with(picker: Weak<Picker>, run: impl Fn(&Picker) + 'static) -> impl FnMut() + 'static {
    move || {
        if let Some(picker) = picker.upgrade() {
            run(&picker);
        }
    }
}
