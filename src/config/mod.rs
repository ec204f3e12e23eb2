//! Settings: default < file < environment < command line.

mod layers;

use std::path::Path;

use serde::Deserialize;
use thiserror::Error;

pub use layers::{DEFAULTS, Overrides};

/// Why the settings cannot be used.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read the settings file {path}: {cause}")]
    File {
        /// The file.
        path: String,
        /// Why.
        cause: std::io::Error,
    },
    /// The file, or all settings together, do not have the right form.
    #[error("{origin}: {cause}")]
    Form {
        /// Where.
        origin: String,
        /// What is wrong.
        cause: String,
    },
    /// Settings that contradict each other.
    #[error("{0}")]
    Contradiction(String),
}

/// All settings. `config.default.toml` says what each means.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Address to listen on.
    pub host: String,
    /// Port to listen on.
    pub port: u16,
    /// The database.
    pub database_url: String,
    /// The login that owns the PostgreSQL schema; empty for the same.
    pub migrate_database_url: String,
    /// Who may call.
    pub auth: AuthSetting,
    /// Open mode may be reached from other machines.
    pub open_on_network: bool,
    /// Where the first admin key is written; empty for nowhere.
    pub admin_key_file: String,
    /// A folder with a built dashboard; empty for the program's own.
    pub dashboard_dir: String,
    /// How the dashboard looks.
    pub dashboard: DashboardConfig,
    /// What requests may hold.
    pub ingest: IngestConfig,
    /// What is made of OpenTelemetry's spans.
    pub opentelemetry: OpenTelemetryConfig,
    /// What is logged, and how.
    pub log: LogConfig,
    /// The socket.
    pub server: ServerConfig,
}

/// Who may call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthSetting {
    /// Anybody.
    Open,
    /// Holders of an API key.
    Required,
}

/// How the dashboard looks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DashboardConfig {
    /// What it calls the collector.
    pub name: String,
    /// A logo; empty for none.
    pub logo_file: String,
    /// A colour, as `#rrggbb`; empty for the dashboard's own.
    pub accent: String,
}

/// What requests may hold.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IngestConfig {
    /// Bytes after decompression.
    pub max_body_bytes: usize,
    /// Events.
    pub max_events: usize,
    /// Bytes waiting for their commit.
    pub queue_bytes: usize,
    /// Days back.
    pub max_age_days: u32,
    /// Hours ahead.
    pub max_ahead_hours: u32,
}

/// What is made of OpenTelemetry's spans.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenTelemetryConfig {
    /// A regular expression of what content must not hold; empty for none.
    pub redact: String,
}

/// What is logged, and how.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogConfig {
    /// A level or a filter.
    pub level: String,
    /// The form.
    pub format: LogFormat,
}

/// The form of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// The socket.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerConfig {
    /// Connections at the same time.
    pub max_connections: usize,
    /// Seconds to finish.
    pub drain_seconds: u64,
}

impl Config {
    /// The settings of a process: the file, where one is named, its environment and its command
    /// line over the defaults.
    pub fn load(
        file: Option<&Path>,
        environment: impl Fn(&str) -> Option<String>,
        flags: &Overrides,
    ) -> Result<Self, ConfigError> {
        let config: Self = layers::merge(file, environment, flags)?.try_into().map_err(
            |error: toml::de::Error| ConfigError::Form {
                origin: "the settings".to_owned(),
                // The second line names the setting.
                cause: error.to_string().trim_end().replace('\n', " "),
            },
        )?;
        config.validate()?;
        Ok(config)
    }

