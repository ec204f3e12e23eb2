//! Tables as CSV (RFC 4180), safe to open in a spreadsheet.

use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::error::ApiError;

/// A table as a response.
pub fn response(header_row: &[&str], rows: &[Vec<String>]) -> Result<Response, ApiError> {
    let mut writer =
        ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(header_row).map_err(ApiError::internal)?;
    for row in rows {
        let cells = row.iter().map(|cell| neutral(cell));
        writer.write_record(cells).map_err(ApiError::internal)?;
    }
    let body = writer.into_inner().map_err(ApiError::internal)?;
    Ok(([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], body).into_response())
}

/// A spreadsheet runs a cell that begins like a formula. Numbers, negative ones too, stay numbers.
fn neutral(cell: &str) -> String {
    let starts_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let is_number = cell.strip_prefix('-').is_some_and(|rest| {
        !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    });
    if starts_formula && !is_number { format!("'{cell}") } else { cell.to_owned() }
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
            ("-1.5", "-1.5"),
            ("alice", "alice"),
        ] {
            assert_eq!(neutral(cell), safe);
        }
    }
}
