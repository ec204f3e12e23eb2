//! `llmobserve openapi`: the API's description.

use std::process::ExitCode;

use super::CliError;
use super::output::Output;

pub fn run() -> Result<ExitCode, CliError> {
    let document = crate::router::openapi();
    Output::text(&serde_json::to_string_pretty(&document)?)?;
    Ok(ExitCode::SUCCESS)
}
