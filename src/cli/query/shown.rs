//! Answers as people read them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use serde_json::value::RawValue;

use super::super::CliError;
use super::super::output::table;

/// Members of a row that people look at, in this order.
const SHOWN: [&str; 28] = [
    "hour",
    "day",
    "run_id",
    "id",
    "path",
    "customer",
    "provider",
    "model",
    "section",
    "section_path",
    "key",
    "status",
    "price_state",
    "environment",
    "user",
    "session",
    "started_at",
    "top_section",
    "cost_usd",
    "previous_cost_usd",
    "cost_change_usd",
    "cost_per_million_tokens_usd",
    "calls",
    "errors",
    "input_tokens",
    "output_tokens",
    "unpriced_calls",
    "average_latency_ms",
];

/// Not a list: an answer of named parts.
pub const SUMMARY: &str = "summary";

/// An answer as a table, with its total and the way to the next page.
pub fn people_read(answer: &str, list: &str) -> Result<String, CliError> {
    let members: BTreeMap<String, &RawValue> = serde_json::from_str(answer)?;
    if list == SUMMARY {
        return summary_lines(&members);
    }
    let rows = members.get(list).map_or("[]", |rows| rows.get());
    let rows: Vec<BTreeMap<String, &RawValue>> = serde_json::from_str(rows)?;
    let tags: BTreeSet<&str> = rows
        .iter()
        .flat_map(|row| row.keys().map(String::as_str))
        .filter(|name| name.starts_with("tag:"))
        .collect();
    let shown = tags.into_iter().chain(SHOWN);
    let header: Vec<&str> =
        shown.filter(|name| rows.iter().any(|row| row.contains_key(*name))).collect();
    let cells: Vec<Vec<String>> =
        rows.iter().map(|row| header.iter().map(|name| cell(row.get(*name))).collect()).collect();
    let mut lines = if cells.is_empty() { Vec::new() } else { table(&header, &cells) };
    if let Some(total) = members.get("total") {
        let total: BTreeMap<String, &RawValue> = serde_json::from_str(total.get())?;
        let sum = |name: &str| cell(total.get(name));
        lines.push(format!(
            "total {} USD, {} calls, {} of them unpriced",
            sum("cost_usd"),
            sum("calls"),
            sum("unpriced_calls")
        ));
    } else if cells.is_empty() {
        lines.push(format!("no {list} in the window"));
    }
    let next: Value =
        members.get("next").map_or(Ok(Value::Null), |next| serde_json::from_str(next.get()))?;
    if let Value::String(next) = next {
        lines.push(format!("more: --cursor {next}"));
    }
    Ok(lines.join("\n"))
}

fn cell(raw: Option<&&RawValue>) -> String {
    match raw.map(|raw| raw.get()) {
        None => String::new(),
        Some("null") => "-".to_owned(),
        Some(text) if text.starts_with('"') => {
            serde_json::from_str::<String>(text).unwrap_or_default()
        }
        Some(text) => text.to_owned(),
    }
}

/// One line for each part of a summary.
fn summary_lines(members: &BTreeMap<String, &RawValue>) -> Result<String, CliError> {
    let part = |name: &str| -> Result<BTreeMap<String, &RawValue>, CliError> {
        let raw = members.get(name).map_or("{}", |raw| raw.get());
        Ok(serde_json::from_str(raw)?)
    };
    let mut lines = Vec::new();
    for (name, before) in [("today", "yesterday"), ("month", "last month")] {
        let part = part(name)?;
        let of = |member: &str| cell(part.get(member));
        lines.push(format!(
            "{name:<12} {} USD, {} calls; {before} up to then {} USD",
            of("cost_usd"),
            of("calls"),
            of("previous_cost_usd")
        ));
    }
    let forecast = part("forecast")?;
    let of = |member: &str| cell(forecast.get(member));
    lines.push(format!(
        "forecast     {} USD for the month, at {} USD a day",
        of("cost_usd"),
        of("daily_average_usd")
    ));
    let unattributed = part("unattributed")?;
    lines.push(format!(
        "unattributed {} USD of the month; {} calls of it have no price",
        cell(unattributed.get("cost_usd")),
        cell(members.get("unpriced_calls"))
    ));
    if members.contains_key("period") {
        let period = part("period")?;
        let of = |member: &str| cell(period.get(member));
        let (name, cost, calls) = (of("name"), of("cost_usd"), of("calls"));
        let tokens = format!("{} + {} tokens", of("input_tokens"), of("output_tokens"));
        lines.push(format!("{name:<12} {cost} USD, {calls} calls, {tokens}"));
    }
    Ok(lines.join("\n"))
}
