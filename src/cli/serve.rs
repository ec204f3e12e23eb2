//! `llmobserve serve`: run the collector.

use std::process::ExitCode;

use clap::Args;

use crate::app::App;
use crate::config::{AuthSetting, Config, Overrides};
use crate::{lifecycle, telemetry};

use super::output::Output;
use super::{CliError, Common, doors};

#[derive(Debug, Args)]
pub struct Serve {
    /// Address to listen on [default: 127.0.0.1]
    #[arg(long)]
    host: Option<String>,
    /// Port to listen on, 0 for a free one [default: 8000]
    #[arg(long)]
    port: Option<u16>,
    /// Who may call: open or required [default: open]
    #[arg(long, value_parser = ["open", "required"])]
    auth: Option<String>,
    /// Let open mode listen on an address that other machines reach.
    #[arg(long)]
    open_on_network: bool,
    /// Serve the dashboard from a folder that it was built into, instead of the program's own.
    #[arg(long, value_name = "DIR")]
    dashboard_dir: Option<String>,
}

impl Serve {
    pub async fn run(self, common: &Common, output: &Output) -> Result<ExitCode, CliError> {
        let mut flags = Overrides::default();
        flags.set("host", self.host.as_deref());
        flags.set("port", self.port.map(|port| port.to_string()).as_deref());
        flags.set("auth", self.auth.as_deref());
        flags.set("open_on_network", self.open_on_network.then_some("true"));
        flags.set("dashboard_dir", self.dashboard_dir.as_deref());
        let config = common.config_with(flags)?;
        telemetry::log(&config.log).map_err(CliError::Told)?;
        let app = App::start(&config, doors()).await?;
        let bound = lifecycle::bind(&config.host, config.port).await;
        let (listener, address) = match bound {
            Ok(bound) => bound,
            Err(error) => {
                app.stop().await;
                return Err(cannot_listen(&config, &error));
            }
        };
        let stop = match lifecycle::stop_signal() {
            Ok(stop) => stop,
            Err(error) => {
                app.stop().await;
                return Err(CliError::Told(format!("signals cannot be received: {error}")));
            }
        };
        let url = format!("http://{address}");
        let told =
            output.answer(&serde_json::json!({ "url": url }), |_| vec![welcome(&config, &url)]);
        if let Err(error) = told {
            // Whoever started the collector does not listen; those who call it still may.
            tracing::warn!(%error, url, "standard output is closed");
        }
        lifecycle::serve(app, listener, &config.server, stop).await;
        Ok(ExitCode::SUCCESS)
    }
}

fn cannot_listen(config: &Config, error: &std::io::Error) -> CliError {
    CliError::Told(format!(
        "cannot listen on {}:{}: {error}. Another program may use the port; --port names another",
        config.host, config.port
    ))
}

/// What to do next: a line that stores an event and one that reads what it cost.
fn welcome(config: &Config, url: &str) -> String {
    let database = if config.database_url.starts_with("sqlite:") {
        config.database_url.as_str()
    } else {
        "PostgreSQL"
    };
    let (mode, key) = match config.auth {
        AuthSetting::Open => ("open: no authentication, this machine only", ""),
        AuthSetting::Required => {
            ("required: API keys, see `llmobserve keys create`", " -H 'Authorization: Bearer KEY'")
        }
    };
    let event = r#"{"id":"first","provider":"openai","model":"gpt-4o-mini","customer_id":"alice","input_tokens":900,"output_tokens":100}"#;
    format!(
        "llmobserve {version} listens on {url}\n  database  {database}\n  mode      {mode}\n  \
         dashboard {url}/app/\n  API       {url}/api/docs/\n\nStore an event:\n  curl -sS {url}/events{key} -H \
         'Content-Type: application/json' -d '{event}'\n\nRead what it cost:\n  curl -sS \
         '{url}/api/v1/costs?group_by=customer'{key}\n",
        version = env!("CARGO_PKG_VERSION"),
    )
}