    fn validate(&self) -> Result<(), ConfigError> {
        let refuse = |text: &str| Err(ConfigError::Contradiction(text.to_owned()));
        if self.ingest.queue_bytes < self.ingest.max_body_bytes {
            return refuse("ingest.queue_bytes must be at least ingest.max_body_bytes");
        }
        if self.ingest.max_events == 0 || self.server.max_connections == 0 {
            return refuse("ingest.max_events and server.max_connections must be at least 1");
        }
        let hex = self.dashboard.accent.strip_prefix('#').unwrap_or_default();
        let is_colour = hex.len() == 6 && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !self.dashboard.accent.is_empty() && !is_colour {
            return refuse("dashboard.accent must be a colour such as \"#3b82f6\"");
        }
        if self.ingest.max_age_days > 365 || self.ingest.max_ahead_hours > 24 * 7 {
            return refuse(
                "ingest.max_age_days may be at most 365 and ingest.max_ahead_hours at most 168",
            );
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(environment: &[(&str, &str)], flags: &Overrides) -> Result<Config, ConfigError> {
        let get = |name: &str| {
            environment
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| (*value).to_owned())
        };
        Config::load(None, get, flags)
    }

    #[test]
    fn the_manual_parses_to_the_defaults() {
        let config = load(&[], &Overrides::default()).unwrap();
        assert_eq!(
            config,
            Config {
                host: "127.0.0.1".to_owned(),
                port: 8000,
                database_url: "sqlite://llmobserve.db".to_owned(),
                migrate_database_url: String::new(),
                auth: AuthSetting::Open,
                open_on_network: false,
                admin_key_file: String::new(),
                dashboard_dir: String::new(),
                dashboard: DashboardConfig {
                    name: "llmobserve".to_owned(),
                    logo_file: String::new(),
                    accent: String::new(),
                },
                ingest: IngestConfig {
                    max_body_bytes: 16 << 20,
                    max_events: 10_000,
                    queue_bytes: 64 << 20,
                    max_age_days: 35,
                    max_ahead_hours: 24,
                },
                opentelemetry: OpenTelemetryConfig { redact: String::new() },
                log: LogConfig { level: "info".to_owned(), format: LogFormat::Text },
                server: ServerConfig { max_connections: 4_096, drain_seconds: 25 },
            }
        );
    }

    #[test]
    fn every_setting_is_described_in_the_manual() {
        let mut described = false;
        for line in DEFAULTS.lines() {
            if line.starts_with('#') {
                described = true;
            } else if line.is_empty() || line.starts_with('[') {
                described = false;
            } else {
                assert!(described, "{line} has no comment above it");
                described = false;
            }
        }
    }

    #[test]
    fn later_layers_win() {
        let file =
            std::env::temp_dir().join(format!("llmobserve-config-{}.toml", std::process::id()));
        std::fs::write(
            &file,
            "port = 1\nhost = \"file\"\nauth = \"required\"\n[ingest]\nmax_events = 5\n",
        )
        .unwrap();
        let environment = |name: &str| match name {
            "LLMOBSERVE_PORT" => Some("2".to_owned()),
            "LLMOBSERVE_HOST" => Some("environment".to_owned()),
            "LLMOBSERVE_INGEST_MAX_AGE_DAYS" => Some("7".to_owned()),
            _ => None,
        };
        let mut flags = Overrides::default();
        flags.set("port", Some("3"));
        flags.set("host", None);
        let config = Config::load(Some(&file), environment, &flags).unwrap();
        std::fs::remove_file(&file).unwrap();
        assert_eq!((config.port, config.host.as_str()), (3, "environment"));
        assert_eq!(config.auth, AuthSetting::Required);
        assert_eq!((config.ingest.max_events, config.ingest.max_age_days), (5, 7));
        assert_eq!(config.ingest.max_ahead_hours, 24);
    }

    #[test]
    fn faults_are_named() {
        let fault =
            |pairs: &[(&str, &str)]| load(pairs, &Overrides::default()).unwrap_err().to_string();
        assert!(fault(&[("LLMOBSERVE_PORT", "eighty")]).contains("LLMOBSERVE_PORT"));
        assert!(fault(&[("LLMOBSERVE_AUTH", "maybe")]).contains("maybe"));
        assert!(fault(&[("LLMOBSERVE_INGEST_QUEUE_BYTES", "1")]).contains("queue_bytes"));
        let file =
            std::env::temp_dir().join(format!("llmobserve-unknown-{}.toml", std::process::id()));
        std::fs::write(&file, "prot = 1\n").unwrap();
        let error = Config::load(Some(&file), |_| None, &Overrides::default()).unwrap_err();
        std::fs::remove_file(&file).unwrap();
        assert!(error.to_string().contains("prot"), "{error}");
    }
}
