//! The public meeting server, `meet.jit.si`, as far as the browsers of a test
//! know: the stand-in under that name.
//!
//! One port is both the server, for a browser that maps names to addresses
//! (Chromium), and a proxy to it, for one that does not (Firefox). The
//! certificate is made up; the browsers are told to take it.

use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, copy_bidirectional},
    net::{TcpListener, TcpStream},
    task::{AbortHandle, JoinSet},
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, crypto::ring, pki_types::PrivatePkcs8KeyDer},
};

/// Its name.
pub const HOST: &str = "meet.jit.si";

/// The first byte of a TLS connection.
const HANDSHAKE: u8 = 0x16;

/// A proxy to the stand-in. It stops when dropped.
pub struct MeetProxy {
    port: u16,
    task: AbortHandle,
}

impl MeetProxy {
    /// Starts a proxy to the stand-in at this address (`http://127.0.0.1:port`).
    ///
    /// # Errors
    /// When there is no port or no certificate to be had.
    pub async fn start(stand_in: &str) -> Result<Self> {
        let behind = stand_in.strip_prefix("http://").context("an address")?;
        let (behind, acceptor) = (behind.to_owned(), acceptor()?);
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let task = tokio::spawn(async move {
            // Dropped with this task, so no connection outlives the proxy.
            let mut connections = JoinSet::new();
            while let Ok((line, _)) = listener.accept().await {
                let (behind, acceptor) = (behind.clone(), acceptor.clone());
                // A browser that closes a connection early is no fault of a test.
                connections.spawn(async move { forward(line, &acceptor, &behind).await.ok() });
                while connections.try_join_next().is_some() {}
            }
        });
        Ok(Self {
            port,
            task: task.abort_handle(),
        })
    }

    /// Its port on this machine.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for MeetProxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn acceptor() -> Result<TlsAcceptor> {
    let made = rcgen::generate_simple_self_signed([HOST.to_owned()])?;
    let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key.into())?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

async fn forward(line: TcpStream, acceptor: &TlsAcceptor, behind: &str) -> Result<()> {
    let mut first = [0];
    line.peek(&mut first).await?;
    let mut line = BufReader::new(line);
    if first != [HANDSHAKE] {
        let mut asked = String::new();
        line.read_line(&mut asked).await?;
        ensure!(
            asked.starts_with(&format!("CONNECT {HOST}:443 ")),
            "{asked}"
        );
        while !asked.trim().is_empty() {
            asked.clear();
            line.read_line(&mut asked).await?;
        }
        line.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
    }
    let mut line = acceptor.accept(line).await?;
    let mut server = TcpStream::connect(behind).await?;
    copy_bidirectional(&mut line, &mut server).await?;
    Ok(())
}
