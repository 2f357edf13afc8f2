//! Observers of the document; each ends when it is dropped.

use std::fmt;

use ringside::domain::decimal;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    DomRectReadOnly, Element, IntersectionObserver, IntersectionObserverEntry,
    IntersectionObserverInit, MutationObserver, MutationObserverInit, Node, PerformanceObserver,
    PerformanceObserverEntryList, ResizeObserver, ResizeObserverEntry,
};

use super::element::property;

/// Reports nodes that are added or removed, or change their text or the address
/// that they lead to, below a node.
pub struct Mutations {
    observer: MutationObserver,
    options: MutationObserverInit,
    _run: Closure<dyn FnMut(js_sys::Array)>,
}

impl Mutations {
    /// Observes everything below `root`. `changed` gets the records.
    ///
    /// # Errors
    /// The browser's error when it refuses.
    pub fn below(
        root: &Node,
        changed: impl FnMut(js_sys::Array) + 'static,
    ) -> Result<Self, JsValue> {
        let run = Closure::<dyn FnMut(js_sys::Array)>::new(changed);
        let observer = MutationObserver::new(run.as_ref().unchecked_ref())?;
        let options = MutationObserverInit::new();
        options.set_child_list(true);
        options.set_subtree(true);
        options.set_character_data(true);
        // Of the attributes only this one can make somebody else of a link.
        options.set_attribute_filter(&js_sys::Array::of1(&"href".into()));
        observer.observe_with_options(root, &options)?;
        Ok(Self {
            observer,
            options,
            _run: run,
        })
    }

    /// Observes everything below this node as well: a shadow root. Once more
    /// changes nothing.
    pub fn also_below(&self, root: &Node) {
        // Fails for nodes that are none.
        let _ = self.observer.observe_with_options(root, &self.options);
    }

    /// Discards changes that were not reported yet: call it after changes of
    /// one's own.
    pub fn forget(&self) {
        self.observer.take_records();
    }
}

impl Drop for Mutations {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

impl fmt::Debug for Mutations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mutations").finish_non_exhaustive()
    }
}

/// Reports the requests of the page, also those that are over already.
pub struct Requests {
    observer: PerformanceObserver,
    _run: Closure<dyn FnMut(JsValue)>,
}

impl Requests {
    /// Calls `made` with the timing entry of each request.
    ///
    /// # Errors
    /// The browser's error when it refuses.
    pub fn new(mut made: impl FnMut(&JsValue) + 'static) -> Result<Self, JsValue> {
        let run = Closure::<dyn FnMut(JsValue)>::new(move |list: JsValue| {
            let list: PerformanceObserverEntryList = list.unchecked_into();
            for entry in list.get_entries().iter() {
                made(&entry);
            }
        });
        let observer = PerformanceObserver::new(run.as_ref().unchecked_ref())?;
        let options = js_sys::Object::new();
        js_sys::Reflect::set(&options, &"type".into(), &"resource".into())?;
        js_sys::Reflect::set(&options, &"buffered".into(), &JsValue::TRUE)?;
        observer.observe(options.unchecked_ref());
        Ok(Self {
            observer,
            _run: run,
        })
    }

    /// Reports nothing any more.
    pub fn stop(&self) {
        self.observer.disconnect();
    }
}

impl Drop for Requests {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

impl fmt::Debug for Requests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Requests").finish_non_exhaustive()
    }
}

/// Reports elements that come near the visible part of the page, once each.
pub struct Arrivals {
    observer: IntersectionObserver,
    _run: Closure<dyn FnMut(js_sys::Array, IntersectionObserver)>,
}

