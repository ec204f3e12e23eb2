//! What a command prints: answers on standard output, everything else on standard error.

use std::io::{self, Write};

use serde::Serialize;

/// The form of answers.
#[derive(Debug)]
pub struct Output {
    json: bool,
}

impl Output {
    /// For programs, or for people.
    pub fn new(json: bool) -> Self {
        Self { json }
    }

    /// Answers are for programs.
    pub fn is_json(&self) -> bool {
        self.json
    }

    /// Prints an answer: as JSON, or as the lines that are given.
    pub fn answer<T: Serialize>(
        &self,
        value: &T,
        lines: impl FnOnce(&T) -> Vec<String>,
    ) -> io::Result<()> {
        if self.json {
            return Self::text(&serde_json::to_string_pretty(value)?);
        }
        Self::text(&lines(value).join("\n"))
    }

    /// Prints text as it is, in one piece.
    pub fn text(text: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(format!("{text}\n").as_bytes())?;
        out.flush()
    }

    /// Says something that is no answer.
    pub fn note(text: &str) {
        // Nothing can be done about a standard error that is closed.
        let _ = writeln!(io::stderr().lock(), "{text}");
    }

    /// Says why the command failed.
    pub fn error(self, text: &str) {
        if self.json {
            Self::note(&serde_json::json!({ "error": text }).to_string());
        } else {
            Self::note(&format!("error: {text}"));
        }
    }
}

/// Rows under a header, columns aligned: texts to the left, numbers to the right.
pub fn table(header: &[&str], rows: &[Vec<String>]) -> Vec<String> {
    let widths: Vec<usize> = header
        .iter()
        .enumerate()
        .map(|(column, name)| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).chain([name.chars().count()]).max().unwrap_or(0)
        })
        .collect();
    let numeric: Vec<bool> = (0..header.len())
        .map(|column| {
            let mut cells = rows.iter().filter_map(|row| row.get(column)).peekable();
            cells.peek().is_some() && cells.all(|cell| is_number(cell))
        })
        .collect();
    let line = |cells: &[String]| {
        let cells = cells.iter().zip(&widths).zip(&numeric).map(|((cell, width), numeric)| {
            if *numeric { format!("{cell:>width$}") } else { format!("{cell:<width$}") }
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
    std::iter::once(line(&header)).chain(rows.iter().map(|row| line(row))).collect()
}

fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    digits.is_empty() || digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}
