//! Where rows come from: a reader in the background, some pages ahead.

use serde_json::value::RawValue;
use tokio::sync::mpsc;

use crate::cli::CliError;
use crate::ingest::Rejection;
use crate::store::LegacyEvents;

/// Rows of one page, and events of one commit.
pub const PAGE: usize = 2_000;

/// Bytes of one page, about.
const PAGE_BYTES: usize = 8 << 20;

/// Pages that wait.
const AHEAD: usize = 2;

/// One row.
#[derive(Debug)]
pub struct Row {
    /// Its line in the file, or its place in the table.
    pub number: u64,
    /// A JSON object, or why it is none.
    pub content: Result<Box<RawValue>, Rejection>,
}

/// Some rows.
#[derive(Debug)]
pub struct Page {
    /// The rows.
    pub rows: Vec<Row>,
    /// How far the source is read, in its own measure.
    pub reached: u64,
}

/// Rows on their way.
#[derive(Debug)]
pub struct Source {
    /// The pages; an error ends them.
    pub pages: mpsc::Receiver<Result<Page, CliError>>,
    /// What `reached` counts.
    pub measure: &'static str,
    /// Where `reached` ends; 0 where nobody knows.
    pub total: u64,
    /// What a row is called.
    pub unit: &'static str,
}

impl Source {
    /// The table of the original collector.
    pub async fn legacy(location: &str) -> Result<Self, CliError> {
        let mut events = LegacyEvents::open(location).await?;
        let total = events.total();
        let (sender, pages) = mpsc::channel(AHEAD);
        tokio::spawn(async move {
            let mut read = 0;
            loop {
                let page = match events.next_page().await {
                    Ok(rows) if rows.is_empty() => break,
                    Ok(rows) => Ok(numbered(rows, &mut read)),
                    Err(error) => Err(error.into()),
                };
                let is_last = page.is_err();
                if sender.send(page).await.is_err() || is_last {
                    break;
                }
            }
        });
        Ok(Self { pages, measure: "importing rows", total, unit: "row" })
    }
}

fn numbered(rows: Vec<Box<RawValue>>, read: &mut u64) -> Page {
    let number = |raw| {
        *read += 1;
        Row { number: *read, content: Ok(raw) }
    };
    let rows = rows.into_iter().map(number).collect();
    Page { rows, reached: *read }
}

/// Collects rows into pages, for a reader in a thread of its own.
#[derive(Debug)]
pub struct Sink {
    sender: mpsc::Sender<Result<Page, CliError>>,
    rows: Vec<Row>,
    bytes: usize,
}

/// Nobody reads on.
#[derive(Debug)]
pub struct Closed;

impl Sink {
    /// A sink and what comes out of it.
    pub fn new() -> (Self, mpsc::Receiver<Result<Page, CliError>>) {
        let (sender, pages) = mpsc::channel(AHEAD);
        (Self { sender, rows: Vec::with_capacity(PAGE), bytes: 0 }, pages)
    }

    /// One row more, which ends `reached` bytes into the source.
    pub fn push(&mut self, row: Row, reached: u64) -> Result<(), Closed> {
        self.bytes += row.content.as_ref().map_or(0, |raw| raw.get().len());
        self.rows.push(row);
        if self.rows.len() >= PAGE || self.bytes >= PAGE_BYTES {
            return self.flush(reached);
        }
        Ok(())
    }

    /// Sends what is there.
    pub fn flush(&mut self, reached: u64) -> Result<(), Closed> {
        self.bytes = 0;
        let rows = std::mem::replace(&mut self.rows, Vec::with_capacity(PAGE));
        self.sender.blocking_send(Ok(Page { rows, reached })).map_err(|_| Closed)
    }

    /// The source cannot be read further.
    pub fn fail(self, told: String) {
        // Whoever stopped reading needs no reason.
        let _ = self.sender.blocking_send(Err(CliError::Told(told)));
    }
}