impl Arrivals {
    /// Watches elements, with `margin` CSS pixels above and below the viewport.
    ///
    /// # Errors
    /// The browser's error when it refuses.
    pub fn new(margin: u32, mut came: Box<dyn FnMut(Element)>) -> Result<Self, JsValue> {
        let run = Closure::<dyn FnMut(js_sys::Array, IntersectionObserver)>::new(
            move |entries: js_sys::Array, observer: IntersectionObserver| {
                for entry in entries.iter() {
                    let entry: IntersectionObserverEntry = entry.unchecked_into();
                    if entry.is_intersecting() {
                        let element = entry.target();
                        observer.unobserve(&element);
                        came(element);
                    }
                }
            },
        );
        let options = IntersectionObserverInit::new();
        options.set_root_margin(&[&decimal(margin.into()), "px 0px"].concat());
        let observer =
            IntersectionObserver::new_with_options(run.as_ref().unchecked_ref(), &options)?;
        Ok(Self {
            observer,
            _run: run,
        })
    }

    /// Watches one element more.
    pub fn watch(&self, element: &Element) {
        self.observer.observe(element);
    }
}

impl Drop for Arrivals {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

impl fmt::Debug for Arrivals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Arrivals").finish_non_exhaustive()
    }
}

/// Reports elements whose width or height has changed.
pub struct Resizes {
    observer: ResizeObserver,
    _run: Closure<dyn FnMut(js_sys::Array)>,
}

impl Resizes {
    /// Calls `changed` when one or more of the watched elements have another
    /// `length` than before, of what is in them.
    ///
    /// # Errors
    /// The browser's error when it refuses.
    pub fn new(
        length: fn(&DomRectReadOnly) -> f64,
        mut changed: Box<dyn FnMut()>,
    ) -> Result<Self, JsValue> {
        // An observer also reports each element when it begins to watch it.
        let known = js_sys::WeakMap::new();
        let run = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
            let mut others = false;
            for entry in entries.iter() {
                let entry: ResizeObserverEntry = entry.unchecked_into();
                let (element, now) = (entry.target(), length(&entry.content_rect()));
                let before = known.get(&element).as_f64();
                others |= before.is_some_and(|before| before != now);
                known.set(&element, &now.into());
            }
            if others {
                changed();
            }
        });
        Ok(Self {
            observer: ResizeObserver::new(run.as_ref().unchecked_ref())?,
            _run: run,
        })
    }

    /// Watches one element more. Once more changes nothing.
    pub fn watch(&self, element: &Element) {
        self.observer.observe(element);
    }
}

impl Drop for Resizes {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

impl fmt::Debug for Resizes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Resizes").finish_non_exhaustive()
    }
}

/// Reports whether a person can see an element: whole and, where the browser
/// can tell (Chromium), with nothing over it and no effect that changes it.
pub struct Sight {
    observer: IntersectionObserver,
    _run: Closure<dyn FnMut(js_sys::Array, IntersectionObserver)>,
}

impl Sight {
    /// Watches one element. `seen` gets whether it can be seen, and whether the
    /// browser can tell what is over it.
    ///
    /// # Errors
    /// The browser's error when it refuses.
    pub fn of(
        element: &Element,
        mut seen: impl FnMut(bool, bool) + 'static,
    ) -> Result<Self, JsValue> {
        let run = Closure::<dyn FnMut(js_sys::Array, IntersectionObserver)>::new(
            move |entries: js_sys::Array, _| {
                let entry: IntersectionObserverEntry = entries.pop().unchecked_into();
                let visible = property(&entry, "isVisible").and_then(|it| it.as_bool());
                let whole = entry.intersection_ratio() >= WHOLE;
                seen(whole && visible != Some(false), visible.is_some());
            },
        );
        let options = IntersectionObserverInit::new();
        options.set_threshold(&WHOLE.into());
        // What browsers do not know they ignore. The delay is the least that
        // Chromium takes.
        js_sys::Reflect::set(&options, &"trackVisibility".into(), &JsValue::TRUE)?;
        js_sys::Reflect::set(&options, &"delay".into(), &100.into())?;
        let observer =
            IntersectionObserver::new_with_options(run.as_ref().unchecked_ref(), &options)?;
        observer.observe(element);
        Ok(Self {
            observer,
            _run: run,
        })
    }
}

/// All of an element, but for rounding.
const WHOLE: f64 = 0.95;

impl Drop for Sight {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

impl fmt::Debug for Sight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sight").finish_non_exhaustive()
    }
}
