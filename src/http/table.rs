//! Lists as tables: CSV (RFC 4180), safe to open in a spreadsheet, and newline-delimited JSON.
//!
//! Rows leave page by page as they are read: an export of any length needs the memory of one page.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use hyper::body::Frame;
use serde::Serialize;
use serde_json::value::RawValue;
use tokio::sync::mpsc;

use super::error::ApiError;
use super::extract::Params;

/// Rows of a page of an export, where one page costs no more than its rows.
pub const EXPORT_PAGE: i64 = 1_000;

/// Pages that may wait for a slow reader.
const WAITING: usize = 2;

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One JSON document, a page at a time.
    Json,
    /// A page as a table: `limit` or `cursor` was given.
    Page(TableFormat),
    /// The whole list as a table.
    Whole(TableFormat),
}

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    /// Comma-separated values with a header.
    Csv,
    /// One JSON object a line.
    Ndjson,
}

impl Format {
    /// `format` of a request.
    pub fn take(params: &mut Params) -> Result<Self, ApiError> {
        let format = match params.text("format")?.as_deref() {
            None | Some("json") => return Ok(Self::Json),
            Some("csv") => TableFormat::Csv,
            Some("ndjson") => TableFormat::Ndjson,
            Some(_) => {
                return Err(ApiError::parameter("format", "must be `json`, `csv` or `ndjson`"));
            }
        };
        let is_page = params.has("limit") || params.has("cursor");
        Ok(if is_page { Self::Page(format) } else { Self::Whole(format) })
    }

    /// `limit` of a request, for a list that is in memory as a whole.
    pub fn limit(self, params: &mut Params, default: u32, most: u32) -> Result<usize, ApiError> {
        let limit = params.number("limit", default, most)?;
        Ok(if matches!(self, Self::Whole(_)) { usize::MAX } else { limit as usize })
    }
}

/// Rows, and where the next ones begin.
#[derive(Debug)]
pub struct Page<V, C> {
    /// The rows.
    pub rows: Vec<V>,
    /// The place after the last row, where there are more.
    pub next: Option<C>,
}

impl<V, C> Page<V, C> {
    /// The first `limit` of rows that were read with one more; `place` tells where a row is.
    pub fn cut(mut rows: Vec<V>, limit: usize, place: impl Fn(&V) -> C) -> Self {
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(place);
        Self { rows, next }
    }

    /// The same page, its rows as they are shown.
    pub fn map<W>(self, view: impl Fn(V) -> W) -> Page<W, C> {
        Page { rows: self.rows.into_iter().map(view).collect(), next: self.next }
    }
}

/// The names of a table's columns: members of its rows.
pub type Columns = Vec<Cow<'static, str>>;

/// One page as a table. `next` is the cursor of the page after it.
pub fn page<V: Serialize>(
    format: TableFormat,
    columns: &Columns,
    rows: &[V],
    next: Option<String>,
) -> Result<Response, ApiError> {
    let mut body = format.header(columns)?;
    body.extend(format.rows(columns, rows)?);
    let mut response = format.response(Body::from(body));
    if let Some(next) = next {
        let value = HeaderValue::from_str(&next).map_err(ApiError::internal)?;
        response.headers_mut().insert("x-next-cursor", value);
    }
    Ok(response)
}

/// A whole list as a table, page by page: `read` reads the page after a place, or the first. A later
/// page that cannot be read cuts the transfer off, so that nobody takes a part for the whole.
pub async fn whole<V, C, F, W>(
    format: TableFormat,
    columns: Columns,
    read: F,
) -> Result<Response, ApiError>
where
    V: Serialize + Send + Sync + 'static,
    C: Send + 'static,
    F: Fn(Option<C>) -> W + Send + Sync + 'static,
    W: Future<Output = Result<Page<V, C>, ApiError>> + Send,
{
    let header = format.header(&columns)?;
    let first = read(None).await?;
    let (sender, pages) = mpsc::channel(WAITING);
    tokio::spawn(async move {
        if let Err(error) = send(&sender, header, (format, columns), first, read).await {
            let detail = error.problem().detail.clone();
            tracing::warn!(detail, "an export was cut off");
            // The connection breaks, so that nobody takes the part for the whole.
            let _ = sender.send(Err(io::Error::other(detail))).await;
        }
    });
    Ok(format.response(Body::new(Pages(pages))))
}

/// A body in pages. It ends when the last one was read and there can be no other, however often it is
/// asked then; of the library's channel a last page can get lost, or the asking panic.
struct Pages(mpsc::Receiver<io::Result<Bytes>>);

