//! Reads and writes what lies under each key. Nothing is written over a text
//! that this version cannot read: it is set aside first.

use std::cell::RefCell;

use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::super::diagnostics::log;
use ringside::codec::{self, Format, Recover, Restored, Stored};
use ringside::diagnostics::Entry;
use ringside::storage::{StorageHealth, StorageState, Unusable, aside_keys, free_key, read_back};
use ringside_web::browser::Error;
use ringside_web::browser::storage::{self, Area};

/// Where the next worker finds, in session storage, how it is with the storage.
const STATE: &str = "storage";

thread_local! {
    static HEALTH: RefCell<StorageHealth<Value>> = RefCell::default();
}

/// How it is with the storage.
pub(in super::super) fn state() -> StorageState {
    HEALTH.with_borrow(StorageHealth::state)
}

/// Loads what earlier workers saw of it.
pub(super) async fn load_state() -> Result<(), Error> {
    let mut earlier = None;
    restore(Area::Session, STATE, &mut earlier).await?;
    HEALTH.with_borrow_mut(|health| health.follow(earlier.unwrap_or_default()));
    Ok(())
}

/// Changes what is known of the storage, and saves it if a person should know.
fn learn<R>(change: impl FnOnce(&mut StorageHealth<Value>) -> R) -> R {
    let (before, learned, after) = HEALTH.with_borrow_mut(|health| {
        let before = health.state();
        let learned = change(health);
        (before, learned, health.state())
    });
    if before != after {
        spawn_local(async {
            let text = codec::text(&state()).into();
            // Without storage this worker says it as long as it lives.
            let _ = storage::write(Area::Session, STATE, text).await;
        });
    }
    learned
}

/// Whether a text was saved, once that is known.
pub(super) type Written = LocalBoxFuture<'static, bool>;

/// What can be stored.
pub(super) trait Text {
    /// Its text, as it is now.
    fn text(&self) -> JsValue;
}

impl<T: Format> Text for T {
    fn text(&self) -> JsValue {
        codec::text(self).into()
    }
}

/// Where a value is stored, and the value.
type Value = (Area, &'static dyn Text);

/// Writes a value to storage, as it is when that begins: of two writes the later
/// one has the newer text. A failure is only logged, once: the call goes on as
/// long as this worker lives.
pub(super) fn write(area: Area, key: &'static str, value: &'static dyn Text) -> Written {
    Box::pin(async move {
        if let Some(unusable) = HEALTH.with_borrow(|health| health.occupied(key)) {
            let aside = match storage::read(area, key).await {
                Ok(found) => set_aside(area, key, found, unusable).await,
                Err(_) => false,
            };
            if !aside {
                // To be tried again: there may be room when something else was
                // saved.
                learn(|health| health.wrote(key, (area, value), false));
                return false;
            }
        }
        let written = storage::write(area, key, value.text()).await;
        let is_saved = written.is_ok();
        if learn(|health| health.wrote(key, (area, value), is_saved)) {
            log(match &written {
                Ok(()) => Entry::from(("can be saved again", &key)),
                Err(cause) => Entry::from(("cannot save", &key)).and(cause),
            });
        }
        if is_saved {
            // There may be room now for what could not be saved before.
            for (key, (area, value)) in HEALTH.with_borrow(StorageHealth::unsaved) {
                spawn_local(write(area, key, value).map(drop));
            }
        }
        is_saved
    })
}

/// Reads what is stored under `key` into `value`; it stays as it is when there
/// is nothing, or nothing that can be read.
pub(super) fn restore<'a, T: Stored + Default>(
    area: Area,
    key: &'static str,
    value: &'a mut Option<T>,
) -> LocalBoxFuture<'a, Result<(), Error>> {
    let read = Box::new(|found: &JsValue, from| match from {
        Place::Key => take(codec::restore(&text_of(found)), value),
        Place::Aside => Found::Readable,
    });
    restore_with(area, key, read)
}

/// The same for what outlives the extension's version. What was set aside under
/// `key`, and can be read by now, is read back.
pub(super) fn recover<'a, T: Recover + Default>(
    key: &'static str,
    value: &'a mut Option<T>,
) -> LocalBoxFuture<'a, Result<(), Error>> {
    let read =
        Box::new(|found: &JsValue, from| take_or_add(codec::restore(&text_of(found)), value, from));
    restore_with(Area::Local, key, read)
}

/// We store texts only: any other value is as unreadable as an empty text.
fn text_of(found: &JsValue) -> String {
    found.as_string().unwrap_or_default()
}

