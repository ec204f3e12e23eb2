//! Rows of files: one JSON object a line, a JSON array of objects, or CSV with a header.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use serde_json::value::{RawValue, to_raw_value};

use crate::cli::CliError;
use crate::ingest::{Rejection, RejectionCode};

use super::elements::Elements;
use super::source::{Closed, Row, Sink, Source};

const BUFFER: usize = 1 << 20;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One JSON object a line.
    Lines,
    /// Columns named in the first line.
    Csv,
    /// The first character tells: `[` begins an array, `{` a line, anything else a header.
    Any,
}

/// A way in which reading ended before its end.
enum Stop {
    Closed,
    Told(String),
}

impl From<Closed> for Stop {
    fn from(_: Closed) -> Self {
        Self::Closed
    }
}

impl Source {
    /// A file, or standard input for `-`. `longest` is the limit of a row, in bytes.
    pub fn file(path: &Path, form: Form, longest: usize) -> Result<Self, CliError> {
        let (input, total): (Box<dyn Read + Send>, u64) = if path.as_os_str() == "-" {
            (Box::new(io::stdin()), 0)
        } else {
            let unreadable =
                |error| CliError::Told(format!("cannot read {}: {error}", path.display()));
            let file = File::open(path).map_err(unreadable)?;
            let size = file.metadata().map_or(0, |metadata| metadata.len());
            (Box::new(file), size)
        };
        let (mut sink, pages) = Sink::new();
        // A thread and no task: one that waits for standard input cannot be cancelled, and must not
        // keep the program from ending.
        std::thread::spawn(move || {
            let read = rows(BufReader::with_capacity(BUFFER, input), form, longest, &mut sink);
            if let Err(Stop::Told(told)) = read {
                sink.fail(told);
            }
        });
        Ok(Self { pages, measure: "importing bytes", total, unit: "line" })
    }
}

fn rows(mut input: impl BufRead, form: Form, longest: usize, sink: &mut Sink) -> Result<(), Stop> {
    let start = input.fill_buf().map_err(|error| unreadable(1, &error))?;
    let marked = start.starts_with(b"\xef\xbb\xbf");
    let first = start.iter().skip(if marked { 3 } else { 0 }).find(|b| !b.is_ascii_whitespace());
    let first = first.copied();
    if marked {
        input.consume(3);
    }
    match (form, first) {
        (Form::Any, Some(b'[')) => array(input, longest, sink),
        (Form::Lines, _) | (Form::Any, Some(b'{') | None) => lines(input, longest, sink),
        (Form::Csv | Form::Any, _) => csv(input, sink),
    }
}

fn unreadable(line: u64, error: &io::Error) -> Stop {
    Stop::Told(format!("line {line} cannot be read: {error}"))
}

fn too_long(longest: usize) -> Rejection {
    let text = format!("the line is longer than {} MiB", longest >> 20);
    Rejection::new(RejectionCode::TooLong, text)
}

/// JSON that is read later.
fn raw(text: &[u8]) -> Result<Box<RawValue>, Rejection> {
    serde_json::from_slice(text)
        .map_err(|error| Rejection::new(RejectionCode::InvalidJson, format!("not JSON: {error}")))
}

fn lines(mut input: impl BufRead, longest: usize, sink: &mut Sink) -> Result<(), Stop> {
    let (mut number, mut reached) = (0, 0);
    let mut line = Vec::new();
    loop {
        line.clear();
        number += 1;
        let mut limited = input.by_ref().take(longest as u64 + 1);
        let read = limited.read_until(b'\n', &mut line);
        let read = read.map_err(|error| unreadable(number, &error))?;
        if read == 0 {
            return Ok(sink.flush(reached)?);
        }
        reached += read as u64;
        let is_whole = line.ends_with(b"\n") || line.len() <= longest;
        if !is_whole {
            reached += skip_line(&mut input).map_err(|error| unreadable(number, &error))?;
            sink.push(Row { number, content: Err(too_long(longest)) }, reached)?;
        } else if !line.trim_ascii().is_empty() {
            sink.push(Row { number, content: raw(line.trim_ascii()) }, reached)?;
        }
    }
}

/// Passes over the rest of a line without keeping it, and counts its bytes.
fn skip_line(input: &mut impl BufRead) -> io::Result<u64> {
    let mut skipped = 0;
    loop {
        let buffer = input.fill_buf()?;
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let used = end.map_or(buffer.len(), |end| end + 1);
        let is_over = end.is_some() || buffer.is_empty();
        input.consume(used);
        skipped += used as u64;
        if is_over {
            return Ok(skipped);
        }
    }
}

fn array(input: impl BufRead, longest: usize, sink: &mut Sink) -> Result<(), Stop> {
    let mut elements = Elements::new(input, longest);
    while let Some(element) = elements.next().map_err(Stop::Told)? {
        let content = element.text.map_or_else(|| Err(too_long(longest)), |text| raw(&text));
        sink.push(Row { number: element.line, content }, elements.reached())?;
    }
    Ok(sink.flush(elements.reached())?)
}

fn csv(input: impl BufRead, sink: &mut Sink) -> Result<(), Stop> {
    let mut reader = csv::ReaderBuilder::new().from_reader(input);
    let broken = |error: csv::Error| Stop::Told(format!("not CSV: {error}"));
    let header = reader.headers().map_err(broken)?.clone();
    let names: Vec<&str> = header.iter().map(str::trim).collect();
    if let Some(twice) = names.iter().enumerate().find(|(at, name)| names[..*at].contains(name)) {
        return Err(Stop::Told(format!("line 1 names the column `{}` twice", twice.1)));
    }
    let mut record = csv::StringRecord::new();
    loop {
        let read = reader.read_record(&mut record);
        let reached = reader.position().byte();
        let (number, content) = match read {
            Ok(false) => return Ok(sink.flush(reached)?),
            Ok(true) => {
                let number = record.position().map_or(0, csv::Position::line);
                (number, object(&names, &record))
            }
            Err(error) if error.is_io_error() => return Err(broken(error)),
            Err(error) => (error.position().map_or(0, csv::Position::line), Err(not_csv(&error))),
        };
        sink.push(Row { number, content }, reached)?;
    }
}

/// The cells that are not empty, by column.
fn object(names: &[&str], record: &csv::StringRecord) -> Result<Box<RawValue>, Rejection> {
    let cells = names.iter().copied().zip(record.iter());
    let cells: BTreeMap<&str, &str> = cells.filter(|(_, cell)| !cell.is_empty()).collect();
    to_raw_value(&cells)
        .map_err(|error| Rejection::new(RejectionCode::InvalidValue, error.to_string()))
}

fn not_csv(error: &csv::Error) -> Rejection {
    let told = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("the row has {len} cells and the header {expected_len}")
        }
        csv::ErrorKind::Utf8 { .. } => "the row is not UTF-8".to_owned(),
        _ => error.to_string(),
    };
    Rejection::new(RejectionCode::InvalidValue, told)
}