impl hyper::body::Body for Pages {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        self.0.poll_recv(context).map(|page| page.map(|page| page.map(Frame::data)))
    }
}

async fn send<V, C, F, W>(
    sender: &mpsc::Sender<io::Result<Bytes>>,
    header: Vec<u8>,
    (format, columns): (TableFormat, Columns),
    first: Page<V, C>,
    read: F,
) -> Result<(), ApiError>
where
    V: Serialize,
    F: Fn(Option<C>) -> W,
    W: Future<Output = Result<Page<V, C>, ApiError>>,
{
    let (mut page, mut chunk) = (first, header);
    loop {
        chunk.extend(format.rows(&columns, &page.rows)?);
        // A reader that went away needs no more rows.
        if sender.send(Ok(Bytes::from(chunk))).await.is_err() {
            return Ok(());
        }
        let Some(next) = page.next else { return Ok(()) };
        page = read(Some(next)).await?;
        chunk = Vec::new();
    }
}

impl TableFormat {
    fn response(self, body: Body) -> Response {
        let content_type = match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Ndjson => "application/x-ndjson",
        };
        ([(header::CONTENT_TYPE, content_type)], body).into_response()
    }

    fn header(self, columns: &Columns) -> Result<Vec<u8>, ApiError> {
        match self {
            Self::Csv => records([columns.iter().map(|name| neutral(name).into_owned())]),
            Self::Ndjson => Ok(Vec::new()),
        }
    }

    fn rows<V: Serialize>(self, columns: &Columns, rows: &[V]) -> Result<Vec<u8>, ApiError> {
        let lines = rows.iter().map(serde_json::to_string);
        let lines: Vec<String> = lines.collect::<Result<_, _>>().map_err(ApiError::internal)?;
        match self {
            Self::Ndjson => {
                Ok((lines.join("\n") + if lines.is_empty() { "" } else { "\n" }).into())
            }
            Self::Csv => {
                let rows = lines.iter().map(|line| cells(columns, line));
                records(rows.collect::<Result<Vec<_>, _>>()?)
            }
        }
    }
}

fn records<R>(rows: impl IntoIterator<Item = R>) -> Result<Vec<u8>, ApiError>
where
    R: IntoIterator,
    R::Item: AsRef<[u8]>,
{
    let mut writer =
        ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).map_err(ApiError::internal)?;
    }
    writer.into_inner().map_err(ApiError::internal)
}

/// A JSON object as the cells of some columns. Numbers stay as they are written, and what is itself
/// an array or an object stays JSON.
fn cells(columns: &Columns, line: &str) -> Result<Vec<String>, ApiError> {
    let members: BTreeMap<Cow<'_, str>, &RawValue> =
        serde_json::from_str(line).map_err(ApiError::internal)?;
    let cell = |name: &Cow<'static, str>| match members.get(name).map(|raw| raw.get()) {
        None | Some("null") => Ok(String::new()),
        Some(text) if text.starts_with('"') => {
            let text: String = serde_json::from_str(text).map_err(ApiError::internal)?;
            Ok(neutral(&text).into_owned())
        }
        Some(text) => Ok(text.to_owned()),
    };
    columns.iter().map(cell).collect()
}

/// What a formula begins with in a spreadsheet, in Japanese ones its full-width forms too.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A spreadsheet runs a cell that begins like a formula. Numbers, negative ones too, stay numbers.
fn neutral(cell: &str) -> Cow<'_, str> {
    let starts_formula = cell.starts_with(FORMULA);
    let is_number = cell.strip_prefix('-').is_some_and(|rest| {
        !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    });
    if starts_formula && !is_number { format!("'{cell}").into() } else { cell.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_neutralised_and_numbers_are_not() {
        for (cell, safe) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-2+3", "'-2+3"),
            ("+1", "'+1"),
            ("\t=1", "'\t=1"),
            ("＝1+1", "'＝1+1"),
            ("-1.5", "-1.5"),
            ("alice", "alice"),
        ] {
            assert_eq!(neutral(cell), safe);
        }
    }

    #[test]
    fn cells_keep_the_text_of_numbers() {
        let columns: Columns = vec!["a".into(), "b".into(), "c".into(), "d".into()];
        let line = r#"{"d":["x"],"b":"=x","a":0.000000001,"c":null}"#;
        assert_eq!(cells(&columns, line).unwrap(), ["0.000000001", "'=x", "", r#"["x"]"#]);
    }
}
