//! Laying settings over each other, as tables, before they are given their types.

use std::path::Path;

use toml::{Table, Value};

use super::ConfigError;

/// Every setting with its default: the manual.
pub const DEFAULTS: &str = include_str!("../../config.default.toml");

const PREFIX: &str = "LLMOBSERVE_";

/// Settings from the command line.
#[derive(Debug, Clone, Default)]
pub struct Overrides(Vec<(&'static str, String)>);

impl Overrides {
    /// Sets a top-level setting, where a value was given.
    pub fn set(&mut self, name: &'static str, value: Option<&str>) {
        if let Some(value) = value {
            self.0.push((name, value.to_owned()));
        }
    }
}

/// The defaults with the other layers over them.
pub(super) fn merge(
    file: Option<&Path>,
    environment: impl Fn(&str) -> Option<String>,
    flags: &Overrides,
) -> Result<Table, ConfigError> {
    let mut settings: Table = parse(DEFAULTS, "config.default.toml")?;
    if let Some(path) = file {
        let origin = path.display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|cause| ConfigError::File { path: origin.clone(), cause })?;
        lay_over(&mut settings, parse(&text, &origin)?, &origin)?;
    }
    from_environment(&mut settings, PREFIX, &environment)?;
    for (name, text) in &flags.0 {
        if let Some(value) = settings.get_mut(*name) {
            set(value, text, &format!("--{}", name.replace('_', "-")))?;
        }
    }
    Ok(settings)
}

fn parse(text: &str, origin: &str) -> Result<Table, ConfigError> {
    text.parse().map_err(|error: toml::de::Error| ConfigError::Form {
        origin: origin.to_owned(),
        cause: error.to_string(),
    })
}

/// Replaces values by those of another table, section by section.
fn lay_over(settings: &mut Table, over: Table, origin: &str) -> Result<(), ConfigError> {
    for (name, value) in over {
        match (settings.get_mut(&name), value) {
            (Some(Value::Table(section)), Value::Table(over)) => lay_over(section, over, origin)?,
            (Some(known), value) => *known = value,
            (None, _) => {
                return Err(ConfigError::Form {
                    origin: origin.to_owned(),
                    cause: format!("there is no setting `{name}`; config.default.toml lists all"),
                });
            }
        }
    }
    Ok(())
}

fn from_environment(
    settings: &mut Table,
    prefix: &str,
    environment: &impl Fn(&str) -> Option<String>,
) -> Result<(), ConfigError> {
    for (name, value) in settings {
        let variable = format!("{prefix}{}", name.to_ascii_uppercase());
        if let Value::Table(section) = value {
            from_environment(section, &format!("{variable}_"), environment)?;
        } else if let Some(text) = environment(&variable) {
            set(value, &text, &variable)?;
        }
    }
    Ok(())
}

/// Sets a value from text, keeping its type.
fn set(value: &mut Value, text: &str, origin: &str) -> Result<(), ConfigError> {
    let form = |expected: &str| ConfigError::Form {
        origin: origin.to_owned(),
        cause: format!("must be {expected}"),
    };
    *value = match value {
        Value::Integer(_) => Value::Integer(text.parse().map_err(|_| form("a whole number"))?),
        Value::Boolean(_) => Value::Boolean(text.parse().map_err(|_| form("true or false"))?),
        _ => Value::String(text.to_owned()),
    };
    Ok(())
}
