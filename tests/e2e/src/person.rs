//! A person: a browser of their own, signed in at the CRM.

mod in_call;
mod own_window;

use anyhow::{Context, Result, ensure};
use reqwest::Url;
use thirtyfour::{WebDriver, WebElement, WindowHandle};

use crate::{Browser, Crm, Options, Session, artefacts, dom, wait, windows, words};

pub use own_window::OWN_WINDOW;

/// The people of the demo who take part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum User {
    /// The owner, who calls.
    Olivia,
    /// A customer, who is called.
    Jane,
    /// An employee.
    Mike,
}

impl User {
    /// What they sign in with.
    #[must_use]
    pub fn sign_in(self) -> (&'static str, &'static str) {
        match self {
            Self::Olivia => ("olivia.owner", "demo-olivia"),
            Self::Jane => ("jane.doe@example.com", "demo-jane"),
            Self::Mike => ("mike.meyer", "demo-mike"),
        }
    }

    /// Their e-mail address.
    #[must_use]
    pub fn email(self) -> &'static str {
        match self {
            Self::Olivia => "olivia.owner@northwind.example",
            Self::Jane => "jane.doe@example.com",
            Self::Mike => "mike.meyer@northwind.example",
        }
    }

    /// Their name, as others see it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Olivia => "Olivia Owner",
            Self::Jane => "Jane Doe",
            Self::Mike => "Mike Meyer",
        }
    }
}

/// With or without pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// Sound only.
    Audio,
    /// Sound and pictures.
    Video,
}

/// Does what the CRM's pages do with the answer to a sign-in. Gives the path
/// where the person starts.
const BEGIN: &str = r"
const [login, done] = arguments;
import('/assets/crm/session.js').then((session) => {
    session.begin(login);
    done(session.home());
});
";

/// A person at their browser.
pub struct Person {
    /// Who.
    pub user: User,
    /// Their browser.
    pub session: Session,
    crm: String,
}

impl Person {
    /// A person at a browser that runs, not yet signed in.
    #[must_use]
    pub fn new(session: Session, crm: &Crm, user: User) -> Self {
        Self {
            user,
            session,
            crm: crm.url().to_owned(),
        }
    }

    /// Starts a new browser and signs in at the CRM.
    ///
    /// # Errors
    /// When browser or CRM do not do what they should.
    pub async fn start(browser: Browser, options: &Options, crm: &Crm, user: User) -> Result<Self> {
        let session = Session::start(browser, options).await?;
        let person = Self::new(session, crm, user);
        person.sign_in(crm, None).await?;
        Ok(person)
    }

    /// Signs in at the CRM without its form, by a link that has the tokens that
    /// the form would get. Goes to a path with it, or to where this person
    /// starts. The page that is open is not the CRM's.
    ///
    /// # Errors
    /// When browser or CRM do not do what they should.
    pub async fn sign_in(&self, crm: &Crm, path: Option<&str>) -> Result<()> {
        let signed_in = async {
            let login = crm.login(self.user).await?.to_string();
            let mut link = Url::parse(&format!("{}{}", self.crm, path.unwrap_or("/")))?;
            let coded = Url::parse_with_params(link.as_str(), [("sign-in", login)])?;
            link.set_fragment(coded.query());
            self.web()
                .goto(link.as_str())
                .await
                .context("open the link")
        }
        .await;
        if let Err(error) = signed_in {
            let folder = artefacts::folder("sign-in");
            artefacts::keep(&folder, self.session.browser.name(), self).await;
            let doing = format!("{} signs in; see {}", self.user.name(), folder.display());
            return Err(error.context(doing));
        }
        Ok(())
    }

    /// Signs in at another CRM as well, in the current tab, and goes to a path of
    /// it.
    ///
    /// # Errors
    /// When browser or CRM do not do what they should.
    pub async fn sign_in_at(&self, crm: &Crm, path: &str) -> Result<()> {
        let at = |path: &str| format!("{}{path}", crm.url());
        self.web().goto(at("/assets/crm/base.css")).await?;
        self.store_login(crm).await?;
        self.web().goto(at(path)).await?;
        Ok(())
    }

    /// Stores a new sign-in as the CRM's pages do, in the page that is open.
    /// Returns the path where this person starts.
    ///
    /// # Errors
    /// When browser or CRM do not do what they should.
    pub async fn store_login(&self, crm: &Crm) -> Result<String> {
        self.store_login_of(crm, self.user).await
    }

    /// The same as another user.
    ///
    /// # Errors
    /// When browser or CRM do not do what they should.
    pub async fn store_login_of(&self, crm: &Crm, user: User) -> Result<String> {
        let login = crm.login(user).await?;
        let home = self.web().execute_async(BEGIN, vec![login]).await?;
        let home = home.json().as_str().context("no start page")?;
        Ok(home.to_owned())
    }

    /// Ends their browser and starts it again. They are still signed in at the
    /// CRM, but none of its pages is open.
    ///
    /// # Errors
    /// When the browser does not end or start.
    pub async fn start_anew(self, options: &Options) -> Result<Self> {
        let Self { user, session, crm } = self;
        let session = session.start_anew(options).await?;
        Ok(Self { user, session, crm })
    }

    /// Where the CRM is that they use.
    #[must_use]
    pub fn crm(&self) -> &str {
        &self.crm
    }

    /// Commands to the current tab.
    #[must_use]
    pub fn web(&self) -> &WebDriver {
        &self.session.web
    }

    /// Signs in at the CRM's own form.
    ///
    /// # Errors
    /// When the CRM does not let them in.
    pub async fn fill_in_login(&self) -> Result<()> {
        self.visit("/login").await?;
        self.enter_login(self.user).await
    }