/// Where something was found.
#[derive(Clone, Copy)]
pub(super) enum Place {
    Key,
    /// Where it had been set aside.
    Aside,
}

/// What is to be done with what was found in storage.
pub(super) enum Found {
    Readable,
    /// This is to be stored: it was of an older format, or had been set aside.
    Store(JsValue),
    /// It cannot be used. The default, which is here, takes its place, so that
    /// this is said once.
    Unusable(Unusable, JsValue),
}

fn take<T: Format + Default>(restored: Restored<T>, value: &mut Option<T>) -> Found {
    match restored {
        Restored::Current(current) => {
            *value = Some(current);
            Found::Readable
        }
        Restored::Migrated(current) => {
            let text = current.text();
            *value = Some(current);
            Found::Store(text)
        }
        Restored::Newer(_) => Found::Unusable(Unusable::Newer, T::default().text()),
        Restored::Unreadable => Found::Unusable(Unusable::Damaged, T::default().text()),
    }
}

pub(super) fn take_or_add<T: Recover + Default>(
    restored: Restored<T>,
    value: &mut Option<T>,
    from: Place,
) -> Found {
    match from {
        Place::Key => take(restored, value),
        Place::Aside => {
            let whole = value.get_or_insert_default();
            if read_back(whole, restored) {
                Found::Store(whole.text())
            } else {
                Found::Readable
            }
        }
    }
}

/// Reads what was found.
pub(super) type Read<'a> = Box<dyn FnMut(&JsValue, Place) -> Found + 'a>;

/// The part of [`restore`] that does not depend on the type, so that its code
/// is there once.
pub(super) fn restore_with<'a>(
    area: Area,
    key: &'static str,
    mut read: Read<'a>,
) -> LocalBoxFuture<'a, Result<(), Error>> {
    Box::pin(async move {
        let found = storage::read(area, key).await?;
        if !found.is_undefined() {
            let replacement = match read(&found, Place::Key) {
                Found::Readable => None,
                Found::Store(text) => {
                    log(("brought up to today's format", &key));
                    Some(text)
                }
                Found::Unusable(unusable, default) => {
                    log(match unusable {
                        Unusable::Newer => ("of a newer version", &key),
                        Unusable::Damaged => ("cannot be read", &key),
                    });
                    let is_aside = set_aside(area, key, found, unusable).await;
                    is_aside.then_some(default)
                }
            };
            if let Some(text) = replacement {
                logged(key, storage::write(area, key, text).await);
            }
        }
        let is_occupied = HEALTH.with_borrow(|health| health.occupied(key).is_some());
        if area == Area::Session || is_occupied {
            // Nothing lies aside that counts, or what would come of it could not
            // be written.
            return Ok(());
        }
        for (aside, found) in storage::all(area, &aside_keys(key)).await? {
            if let Found::Store(whole) = read(&found, Place::Aside) {
                log(("read back what was set aside", &key));
                // Removed only when what came of it is saved: else the next
                // worker reads it back once more.
                if logged(key, storage::write(area, key, whole).await) {
                    logged(key, storage::remove(&aside).await);
                }
            }
        }
        Ok(())
    })
}

fn logged(key: &'static str, saved: Result<(), Error>) -> bool {
    if let Err(cause) = &saved {
        log(Entry::from(("cannot save", &key)).and(cause));
    }
    saved.is_ok()
}

/// Stores what cannot be used under another key, for the day when somebody can
/// read it: the newer version that wrote it, or an engineer. `false` when that
/// failed.
async fn set_aside(area: Area, key: &'static str, found: JsValue, unusable: Unusable) -> bool {
    let written = write_aside(area, key, found, unusable).await;
    let is_aside = written.is_ok();
    if let Err(cause) = &written
        && HEALTH.with_borrow(|health| health.occupied(key).is_none())
    {
        log(Entry::from(("cannot set aside", &key)).and(cause));
    }
    learn(|health| health.found(key, unusable, is_aside));
    is_aside
}

async fn write_aside(
    area: Area,
    key: &str,
    found: JsValue,
    unusable: Unusable,
) -> Result<(), Error> {
    let taken = storage::all(area, &aside_keys(key)).await?;
    let lies_at = |aside: &str| taken.iter().find(|(taken, _)| taken == aside);
    let is_free = |aside: &str| lies_at(aside).is_none_or(|(_, text)| *text == found);
    let free = free_key(key, unusable, is_free);
    let free = free.ok_or_else(|| Error::Api("too many texts lie aside".to_owned()))?;
    storage::write(area, &free, found).await
}
