//! `llmobserve migrate`: bring the schema up to date.

use std::process::ExitCode;

use crate::store::OpenMode;

use super::output::Output;
use super::{CliError, Common, doors};

pub async fn run(common: &Common, output: &Output) -> Result<ExitCode, CliError> {
    let store = common.store(OpenMode::Create).await?;
    store.make_partitions(doors().clock.now()).await?;
    let answer = serde_json::json!({ "database": store.name(), "schema": "up to date" });
    store.close().await;
    output.answer(&answer, |_| vec!["the schema is up to date".to_owned()])?;
    Ok(ExitCode::SUCCESS)
}
