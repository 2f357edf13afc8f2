//! The call page: takes everything from one queue, lets
//! [`ringside::call_page::step`] decide, and carries out its outputs. What only
//! a browser has is held here, and ends when it is dropped.

use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures_util::StreamExt;
use gloo_timers::callback::Timeout;
use web_sys::File;

use super::invite;
use super::link::Link;
use super::listen::listen;
use super::on_top::{self, OnTop};
use super::render;
use super::transfer::Transfer;
use crate::page;
use ringside::call::page_protocol::UploadGrant;
use ringside::call_page::input::{FileId, Input, TimedInput, TransferEvent};
use ringside::call_page::model::{Model, PageFacts};
use ringside::call_page::output::Output;
use ringside::call_page::paint::{Next, Paint};
use ringside::call_page::screen::{Screen, screen};
use ringside::call_page::step;
use ringside::crm::upload::UploadRoute;
use ringside::domain::Duration;
use ringside::jitsi::address::{Address, Scope};
use ringside::jitsi::transport::Received;
use ringside::text;
use ringside_web::browser::clock::after;
use ringside_web::browser::{Error, i18n};
use ringside_web::meeting_frame::Frame;
use ringside_web::meeting_server;

/// Everything that reaches the page: inputs, and events with a handle that the
/// page stores.
#[derive(Debug)]
enum Event {
    /// An input for the state machine.
    Input(Input),
    /// A person has chosen a recording.
    FileChosen(File),
    /// The small window on top of others opened, or was refused.
    OnTopOpened(Option<OnTop>),
    /// It is time to paint.
    PaintDue,
}

/// Runs the call page until it is closed.
pub async fn run() {
    page::put_texts();
    let (send, receive) = unbounded();
    let facts = PageFacts {
        alone: page::is_alone(),
        engine: page::browser_engine(),
        language: i18n::language(),
        mic_allowed: page::policy_allows("microphone"),
        has_on_top: on_top::is_supported(),
    };
    let mut page = CallPage {
        model: Model::new(facts, page::now()),
        send,
        link: Link::default(),
        frame: None,
        files: Vec::new(),
        files_chosen: 0,
        transfer: None,
        on_top: None,
        paint: Paint::default(),
        painting: None,
        shown: None,
    };
    let chosen = page.send.clone();
    // The receiver lives as long as the page.
    let choose = move |file| drop(chosen.unbounded_send(Event::FileChosen(file)));
    let _listeners = listen(page.input_sink(), choose);
    page.step(Input::Connect);
    page.serve(receive).await;
}

struct CallPage {
    model: Model,
    send: UnboundedSender<Event>,
    link: Link,
    /// The meeting's frame, with its number.
    frame: Option<(u32, Frame)>,
    /// The files that a person chose and that may still be sent.
    files: Vec<(FileId, File)>,
    files_chosen: u32,
    transfer: Option<Transfer>,
    on_top: Option<OnTop>,
    paint: Paint,
    /// The wait for the next painting.
    painting: Option<Timeout>,
    /// What was painted last.
    shown: Option<Screen>,
}

impl CallPage {
    async fn serve(&mut self, mut events: UnboundedReceiver<Event>) {
        self.show();
        while let Some(event) = events.next().await {
            let Some(input) = self.store_handle(event) else {
                self.paint.due(page::now());
                self.show();
                continue;
            };
            self.step(input);
            match self.paint.changed(page::now()) {
                Next::Now => self.show(),
                Next::After(pause) => self.painting = Some(self.paint_after(pause)),
                Next::Wait => {}
            }
        }
    }

    fn paint_after(&self, pause: Duration) -> Timeout {
        let send = self.send.clone();
        after(pause, move || drop(send.unbounded_send(Event::PaintDue)))
    }

    /// Stores the handle that comes with the event. Returns the input of it;
    /// `None` when it is only time to paint.
    fn store_handle(&mut self, event: Event) -> Option<Input> {
        Some(match event {
            Event::PaintDue => return None,
            Event::Input(input) => input,
            Event::FileChosen(file) => {
                self.files_chosen += 1;
                let (id, name) = (FileId(self.files_chosen), file.name());
                // Sizes in bytes are whole.
                let size = file.size() as u64;
                self.files.push((id, file));
                Input::FileChosen {
                    file: id,
                    name,
                    size,
                }
            }
            Event::OnTopOpened(opened) => {
                self.on_top = opened;
                // The new window is empty.
                self.shown = None;
                Input::OnTopOpened(self.on_top.is_some())
            }
        })
    }

    /// Returns a function that puts an input into the queue.
    fn input_sink(&self) -> impl Fn(Input) + Clone + use<> {
        let send = self.send.clone();
        // The receiver lives as long as the page.
        move |input| drop(send.unbounded_send(Event::Input(input)))
    }

    fn step(&mut self, input: Input) {
        let input = TimedInput {
            now: page::now(),
            random: page::random(),
            input,
        };
        for output in step(&mut self.model, input) {
            self.carry_out(output);
        }
    }

