//! The call page's thin shell: it hears everything in one queue, lets the
//! pure parts decide, and carries out what they say.

use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures_util::StreamExt;
use web_sys::File;

use super::button::Button;
use super::link::Link;
use super::listen::listen;
use super::model::{Model, PagePhase};
use super::on_top::{self, OnTop};
use super::recordings::UploadJob;
use super::render;
use super::screen::screen;
use super::transfer::TransferEvent;
use crate::page;
use ringside::call::intent::CallPageIntent;
use ringside::call::page_protocol::{JoinInfo, PageCommand, PageEvent, PendingWork};
use ringside::domain::Trouble;
use ringside::domain::{Media, Timestamp};
use ringside::jitsi::address::{Address, Scope};
use ringside::jitsi::command::Command;
use ringside::jitsi::config::{self, Start};
use ringside::jitsi::meeting::{Input, Meeting, Output, Phase};
use ringside::jitsi::transport::Received;
use ringside_web::browser::i18n;
use ringside_web::meeting_frame::Frame;

/// How often the worker is kept awake during a call, in milliseconds.
pub(super) const PING: u64 = 20_000;
/// How long a meeting may take to say goodbye.
const GOODBYE: u64 = 1_500;
/// A longer pause between two ticks means that the computer slept or that the
/// browser held this page's timers back.
const GAP: u64 = 5_000;

/// Everything that reaches the page.
#[derive(Debug)]
pub(super) enum CallPageInput {
    /// The worker said something.
    PageCommand(PageCommand),
    /// The connection to the worker closed.
    LinkClosed,
    /// It is time to connect again.
    Relink,
    /// The meeting said something; with the number of the frame that it was.
    Heard(u32, Received),
    /// A second has passed.
    Tick,
    /// A person pressed this.
    Press(Button),
    /// A person closed what is open (Esc, or a click elsewhere).
    CloseMenu,
    /// A person pressed Esc: closes what is open, the uppermost first.
    Escape,
    /// A person wrote: the note as it is now.
    Noted(String),
    /// The clipboard took the invitation, or refused it.
    Copied(bool),
    /// A person has chosen a recording.
    Chosen(File),
    /// A request that hands one in told something; with its number.
    TransferEvent(u32, TransferEvent),
    /// The small window on top of others opened, or was refused.
    OnTop(Option<OnTop>),
    /// A person closed it.
    OnTopClosed,
}

/// Runs the call page until it is closed.
pub async fn run() {
    page::put_texts();
    let (send, receive) = unbounded();
    let _listeners = listen(&send);
    let mut shell = CallPage {
        model: Model::new(page::is_alone(), page::maker()),
        link: Link::new(page::is_alone(), send.clone()),
        frame: None,
        frames: 0,
        courier: None,
        transfers: 0,
        told_work: (PendingWork::None, page::now()),
        last_tick: page::now(),
        last_ping: page::now(),
        on_top: None,
        send,
    };
    shell.model.on_top = on_top::is_there().then_some(false);
    shell.connect();
    shell.serve(receive).await;
}

pub(super) struct CallPage {
    pub(super) model: Model,
    pub(super) link: Link,
    pub(super) frame: Option<Frame>,
    /// How many frames there were: what an old one said late is passed over.
    frames: u32,
    /// The recording that is handed in.
    pub(super) courier: Option<UploadJob>,
    /// How many requests there were for it, for the same reason.
    pub(super) transfers: u32,
    /// What the worker was last told of work that outlasts the call, and when.
    pub(super) told_work: (PendingWork, Timestamp),
    last_tick: Timestamp,
    last_ping: Timestamp,
    pub(super) on_top: Option<OnTop>,
    pub(super) send: UnboundedSender<CallPageInput>,
}

impl CallPage {
    async fn serve(&mut self, mut happenings: UnboundedReceiver<CallPageInput>) {
        self.show();
        while let Some(happening) = happenings.next().await {
            self.handle(happening);
            self.mind_work();
            self.show();
        }
    }

    fn show(&mut self) {
        if let Some(open) = &mut self.model.on_top {
            *open = self.on_top.is_some();
        }
        let screen = screen(&self.model, page::now());
        render::render(&screen);
        self.show_on_top(&screen);
    }

    fn connect(&mut self) {
        let mut news = match (&self.model.meeting, self.model.fate) {
            (Some(meeting), PagePhase::Calling) => meeting.reports(),
            _ => Vec::new(),
        };
        if self.model.hung_up.is_some() {
            // A worker that died may not have heard it.
            news.push(PageEvent::Act(CallPageIntent::HangUp));
        }
        if self.model.note.open {
            news.push(PageEvent::NoteOpen(true));
        }
        // That the work is done may have been lost as well.
        if self.told_work.0 != PendingWork::None || self.model.fate == PagePhase::Over {
            news.push(PageEvent::PendingWork(self.told_work.0));
        }
        // Without an extension behind it the meeting still goes on; there is
        // nobody left to tell.
        let _ = self.link.connect(news);
    }

