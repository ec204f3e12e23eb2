//! The operator's price list: `provider,model,kind,usd,per,from,to,service_tier`.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use csv::StringRecord;

use crate::domain::window::Zone;

use super::super::draft::{Draft, DraftPrice};
use super::super::overrides::{ANY, Override, Terms};
use super::{Converted, Counts, ImportError, written};

/// The columns; the last three may be missing.
const COLUMNS: [&str; 8] =
    ["provider", "model", "kind", "usd", "per", "from", "to", "service_tier"];

/// How many of them must be there.
const NEEDED: usize = 5;

/// What prices of several kinds must have in common to be one override.
type Group = (String, String, Option<String>, Option<DateTime<Utc>>, Option<DateTime<Utc>>);

/// Reads a list into overrides: one for each provider, model, tier and period.
pub fn convert(text: &str) -> Result<Converted, ImportError> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| ImportError::new("line 1", error.to_string()))?;
    let places = places(header)?;
    let mut groups: BTreeMap<Group, Override> = BTreeMap::new();
    let mut counts = Counts::default();
    for record in reader.records() {
        let record = record.map_err(|error| ImportError::new("the list", error.to_string()))?;
        let line = record.position().map_or(0, csv::Position::line);
        let over = row(&record, &places)
            .map_err(|problem| ImportError::new(format!("line {line}"), problem))?;
        counts.add("prices");
        merge(&mut groups, over)
            .map_err(|problem| ImportError::new(format!("line {line}"), problem))?;
    }
    let overrides: Vec<Override> = groups.into_values().collect();
    Ok(Converted { content: written(&overrides)?, counts: counts.0 })
}

/// Where each column is.
fn places(header: &StringRecord) -> Result<[Option<usize>; 8], ImportError> {
    let refuse = |problem: String| ImportError::new("line 1", problem);
    if let Some(unknown) = header.iter().find(|name| !COLUMNS.contains(name)) {
        let known = COLUMNS.join(",");
        return Err(refuse(format!(
            "the column `{unknown}` is not known; the columns are {known}"
        )));
    }
    let places = COLUMNS.map(|name| header.iter().position(|found| found == name));
    match COLUMNS.iter().zip(&places).take(NEEDED).find(|(_, place)| place.is_none()) {
        Some((name, _)) => Err(refuse(format!("the column `{name}` is missing"))),
        None => Ok(places),
    }
}

fn row(record: &StringRecord, places: &[Option<usize>; 8]) -> Result<Override, String> {
    let cell = |column: usize| {
        let text = places[column].and_then(|place| record.get(place)).unwrap_or_default();
        (!text.is_empty()).then(|| text.to_owned())
    };
    let needed = |column: usize| cell(column).ok_or(format!("`{}` is empty", COLUMNS[column]));
    let per: u32 = needed(4)?.parse().map_err(|_| "`per` must be a number of units")?;
    let price = DraftPrice { usd: needed(3)?, per, above: Vec::new() };
    let draft = Draft {
        provider: needed(0)?,
        model: needed(1)?,
        unit_prices: BTreeMap::from([(needed(2)?, price)]),
        from: cell(5).map(|text| instant("from", &text)).transpose()?,
        to: cell(6).map(|text| instant("to", &text)).transpose()?,
        service_tier: cell(7),
        ..Draft::default()
    };
    let over = draft.check().map_err(|invalid| invalid.to_string())?;
    if over.target.model == ANY {
        return Err("`model` must name a model".to_owned());
    }
    Ok(over)
}

fn instant(name: &str, text: &str) -> Result<DateTime<Utc>, String> {
    Zone::UTC.instant(text).ok_or_else(|| {
        format!("`{name}` must be a time (2026-11-21T00:00:00Z) or a date (2026-11-21)")
    })
}

/// Adds a price to those of the same model, tier and period.
fn merge(groups: &mut BTreeMap<Group, Override>, over: Override) -> Result<(), String> {
    let target = over.target.clone();
    let period = (over.validity.from, over.validity.to);
    let group = (target.provider, target.model, target.service_tier, period.0, period.1);
    let Some(known) = groups.get_mut(&group) else {
        groups.insert(group, over);
        return Ok(());
    };
    if let (Terms::Prices(known), Terms::Prices(new)) = (&mut known.terms, over.terms) {
        for (kind, price) in new {
            if known.insert(kind.clone(), price).is_some() {
                return Err(format!("a second price for {kind} of the same model and period"));
            }
        }
    }
    Ok(())
}
