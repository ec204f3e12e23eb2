//! `llmobserve health`: whether the collector of these settings is ready, for container checks.

use std::net::IpAddr;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper::client::conn::http1::handshake;
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use serde::Serialize;
use tokio::net::TcpStream;

use crate::config::{Config, Overrides};

use super::output::Output;
use super::{CliError, Common};

/// How long an answer may take.
const DEADLINE: Duration = Duration::from_secs(2);

#[derive(Debug, Args)]
pub struct Health {
    /// Address that the collector listens on [default: that of the settings]
    #[arg(long)]
    host: Option<String>,
    /// Port that it listens on [default: that of the settings]
    #[arg(long)]
    port: Option<u16>,
}

#[derive(Debug, Serialize)]
struct HealthView {
    url: String,
    ready: bool,
}

impl Health {
    pub async fn run(self, common: &Common, output: &Output) -> Result<ExitCode, CliError> {
        let mut flags = Overrides::default();
        flags.set("host", self.host.as_deref());
        flags.set("port", self.port.map(|port| port.to_string()).as_deref());
        let config = common.config_with(flags)?;
        let authority = authority(&config);
        let url = format!("http://{authority}/readyz");
        let asked = tokio::time::timeout(DEADLINE, ask(&authority)).await;
        let status = asked
            .map_err(|_| format!("no answer within {} seconds", DEADLINE.as_secs()))
            .and_then(|answer| answer.map_err(|error| error.to_string()))
            .map_err(|cause| CliError::Told(format!("{url} does not answer: {cause}")))?;
        let view = HealthView { url, ready: status == StatusCode::OK };
        output.answer(&view, |view| {
            let word = if view.ready { "ready" } else { "not ready" };
            vec![format!("{} is {word}", view.url)]
        })?;
        Ok(if view.ready { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// Where to reach a collector that listens there: one that listens everywhere answers here too.
fn authority(config: &Config) -> String {
    let host = match config.host.parse::<IpAddr>() {
        Ok(IpAddr::V4(address)) if address.is_unspecified() => "127.0.0.1".to_owned(),
        Ok(IpAddr::V6(address)) if address.is_unspecified() => "[::1]".to_owned(),
        Ok(IpAddr::V6(address)) => format!("[{address}]"),
        _ => config.host.clone(),
    };
    format!("{host}:{}", config.port)
}

async fn ask(authority: &str) -> Result<StatusCode, Box<dyn std::error::Error + Send + Sync>> {
    let stream = TcpStream::connect(authority).await?;
    let (mut sender, connection) = handshake(TokioIo::new(stream)).await?;
    let connection = tokio::spawn(connection);
    let request = Request::get("/readyz").header("host", authority).body(Empty::<Bytes>::new())?;
    let response = sender.send_request(request).await?;
    let status = response.status();
    response.into_body().collect().await?;
    drop(sender);
    connection.await??;
    Ok(status)
}