    fn show(&mut self) {
        let screen = screen(&self.model, page::now());
        if self.shown.as_ref() == Some(&screen) {
            return;
        }
        render::render(&screen);
        if let Some(on_top) = &self.on_top {
            on_top.render(&screen);
        }
        self.shown = Some(screen);
    }

    fn carry_out(&mut self, output: Output) {
        match output {
            Output::Connect => self.link.connect(self.input_sink()),
            Output::ConnectAfter(pause) => self.link.connect_after(pause, self.input_sink()),
            Output::Post(event) => {
                if !self.link.post(&event) {
                    self.input_sink()(Input::NotPosted(event));
                }
            }
            Output::LoadFrame {
                number,
                address,
                scope,
                url,
            } => {
                self.frame = None;
                match self.load_frame(number, &address, scope, &url) {
                    Ok(frame) => self.frame = Some((number, frame)),
                    Err(error) => self.input_sink()(Input::FrameFailed(number, error.to_string())),
                }
            }
            Output::DropFrame => self.frame = None,
            Output::SendCommand(command) => {
                if let Some((_, frame)) = &self.frame {
                    frame.send(&command);
                }
            }
            Output::AskMeeting(request) => {
                if let Some((_, frame)) = &self.frame {
                    frame.ask(request, page::now());
                }
            }
            Output::AskServer { number, url, limit } => {
                let (enqueue, engine) = (self.input_sink(), self.model.facts.engine);
                wasm_bindgen_futures::spawn_local(async move {
                    let reach = meeting_server::reach(&url, limit, engine).await;
                    enqueue(Input::ServerReached(number, reach));
                });
            }
            Output::ForgiveRequests => {
                if let Some((_, frame)) = &self.frame {
                    frame.forgive(page::now());
                }
            }
            Output::ExpireRequests => {
                if let Some((number, frame)) = &self.frame {
                    let enqueue = self.input_sink();
                    for answer in frame.expire(page::now()) {
                        enqueue(Input::Heard(*number, Received::Answer(answer)));
                    }
                }
            }
            Output::CloseWindow => {
                if let Some(window) = page::window() {
                    // Refused for tabs that a person opened; those show the end.
                    let _ = window.close();
                }
            }
            Output::ToggleFullScreen => toggle_full_screen(),
            Output::CopyText(link) => invite::copy(link, self.input_sink()),
            Output::SelectInvitation => invite::select(),
            Output::ChooseFile => {
                if let Some(input) = page::input("recording-file") {
                    input.click();
                }
            }
            Output::ForgetFile(file) => self.files.retain(|(id, _)| *id != file),
            Output::StartTransfer {
                number,
                file,
                route,
                grant,
            } => self.start_transfer(number, file, route, &grant),
            Output::StopTransfer => self.transfer = None,
            Output::OpenOnTop => self.open_on_top(),
            Output::CloseOnTop => self.on_top = None,
        }
    }

    fn load_frame(
        &self,
        number: u32,
        address: &Address,
        scope: Scope,
        url: &str,
    ) -> Result<Frame, Error> {
        let stage =
            page::element("stage").ok_or_else(|| Error::Api("the page has no stage".to_owned()))?;
        let enqueue = self.input_sink();
        let on_received = move |received| {
            if received != Received::Nothing {
                enqueue(Input::Heard(number, received));
            }
        };
        let enqueue = self.input_sink();
        let on_loaded = move || enqueue(Input::FrameLoaded(number));
        let frame = Frame::open(&stage, address, url, scope, on_received, on_loaded)?;
        page::put(frame.element(), "title", &i18n::text(text::meeting()));
        Ok(frame)
    }

    fn start_transfer(
        &mut self,
        number: u32,
        file: FileId,
        route: UploadRoute,
        grant: &UploadGrant,
    ) {
        let enqueue = self.input_sink();
        let notify = move |event| enqueue(Input::TransferEvent(number, event));
        let file = self.files.iter().find(|(id, _)| *id == file);
        let started =
            file.and_then(|(_, file)| Transfer::start(file, route, grant, notify.clone()));
        match started {
            Some(transfer) => self.transfer = Some(transfer),
            None => notify(TransferEvent::Nothing),
        }
    }

    fn open_on_top(&self) {
        let (send, enqueue) = (self.send.clone(), self.input_sink());
        wasm_bindgen_futures::spawn_local(async move {
            let opened = on_top::open(enqueue).await;
            drop(send.unbounded_send(Event::OnTopOpened(opened)));
        });
    }
}

fn toggle_full_screen() {
    let Some(document) = page::document() else {
        return;
    };
    if document.fullscreen_element().is_some() {
        document.exit_fullscreen();
    } else if let Some(root) = document.document_element() {
        // Refused where a page around this one forbids it: nothing changes
        // then.
        let _ = root.request_fullscreen();
    }
}