    fn handle(&mut self, happening: CallPageInput) {
        match happening {
            CallPageInput::PageCommand(order) => {
                self.link.is_well();
                self.order(order);
            }
            CallPageInput::LinkClosed => self.link.closed(),
            CallPageInput::Relink => self.connect(),
            CallPageInput::Heard(frame, received) => {
                if frame == self.frames {
                    self.hear(received);
                }
            }
            CallPageInput::Tick => self.tick(),
            CallPageInput::Press(button) => self.press(button),
            CallPageInput::CloseMenu => {
                self.close_menu();
            }
            CallPageInput::Escape => {
                if !self.close_menu() && self.model.note.open {
                    self.toggle_note();
                }
            }
            CallPageInput::Noted(text) => self.noted(text),
            CallPageInput::Copied(copied) => self.copied(copied),
            CallPageInput::Chosen(file) => self.chosen(file),
            CallPageInput::TransferEvent(number, sent) => {
                if number == self.transfers {
                    self.sent(sent);
                }
            }
            CallPageInput::OnTop(opened) => self.opened_on_top(opened),
            CallPageInput::OnTopClosed => self.on_top = None,
        }
    }

    /// Closes the menu and what it opened. `false` when nothing was open.
    fn close_menu(&mut self) -> bool {
        let menu = std::mem::take(&mut self.model.menu_open);
        self.model.panel.take().is_some() || menu
    }

    fn order(&mut self, order: PageCommand) {
        match order {
            PageCommand::Join(ticket) => self.join(ticket),
            PageCommand::Leave => self.told_to_leave(),
            PageCommand::ToggleMic => self.command(&Command::ToggleAudio),
            PageCommand::ToggleCamera => self.command(&Command::ToggleVideo),
            PageCommand::Note {
                call,
                peer_name,
                text,
            } => self.only_note(call, peer_name, text),
            PageCommand::Stay => self.model.stayed = Some(page::now()),
            PageCommand::UploadGrant(permit) => self.permitted(permit),
            PageCommand::UploadDenied { call, why } => self.denied(call, why),
            PageCommand::Show(view) => {
                if let Some(ticket) = &mut self.model.ticket
                    && ticket.call == view.call
                {
                    ticket.since = view.since;
                    ticket.peer_name = view.peer.name;
                }
            }
        }
    }

    fn join(&mut self, ticket: JoinInfo) {
        if self.model.hung_up == Some(ticket.call) {
            return;
        }
        let held = self.model.ticket.replace(ticket.clone());
        let same =
            held.is_some_and(|held| held.call == ticket.call && held.address == ticket.address);
        let holds = matches!(self.model.fate, PagePhase::Calling | PagePhase::Outside);
        // A worker that woke up hands over the call that is held already; one
        // that was not told yet offers the call that was just hung up.
        let leaves = matches!(
            self.model.fate,
            PagePhase::Saving(_) | PagePhase::Leaving(_)
        );
        if same && (holds || leaves) {
            return;
        }
        self.model.hung_up = None;
        self.model.note.belongs_to(ticket.call, ticket.note);
        self.model.dismissed.clear();
        self.model.share_offered = false;
        self.model.record_offered = false;
        self.model.saved_here = None;
        self.open(ticket.media, false);
    }

    /// Loads the meeting of the current ticket, in place of any other.
    fn open(&mut self, media: Media, mic_muted: bool) {
        let Some(ticket) = &self.model.ticket else {
            return;
        };
        self.frame = None;
        self.model.meeting = None;
        self.model.barred = None;
        self.model.fate = PagePhase::Calling;
        if !page::policy_allows("microphone") {
            return self.barred(Trouble::PagePolicy);
        }
        let address = match Address::parse(&ticket.address) {
            Ok(address) => address,
            Err(error) => return self.barred(Trouble::Conference(error.to_string())),
        };
        let scope = Scope::from_random(page::random());
        let language = i18n::language();
        let params = config::params(&Start {
            display_name: &ticket.display_name,
            media,
            mic_muted,
            language: language.split('-').next().unwrap_or("en"),
        });
        let url = address.frame(scope, ticket.jwt.as_deref(), &params);
        let Some(stage) = page::element("stage") else {
            return;
        };
        self.frames += 1;
        let (number, send) = (self.frames, self.send.clone());
        let frame = Frame::open(&stage, &address, &url, scope, move |received| {
            drop(send.unbounded_send(CallPageInput::Heard(number, received)));
        });
        match frame {
            Ok(frame) => {
                page::put(frame.element(), "title", &i18n::text("meeting", &[]));
                self.frame = Some(frame);
                self.model.meeting =
                    Some(Meeting::new(media, address.is_public_demo(), page::now()));
            }
            Err(error) => self.barred(Trouble::Conference(error.to_string())),
        }
    }

