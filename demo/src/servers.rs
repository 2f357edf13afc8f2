//! The listeners, and which of them answers what.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use axum::Router;
use axum::middleware::from_fn_with_state;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::app::App;
use crate::listener::{CuttableListener, Peer};
use crate::{api, controls, pages};

/// How often ringing calls are checked for their timeout, in the mode that has
/// one.
const SWEEP_PERIOD: Duration = Duration::from_secs(1);

/// The API and its WebSocket, for pages at this origin.
///
/// # Errors
/// When the origin is none.
pub(crate) fn api(app: &Arc<App>, pages: &str) -> anyhow::Result<Router> {
    // Outside of the faults: the CRM's errors carry the headers, too.
    let http = api::with_cors(watched(api::router(), app), pages)?;
    Ok(http.merge(watched(api::sockets(), app)))
}

/// The CRM's pages, with the test controls where they are on.
pub(crate) fn pages(app: &Arc<App>) -> Router {
    let mut router = pages::router();
    if app.controls.enabled {
        router = router.merge(controls::router());
    }
    watched(router, app)
}

fn watched(router: Router<Arc<App>>, app: &Arc<App>) -> Router {
    router
        .layer(from_fn_with_state(Arc::clone(app), controls::watch))
        .with_state(Arc::clone(app))
}

/// The demo's passwords are public, so it never listens beyond this machine.
pub(crate) async fn bind(address: SocketAddr, what: &str) -> anyhow::Result<TcpListener> {
    ensure!(
        address.ip().is_loopback(),
        "{what} may only listen on a loopback address, and {address} is none"
    );
    TcpListener::bind(address)
        .await
        .with_context(|| format!("listen on {address} for {what}"))
}

pub(crate) fn url(listener: &TcpListener) -> anyhow::Result<String> {
    let address = listener.local_addr().context("read the bound address")?;
    Ok(format!("http://{address}"))
}

pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    mut stopped: watch::Receiver<bool>,
) {
    let service = router.into_make_service_with_connect_info::<Peer>();
    let served = axum::serve(CuttableListener(listener), service)
        .with_graceful_shutdown(async move {
            // An error means the handle was dropped, which stops the demo too.
            let _ = stopped.wait_for(|stop| *stop).await;
        })
        .await;
    if let Err(error) = served {
        tracing::error!(%error, "a listener failed");
    }
}

pub(crate) async fn sweep(app: Arc<App>, mut stopped: watch::Receiver<bool>) {
    let mut ticks = tokio::time::interval(SWEEP_PERIOD);
    let stop = async move {
        let _ = stopped.wait_for(|stop| *stop).await;
    };
    tokio::pin!(stop);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            () = &mut stop => return,
        }
        if let Err(failure) = app.sweep() {
            tracing::error!(?failure, "calls were not timed out");
        }
    }
}