    /// Fills in the CRM's form, which is there, as somebody who sits at this
    /// person's browser.
    ///
    /// # Errors
    /// When the CRM does not let them in.
    pub async fn enter_login(&self, user: User) -> Result<()> {
        let (name, password) = user.sign_in();
        let field = |css: &'static str| self.find(css);
        field("input[name=username]").await?.send_keys(name).await?;
        field("input[name=password]")
            .await?
            .send_keys(password)
            .await?;
        field("form button[type=submit]").await?.click().await?;
        wait::until_true("the CRM to let them in", wait::STEP, async || {
            Ok(self.web().current_url().await?.path() != "/login")
        })
        .await
    }

    /// Signs out with the CRM's own menu, whatever lies over it, and comes to its
    /// form.
    ///
    /// # Errors
    /// When the CRM has no such menu, or shows no form.
    pub async fn sign_out(&self) -> Result<()> {
        self.find(".user").await?;
        let press = "document.querySelector('.user .menu-item').click()";
        self.web().execute(press, vec![]).await?;
        self.find("form input[type=password]").await.map(drop)
    }

    /// Goes to a path of the CRM by loading it.
    ///
    /// # Errors
    /// When the page does not load.
    pub async fn visit(&self, path: &str) -> Result<()> {
        self.web()
            .goto(format!("{}{path}", self.crm))
            .await
            .with_context(|| format!("open {path}"))
    }

    /// Waits for an element of the page itself.
    ///
    /// # Errors
    /// When it does not come in time.
    pub async fn find(&self, css: &str) -> Result<WebElement> {
        dom::find(self.web(), css).await
    }

    /// Waits for the button beside a record.
    ///
    /// # Errors
    /// When it does not come in time.
    pub async fn find_button(&self, name: &str, media: Media) -> Result<WebElement> {
        dom::button(self.web(), &words::call(name, media)).await
    }

    /// Makes the toast small.
    ///
    /// # Errors
    /// When there is no toast, or it does not get small.
    pub async fn minimise(&self) -> Result<()> {
        dom::press(self.web(), words::MINIMISE).await?;
        dom::gone(self.web(), words::MINIMISE).await
    }

    /// Presses the button beside a record.
    ///
    /// # Errors
    /// When the button does not come in time.
    pub async fn call(&self, name: &str, media: Media) -> Result<()> {
        dom::press(self.web(), &words::call(name, media)).await
    }

    /// Waits until an incoming call is announced in the current tab.
    ///
    /// # Errors
    /// When it does not ring in time.
    pub async fn rings(&self) -> Result<WebElement> {
        dom::button(self.web(), words::ANSWER).await
    }

    /// Answers the call that rings.
    ///
    /// # Errors
    /// When nothing rings in time.
    pub async fn answer(&self) -> Result<()> {
        dom::press(self.web(), words::ANSWER).await
    }

    /// Declines the call that rings.
    ///
    /// # Errors
    /// When nothing rings in time.
    pub async fn decline(&self) -> Result<()> {
        dom::press(self.web(), words::DECLINE).await
    }

    /// Waits until nothing rings in the current tab.
    ///
    /// # Errors
    /// When it still rings when the time is over.
    pub async fn quiet(&self) -> Result<()> {
        dom::gone(self.web(), words::ANSWER).await
    }

    /// Gives up calling.
    ///
    /// # Errors
    /// When there is no call to give up.
    pub async fn cancel(&self) -> Result<()> {
        dom::press(self.web(), words::CANCEL).await
    }

    /// Waits until the toast says something that contains `text`.
    ///
    /// # Errors
    /// When it does not in time; names what it says.
    pub async fn toast_says(&self, text: &str) -> Result<()> {
        dom::says(self.web(), words::TOAST, text).await
    }

    /// Waits until the incoming-call banner says something that contains
    /// `text`.
    ///
    /// # Errors
    /// When it does not in time; names what it says.
    pub async fn banner_says(&self, text: &str) -> Result<()> {
        dom::says(self.web(), words::BANNER, text).await
    }

    /// Waits until a notice says something that contains `text`.
    ///
    /// # Errors
    /// When none does in time; names what is said.
    pub async fn notice_says(&self, text: &str) -> Result<()> {
        dom::says(self.web(), words::NOTICE, text).await
    }

    /// Waits until the popup, in a tab of its own, says that nobody is signed in.
    ///
    /// # Errors
    /// When it does not in time, or something rings there.
    pub async fn popup_is_signed_out(&self) -> Result<()> {
        let here = windows::open_page(&self.session, "popup.html").await?;
        wait::until_true("the popup to say so", wait::STEP, async || {
            let account = self.find("#account").await?.text().await?;
            Ok(account.contains("Not signed in"))
        })
        .await?;
        let rings = dom::buttons(self.web(), words::ANSWER).await?.len();
        self.web().close_window().await?;
        self.web().switch_to_window(here).await?;
        ensure!(rings == 0, "it rings in the popup");
        Ok(())
    }

    /// Presses a button that Ringside has put on the page.
    ///
    /// # Errors
    /// When it does not come in time.
    pub async fn press(&self, name: &str) -> Result<()> {
        dom::press(self.web(), name).await
    }

    /// Opens the CRM in one more tab, which is then the current one. Returns
    /// the handle of the tab before.
    ///
    /// # Errors
    /// When the tab does not open.
    pub async fn open_tab(&self, path: &str) -> Result<WindowHandle> {
        let before = self.web().window().await?;
        let tab = self.web().new_tab().await?;
        self.web().switch_to_window(tab).await?;
        self.visit(path).await?;
        Ok(before)
    }
}