    fn barred(&mut self, trouble: Trouble) {
        self.model.barred = Some(trouble.clone());
        self.link.post(PageEvent::Trouble(trouble));
    }

    /// Loads the meeting again. Devices that were refused are off, but it is
    /// to have them that the person tries again.
    pub(super) fn retry(&mut self) {
        let devices = matches!(
            self.model.trouble(),
            Some(Trouble::Microphone(_) | Trouble::Camera(_))
        );
        let media = self.model.ticket.as_ref().map(|ticket| ticket.media);
        match media.filter(|_| devices) {
            Some(media) => self.open(media, false),
            None => self.reopen(None),
        }
    }

    /// Loads the meeting again as it is now.
    pub(super) fn reopen(&mut self, media: Option<Media>) {
        let (camera_off, mic_off) = match &self.model.meeting {
            Some(meeting) => (meeting.camera_muted, meeting.mic_muted),
            None => (false, false),
        };
        let now = if camera_off {
            Media::Audio
        } else {
            Media::Video
        };
        self.model.dismissed.clear();
        self.open(media.unwrap_or(now), mic_off);
    }

    /// Says goodbye to the meeting and gives it a moment to say it, too.
    pub(super) fn leave(&mut self) {
        self.model.menu_open = false;
        self.model.panel = None;
        self.model.barred = None;
        match (&self.frame, &self.model.meeting) {
            (Some(_), Some(meeting))
                if matches!(meeting.phase, Phase::Ready { .. } | Phase::Joined { .. }) =>
            {
                match self.model.fate {
                    PagePhase::Saving(_) => {}
                    _ if meeting.recording.browser => self.save_recording(),
                    _ => self.goodbye(),
                }
            }
            _ => self.left(),
        }
    }

    fn goodbye(&mut self) {
        self.command(&Command::HangUp);
        self.model.fate = PagePhase::Leaving(page::now().plus(GOODBYE));
    }

    /// The page has done its work.
    pub(super) fn left(&mut self) {
        self.frame = None;
        self.model.meeting = None;
        self.model.fate = PagePhase::Over;
        if self.model.alone
            && self.model.ticket.is_none()
            && !self.model.note.open
            && self.model.work() == PendingWork::None
            && let Some(window) = page::window()
        {
            // Refused for tabs that a person opened; those show the end.
            let _ = window.close();
        }
    }

    fn hear(&mut self, received: Received) {
        if let PagePhase::Saving(_) = self.model.fate {
            return;
        }
        if let PagePhase::Leaving(_) = self.model.fate {
            use ringside::jitsi::event::Event;
            if matches!(received, Received::Event(Event::Close | Event::Left)) {
                self.left();
            }
            return;
        }
        match received {
            Received::Nothing | Received::Handshake { fresh: false, .. } => {}
            Received::Handshake { fresh: true, .. } => self.step(Input::Fresh),
            Received::Event(event) => self.step(Input::Event(event)),
            Received::Answer(answer) => self.step(Input::Answer(answer)),
        }
    }

    fn step(&mut self, input: Input) {
        let now = page::now();
        let Some(meeting) = &mut self.model.meeting else {
            return;
        };
        for output in meeting.step(input, now) {
            match output {
                Output::PageEvent(PageEvent::Left) => {
                    self.link.post(PageEvent::Left);
                    return self.left();
                }
                Output::PageEvent(report) => self.link.post(report),
                Output::Ask(request) => {
                    if let Some(frame) = &self.frame {
                        frame.ask(request, now);
                    }
                }
                Output::Reload => return self.reopen(None),
            }
        }
        self.mind_recording();
    }

    fn tick(&mut self) {
        let now = page::now();
        let gap = now.since(self.last_tick) > GAP;
        self.last_tick = now;
        match self.model.fate {
            PagePhase::Saving(deadline) if now >= deadline => {
                self.model.saved_here = Some(now);
                self.goodbye();
            }
            PagePhase::Leaving(deadline) if now >= deadline => self.left(),
            _ => {}
        }
        if matches!(
            self.model.fate,
            PagePhase::Saving(_) | PagePhase::Leaving(_)
        ) {
            return;
        }
        if let Some(frame) = &self.frame {
            if gap {
                frame.forgive(now);
            }
            for answer in frame.expire(now) {
                self.step(Input::Answer(answer));
            }
        }
        self.step(Input::Tick);
        self.model.tick(now);
        let calling = matches!(self.model.fate, PagePhase::Calling | PagePhase::Outside);
        if calling && now.since(self.last_ping) >= PING {
            self.last_ping = now;
            self.link.post(PageEvent::Ping);
        }
    }

    pub(super) fn command(&self, command: &Command) {
        if let Some(frame) = &self.frame {
            frame.send(command);
        }
    }
}
