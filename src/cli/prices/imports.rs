//! `prices import|imports|retire`: the operator's price data.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use clap::Args;

use crate::api::prices::importing::{ImportedView, TenantEffectView, effects};
use crate::api::prices::imports::ImportView;
use crate::app::{prices, revisions};
use crate::prices::{File, Prepared, Prices};
use crate::pricing::diff::ModelChange;
use crate::pricing::import::Format;
use crate::store::{OpenMode, Store};

use super::super::output::{Output, table};
use super::super::progress::Progress;
use super::super::revisions::effect;
use super::super::{CliError, Common, doors};
use super::instant;

/// Models of a dry run that people are shown. JSON has all.
const SHOWN: usize = 40;

#[derive(Debug, Args)]
pub struct Import {
    /// The file.
    file: PathBuf,
    /// What it is: genai-prices, litellm or csv.
    #[arg(long, value_parser = format)]
    format: Format,
    /// From when on prices without dates hold (RFC 3339 or day) [default: now; data of
    /// genai-prices, which has dates of its own: since ever]
    #[arg(long, value_parser = instant)]
    from: Option<DateTime<Utc>>,
    /// Where the file comes from [default: its name]
    #[arg(long)]
    source: Option<String>,
    /// Say what would change, and change nothing.
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Args)]
pub struct Retire {
    /// Its id, as `imports` shows it.
    id: String,
    /// Why.
    #[arg(long, default_value = "")]
    reason: String,
}

fn format(name: &str) -> Result<Format, String> {
    Format::parse(name).ok_or_else(|| {
        let known: Vec<&str> = Format::ALL.into_iter().map(Format::as_str).collect();
        format!("known formats are {}", known.join(", "))
    })
}

impl Import {
    pub async fn run(self, common: &Common, output: &Output) -> Result<ExitCode, CliError> {
        let text = tokio::fs::read_to_string(&self.file).await.map_err(|error| {
            CliError::Told(format!("cannot read {}: {error}", self.file.display()))
        })?;
        let name = self.file.file_name().unwrap_or(self.file.as_os_str());
        let source = self.source.clone().unwrap_or_else(|| name.to_string_lossy().into_owned());
        let file = File { format: self.format, text: &text, source: &source, from: self.from };
        let store = common.store(OpenMode::Existing).await?;
        let prices = Arc::new(prices(&store, &doors())?);
        let done = self.import(&store, &prices, &file).await;
        store.close().await;
        let (prepared, effects) = done?;
        output.answer(&ImportedView::new(prepared, self.dry_run, effects), lines)?;
        Ok(ExitCode::SUCCESS)
    }

    async fn import(
        &self,
        store: &Arc<Store>,
        prices: &Arc<Prices>,
        file: &File<'_>,
    ) -> Result<(Prepared, Vec<TenantEffectView>), CliError> {
        let prepared = prices.prepare(file).await?;
        if !self.dry_run {
            prices.import(&prepared).await?;
            return Ok((prepared, Vec::new()));
        }
        let doors = doors();
        let revisions = revisions(store, prices, &doors);
        let mut progress = Progress::start("looking at events", 0);
        let rooms = (store.as_ref(), prices.as_ref(), &revisions);
        let looked = |events: u64| progress.reached(events);
        let effects = effects(rooms, &prepared, doors.clock.now(), looked).await;
        progress.finish();
        Ok((prepared, effects.map_err(|error| CliError::Told(error.to_string()))?))
    }
}

fn lines(view: &ImportedView) -> Vec<String> {
    let mut lines = vec![format!("sha-256 {}", view.digest)];
    lines.extend(view.read.iter().map(|(what, count)| format!("{count:>8} {what}")));
    let counts = &view.changes.counts;
    lines.push(format!(
        "models  {} added, {} changed, {} removed, {} as they were",
        counts.models_added, counts.models_changed, counts.models_removed, counts.models_unchanged
    ));
    lines.push(format!(
        "prices  {} added, {} changed, {} removed",
        counts.prices_added, counts.prices_changed, counts.prices_removed
    ));
    // What changes or goes is worth more of the screen than what is new.
    let order = ["changed", "removed", "added"];
    let models = order
        .iter()
        .flat_map(|change| view.changes.models.iter().filter(move |model| model.change == *change));
    lines.extend(models.take(SHOWN).flat_map(changed));
    let more = view.changes.models.len().saturating_sub(SHOWN);
    if more > 0 {
        lines.push(format!("… and {more} more models; --json lists all"));
    }
    for found in &view.last_30_days {
        lines.push(format!("the last 30 days of {}, once re-priced:", found.tenant));
        lines.extend(effect(&found.effect));
    }
    lines.push(match (&view.same_as, &view.id) {
        (Some(same), _) => format!("the same file is in use as {same}; nothing to do"),
        (None, Some(id)) => format!("imported as {id}"),
        (None, None) if view.last_30_days.is_empty() => {
            "nothing was changed: a dry run; no call of the last 30 days would cost anything else"
                .to_owned()
        }
        (None, None) => "nothing was changed: a dry run".to_owned(),
    });
    lines
}

fn changed(model: &ModelChange) -> Vec<String> {
    let mut lines = vec![format!("{:7} {}/{}", model.change, model.provider, model.model)];
    lines.extend(model.prices.iter().map(|price| {
        let shown = |figure: &Option<String>| figure.clone().unwrap_or_else(|| "none".to_owned());
        format!("          {}: {} -> {}", price.price, shown(&price.old), shown(&price.new))
    }));
    lines
}

/// Lists imports.
pub async fn list(common: &Common, output: &Output) -> Result<ExitCode, CliError> {
    let store = common.store(OpenMode::Existing).await?;
    let found = prices(&store, &doors())?.imports().await;
    store.close().await;
    let views: Vec<ImportView> = found?.into_iter().map(ImportView::from).collect();
    output.answer(&views, |views| {
        let date = |at: Option<DateTime<Utc>>| at.map(|at| at.to_rfc3339()).unwrap_or_default();
        let rows = views.iter().map(|view| {
            vec![
                view.id.clone(),
                view.format.clone(),
                view.source.clone(),
                date(Some(view.created_at)),
                date(view.effective_from),
                date(view.retired_at),
                view.digest.chars().take(12).collect(),
            ]
        });
        let header = ["id", "format", "source", "imported", "from", "retired", "sha-256"];
        table(&header, &rows.collect::<Vec<_>>())
    })?;
    Ok(ExitCode::SUCCESS)
}

impl Retire {
    pub async fn run(self, common: &Common, output: &Output) -> Result<ExitCode, CliError> {
        let store = common.store(OpenMode::Existing).await?;
        let retired = prices(&store, &doors())?.retire_import(&self.id, &self.reason).await;
        store.close().await;
        if !retired? {
            return Err(CliError::Told(format!(
                "there is no import {} in use; `llmobserve prices imports` lists them",
                self.id
            )));
        }
        let answer = serde_json::json!({ "id": self.id, "retired": true });
        output.answer(&answer, |_| vec![format!("retired {}", self.id)])?;
        Ok(ExitCode::SUCCESS)
    }
}
