//! `llmobserve events import`: history from a file of one event a line.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Subcommand;
use serde::Serialize;
use serde_json::value::RawValue;
use tokio::io::{AsyncBufRead, AsyncBufReadExt, BufReader};

use crate::app::{ingest_options, prices};
use crate::auth::local_operator;
use crate::compat::llmobserve::wire;
use crate::domain::ids::TenantId;
use crate::ingest::{Ingest, Rejection, RejectionCode, Submitted, Verdict};
use crate::store::OpenMode;

use super::output::Output;
use super::progress::Progress;
use super::{CliError, Common, doors, tenant_id};

/// Events of one commit.
const BATCH: usize = 2_000;

/// Longest line, in bytes.
const MAX_LINE: usize = 1 << 20;

/// Rejected lines that are named. The summary counts all.
const NAMED: usize = 20;

#[derive(Debug, Subcommand)]
pub enum Events {
    /// Store events of a file of JSON objects, one a line. Events back to the year 2000 are taken;
    /// those stored before are skipped, so that an import may be repeated.
    Import {
        /// The file, or - for standard input.
        file: PathBuf,
        /// The tenant of events that name none [default: `default_tenant`]
        #[arg(long, value_name = "ID", value_parser = tenant_id)]
        tenant: Option<TenantId>,
    },
}

#[derive(Debug, Default, Serialize)]
struct Summary {
    lines: u64,
    created: u64,
    skipped: u64,
    conflicts: u64,
    rejected: u64,
    stopped_early: bool,
}

impl Events {
    pub async fn run(self, common: &Common, output: &Output) -> Result<ExitCode, CliError> {
        let Self::Import { file, tenant } = self;
        let config = common.config()?;
        let store = common.store(OpenMode::Create).await?;
        let doors = doors();
        store.make_partitions(doors.clock.now()).await?;
        let prices = Arc::new(prices(&store, &doors)?);
        let options = ingest_options(&config);
        let ingest = Ingest::start(Arc::clone(&store), prices, Arc::clone(&doors.clock), options);
        let import =
            Import { ingest: &ingest, default: tenant.unwrap_or_else(TenantId::default_tenant) };
        let done = import.run(&file).await;
        ingest.drain().await;
        store.close().await;
        let summary = done?;
        output.answer(&summary, |summary| {
            let mut lines = vec![format!(
                "{} lines: {} created, {} skipped ({} with other content), {} rejected",
                summary.lines,
                summary.created,
                summary.skipped,
                summary.conflicts,
                summary.rejected
            )];
            if summary.stopped_early {
                lines.push("stopped; run it again to continue".to_owned());
            }
            lines
        })?;
        let complete = summary.rejected == 0 && !summary.stopped_early;
        Ok(if complete { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

struct Import<'i> {
    ingest: &'i Ingest,
    default: TenantId,
}

impl Import<'_> {
    async fn run(&self, file: &Path) -> Result<Summary, CliError> {
        if file.as_os_str() == "-" {
            return self.lines(BufReader::new(tokio::io::stdin()), 0).await;
        }
        let opened = tokio::fs::File::open(file).await;
        let opened = opened
            .map_err(|error| CliError::Told(format!("cannot read {}: {error}", file.display())))?;
        let size = opened.metadata().await.map_or(0, |metadata| metadata.len());
        self.lines(BufReader::with_capacity(1 << 20, opened), size).await
    }

    async fn lines(
        &self,
        mut reader: impl AsyncBufRead + Unpin,
        size: u64,
    ) -> Result<Summary, CliError> {
        let mut progress = Progress::start("importing bytes", size);
        let mut summary = Summary::default();
        let mut batch: Vec<(u64, String)> = Vec::with_capacity(BATCH);
        let mut bytes = 0;
        let stop = tokio::signal::ctrl_c();
        tokio::pin!(stop);
        loop {
            let mut line = String::new();
            let read = tokio::select! {
                biased;
                _ = &mut stop => {
                    summary.stopped_early = true;
                    break;
                }
                read = reader.read_line(&mut line) => read,
            };
            let read = read.map_err(|error| {
                CliError::Told(format!("line {} cannot be read: {error}", summary.lines + 1))
            })?;
            if read == 0 {
                break;
            }
            bytes += read as u64;
            summary.lines += 1;
            if !line.trim().is_empty() {
                batch.push((summary.lines, line));
            }
            if batch.len() == BATCH {
                self.store(&mut batch, &mut summary).await?;
                progress.reached(bytes);
            }
        }
        self.store(&mut batch, &mut summary).await?;
        progress.finish();
        Ok(summary)
    }

    async fn store(
        &self,
        batch: &mut Vec<(u64, String)>,
        summary: &mut Summary,
    ) -> Result<(), CliError> {
        let mut submitted = Vec::with_capacity(batch.len());
        for (index, (number, line)) in batch.iter().enumerate() {
            match self.read(index, line.trim()) {
                Ok(event) => submitted.push(event),
                Err(rejection) => summary.refuse(*number, &rejection),
            }
        }
        let verdicts = self.ingest.import(submitted, self.ingest.permit()).await?;
        for (index, verdict) in verdicts {
            match verdict {
                Verdict::Created => summary.created += 1,
                Verdict::Repeated => summary.skipped += 1,
                Verdict::Conflict => {
                    summary.skipped += 1;
                    summary.conflicts += 1;
                }
                Verdict::Rejected(rejection) => {
                    summary.refuse(batch.get(index).map_or(0, |(number, _)| *number), &rejection);
                }
            }
        }
        batch.clear();
        Ok(())
    }

    fn read(&self, index: usize, line: &str) -> Result<Submitted, Rejection> {
        if line.len() > MAX_LINE {
            return Err(Rejection::new(RejectionCode::TooLong, "the line is longer than 1 MiB"));
        }
        let raw: &RawValue = serde_json::from_str(line).map_err(|error| {
            Rejection::new(RejectionCode::InvalidJson, format!("not JSON: {error}"))
        })?;
        let claimed = wire::read(raw)?;
        let tenant = claimed.tenant.unwrap_or_else(|| self.default.clone());
        Ok(Submitted { index, scope: local_operator(tenant), event: claimed.event })
    }
}

impl Summary {
    fn refuse(&mut self, line: u64, rejection: &Rejection) {
        self.rejected += 1;
        if self.rejected <= NAMED as u64 {
            Output::note(&format!("line {line}: {}", rejection.message));
        }
    }
}
