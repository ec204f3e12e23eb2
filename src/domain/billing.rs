//! A call bills once.
//!
//! One provider call often reaches us in several reports: the patched client, a wrapper around it,
//! the HTTP layer below it, a gateway. This module decides which report bills. The decision
//! depends only on the set of reports, never on the order in which they arrived.
//!
//! Two reports are of the same call when
//! - they carry the same response id, within [`RESPONSE_WINDOW`];
//! - one is an ancestor of the other in a run's span tree and both used the same, or the ancestor
//!   counts the same tokens in less detail, or tells no usage and no other model, within
//!   [`RESPONSE_WINDOW`];
//! - one was seen at the HTTP layer only and the other directly, in the same run, with the same
//!   model and usage, within [`FALLBACK_WINDOW`]. The HTTP layer cannot read every answer: where it
//!   names a model and no usage, the model is enough.
//!
//! A report with a direct one of the same call below it is a wrapper. Of two reports of one call the one with the
//! higher [`Rank`] is the duplicate: it bills nothing and is no call.

use std::collections::{HashMap, HashSet};

use super::digest::{EventKey, link};
use super::erasure::linked;
use super::event::{Event, Role};
use super::usage::{Usage, UsageKind};

/// How far apart, in microseconds, two reports with the same response id, or of one span tree, may
/// begin: 24 hours.
pub const RESPONSE_WINDOW: i64 = 24 * 3_600 * 1_000_000;

/// How far apart, in microseconds, a call and its HTTP-layer report may begin: 60 seconds.
pub const FALLBACK_WINDOW: i64 = 60 * 1_000_000;

/// Spans followed upwards from one report. A deeper tree is cut there.
pub const MAX_DEPTH: usize = 1_000;

/// What the decision needs to know of one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The event.
    pub key: EventKey,
    /// Its id, which breaks ties and names the winner.
    pub id: String,
    /// When it began, in microseconds.
    pub at: i64,
    /// The run, by any number that is the same for all its events.
    pub run: i64,
    /// What others may have in common with it.
    pub links: Links,
    /// The part it plays.
    pub role: Role,
    /// Prompt and completion tokens, caches and reasoning included.
    pub tokens: (i64, i64),
    /// The decision so far.
    pub standing: Standing,
}

/// The decision on one report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// A direct report of the call is below it. Once true it stays: no report ever goes away.
    pub wrapper: bool,
    /// The id of the report that bills instead.
    pub duplicate_of: Option<String>,
}

/// Digests of what two reports of one call can have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Links {
    /// Its own span.
    pub span: Option<i64>,
    /// The span around it.
    pub parent: Option<i64>,
    /// The usage, where there is any.
    pub usage: Option<i64>,
    /// Model and usage.
    pub shape: i64,
    /// The shape of a report of the same model that tells no usage. `None` without a model.
    pub bare: Option<i64>,
    /// The provider's response.
    pub response: Option<i64>,
}

impl Links {
    /// The links of an event.
    pub fn of(event: &Event) -> Self {
        Self::new(
            event.span.as_deref(),
            event.parent_span.as_deref(),
            event.model.as_deref(),
            &event.usage,
            event.response_id.as_deref(),
        )
    }

    /// The links of an event with these parts.
    pub fn new(
        span: Option<&str>,
        parent: Option<&str>,
        model: Option<&str>,
        usage: &Usage,
        response: Option<&str>,
    ) -> Self {
        // Some providers bill each request, so one is implied whether or not a report counts it.
        let told = usage.iter().filter(|(kind, _)| **kind != UsageKind::REQUESTS);
        let lines: Vec<String> =
            told.map(|(kind, quantity)| format!("{kind}={quantity}")).collect();
        let usage_text = lines.join(" ");
        let shape =
            |usage: &str| link(&[b"shape", model.unwrap_or("").as_bytes(), usage.as_bytes()]);
        Self {
            span: span.map(link_of_span),
            parent: parent.filter(|parent| Some(*parent) != span).map(link_of_span),
            usage: (!usage_text.is_empty()).then(|| link(&[b"usage", usage_text.as_bytes()])),
            shape: shape(&usage_text),
            bare: model.map(|_| shape("")),
            response: response.map(link_of_response),
        }
    }
}

impl Links {
    /// The shapes that the HTTP layer may have seen of a direct report: its own, and that without
    /// usage.
    pub fn shapes(&self) -> impl Iterator<Item = i64> {
        let bare = self.bare.filter(|bare| *bare != self.shape);
        std::iter::once(self.shape).chain(bare)
    }

    /// It names a model and tells no usage.
    pub fn is_bare(&self) -> bool {
        self.bare == Some(self.shape)
    }
}

/// The number of a span. The pseudonym of an erased one has it in its text.
pub fn link_of_span(span: &str) -> i64 {
    linked(span).unwrap_or_else(|| link(&[b"span", span.as_bytes()]))
}

/// The number of a response. The pseudonym of an erased one has it in its text.
pub fn link_of_response(response: &str) -> i64 {
    linked(response).unwrap_or_else(|| link(&[b"response", response.as_bytes()]))
}

/// Decides on reports. Everything that may be of the same call as one of `judged`, and what lies
/// between the two in a span tree, is in `judged` or in `evidence`.
pub fn settle(judged: &[Report], evidence: &[Report]) -> Vec<Standing> {
    let reports: Vec<&Report> = judged.iter().chain(evidence).collect();
    let kin = Tree::of(&reports).same_calls(&reports);
    let mut wrapper: Vec<bool> = reports.iter().map(|report| report.standing.wrapper).collect();
    for (above, below) in &kin {
        wrapper[*above] |= reports[*below].role == Role::Call;
    }
    let rank = |index: usize| -> Rank<'_> {
        let report = reports[index];
        let no_usage = report.links.usage.is_none();
        (report.role == Role::Fallback, wrapper[index], no_usage, &report.id)
    };
    let mut winners: Vec<Option<usize>> = vec![None; judged.len()];
    let pairs = kin.into_iter().chain(same_responses(&reports)).chain(fallbacks(&reports));
    for (left, right) in pairs {
        let (winner, loser) = if rank(left) < rank(right) { (left, right) } else { (right, left) };
        let Some(best) = winners.get_mut(loser) else { continue };
        if best.is_none_or(|known| rank(winner) < rank(known)) {
            *best = Some(winner);
        }
    }
    let standings = wrapper.iter().zip(winners).map(|(wrapper, winner)| Standing {
        wrapper: *wrapper,
        duplicate_of: winner.map(|winner| reports[winner].id.clone()),
    });
    standings.collect()
}

/// The order in which reports of one call are preferred, best first: directly seen before the HTTP
/// layer, a leaf before its wrappers, known usage before none, then the smaller id.
type Rank<'a> = (bool, bool, bool, &'a str);

fn within(left: &Report, right: &Report, window: i64) -> bool {
    left.at.abs_diff(right.at) <= window.unsigned_abs()
}

/// Pairs of calls with the same response id.
fn same_responses(reports: &[&Report]) -> Vec<(usize, usize)> {
    let mut groups: HashMap<i64, Vec<usize>> = HashMap::new();
    for (index, report) in reports.iter().enumerate() {
        if let Some(response) = report.links.response.filter(|_| report.role.is_call()) {
            groups.entry(response).or_default().push(index);
        }
    }
    let mut pairs = Vec::new();
    for group in groups.values() {
        for (position, left) in group.iter().enumerate() {
            for right in &group[position + 1..] {
                if within(reports[*left], reports[*right], RESPONSE_WINDOW) {
                    pairs.push((*left, *right));
                }
            }
        }
    }
    pairs
}

/// Pairs of an HTTP-layer report and a direct one of the same run and shape.
fn fallbacks(reports: &[&Report]) -> Vec<(usize, usize)> {
    let mut groups: HashMap<(i64, i64), (Vec<usize>, Vec<usize>)> = HashMap::new();
    for (index, report) in reports.iter().enumerate() {
        match report.role {
            Role::Fallback => {
                let shape = (report.run, report.links.shape);
                groups.entry(shape).or_default().0.push(index);
            }
            Role::Call => {
                for shape in report.links.shapes() {
                    groups.entry((report.run, shape)).or_default().1.push(index);
                }
            }
            Role::Step => {}
        }
    }
    let mut pairs = Vec::new();
    for (seen_below, seen_directly) in groups.values() {
        for fallback in seen_below {
            for direct in seen_directly {
                if within(reports[*fallback], reports[*direct], FALLBACK_WINDOW) {
                    pairs.push((*fallback, *direct));
                }
            }
        }
    }
    pairs
}

/// The span trees of all runs looked at. Missing parents, repeated span ids and cycles are met.
struct Tree {
    spans: HashMap<(i64, i64), Vec<usize>>,
}

impl Tree {
    fn of(reports: &[&Report]) -> Self {
        let mut spans: HashMap<(i64, i64), Vec<usize>> = HashMap::new();
        for (index, report) in reports.iter().enumerate() {
            if let Some(span) = report.links.span {
                spans.entry((report.run, span)).or_default().push(index);
            }
        }
        Self { spans }
    }

    /// Pairs (ancestor, descendant) of reports of the same call.
    fn same_calls(&self, reports: &[&Report]) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        for (index, report) in reports.iter().enumerate() {
            if !report.role.is_call() || report.links.usage.is_none() {
                continue;
            }
            for ancestor in self.ancestors(reports, index) {
                let above = reports[ancestor];
                let same = above.role.is_call()
                    && wraps(above, report)
                    && within(above, report, RESPONSE_WINDOW);
                if same {
                    pairs.push((ancestor, index));
                }
            }
        }
        pairs
    }

    fn ancestors(&self, reports: &[&Report], of: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut seen = HashSet::from([of]);
        let mut frontier = vec![of];
        while let Some(index) = frontier.pop() {
            let report = reports[index];
            let Some(parent) = report.links.parent else { continue };
            for above in self.spans.get(&(report.run, parent)).into_iter().flatten() {
                if found.len() < MAX_DEPTH && seen.insert(*above) {
                    found.push(*above);
                    frontier.push(*above);
                }
            }
        }
        found
    }
}

/// Whether a report is of the same call as one below it, which tells a usage: it used the same; or it
/// counts the same tokens and knows less of them, as frameworks do that are told no details; or it tells
/// no usage and no other model, as a wrapper around a stream.
fn wraps(above: &Report, below: &Report) -> bool {
    if above.links.usage == below.links.usage {
        return true;
    }
    let same_tokens = above.tokens == below.tokens && below.tokens != (0, 0);
    let tells_nothing = above.links.usage.is_none()
        && above.links.bare.is_none_or(|model| below.links.bare == Some(model));
    below.role == Role::Call && (same_tokens || tells_nothing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::usage::{Quantity, UsageKind};

    fn usage(units: u32) -> Usage {
        let mut usage = Usage::default();
        usage.add(UsageKind::INPUT, Quantity::units(units));
        usage
    }

    fn report(id: &str, span: &str, parent: Option<&str>, role: Role, units: u32) -> Report {
        let usage = usage(units);
        Report {
            key: EventKey::of(id),
            id: id.to_owned(),
            at: 0,
            run: 1,
            links: Links::new(Some(span), parent, Some("m"), &usage, None),
            role,
            tokens: (i64::from(units), 0),
            standing: Standing::default(),
        }
    }

    fn losers(reports: &[Report]) -> Vec<(&str, String)> {
        let standings = settle(reports, &[]);
        let mut losers: Vec<_> = reports
            .iter()
            .zip(standings)
            .filter_map(|(report, standing)| Some((report.id.as_str(), standing.duplicate_of?)))
            .collect();
        losers.sort();
        losers
    }

    #[test]
    fn the_leaf_bills_through_any_number_of_wrappers_and_steps() {
        let reports = [
            report("outer", "a", None, Role::Call, 9),
            report("inner", "b", Some("a"), Role::Call, 9),
            report("tool", "c", Some("b"), Role::Step, 0),
            report("leaf", "d", Some("c"), Role::Call, 9),
            report("other", "e", Some("c"), Role::Call, 8),
        ];
        assert_eq!(losers(&reports), [("inner", "leaf".to_owned()), ("outer", "leaf".to_owned())]);
    }

    #[test]
    fn a_wrapper_may_know_less_than_its_leaf_and_not_something_else() {
        let leaf = |model: &str| {
            let mut usage = usage(7);
            usage.add(UsageKind::CACHE_READ, Quantity::units(2));
            let mut leaf = report("leaf", "b", Some("a"), Role::Call, 9);
            leaf.links = Links::new(Some("b"), Some("a"), Some(model), &usage, None);
            leaf
        };
        let duplicate = [("wrapper", "leaf".to_owned())];
        let same_tokens = report("wrapper", "a", None, Role::Call, 9);
        assert_eq!(losers(&[same_tokens, leaf("another")]), duplicate);
        let untold = report("wrapper", "a", None, Role::Call, 0);
        assert_eq!(losers(&[untold.clone(), leaf("m")]), duplicate);
        assert!(losers(&[untold.clone(), leaf("another")]).is_empty());
        let mut nameless = untold.clone();
        nameless.links = Links::new(Some("a"), None, None, &usage(0), None);
        assert_eq!(losers(&[nameless, leaf("another")]), duplicate);
        // What only the HTTP layer counted is not given up for a report that tells nothing.
        let below = Report { role: Role::Fallback, ..leaf("m") };
        assert!(losers(&[untold, below]).is_empty());
        let other = report("wrapper", "a", None, Role::Call, 10);
        assert!(losers(&[other, leaf("m")]).is_empty());
    }

    #[test]
    fn two_calls_below_one_wrapper_both_bill() {
        let reports = [
            report("wrapper", "a", None, Role::Call, 9),
            report("first", "b", Some("a"), Role::Call, 9),
            report("second", "c", Some("a"), Role::Call, 9),
        ];
        assert_eq!(losers(&reports), [("wrapper", "first".to_owned())]);
    }

    #[test]
    fn a_fallback_yields_within_a_minute_of_the_same_run_model_and_usage() {
        let fallback = report("f", "x", None, Role::Fallback, 9);
        let mut direct = report("d", "y", None, Role::Call, 9);
        assert_eq!(losers(&[fallback.clone(), direct.clone()]), [("f", "d".to_owned())]);
        direct.at = FALLBACK_WINDOW + 1;
        assert!(losers(&[fallback.clone(), direct.clone()]).is_empty());
        direct.at = 0;
        direct.run = 2;
        assert!(losers(&[fallback.clone(), direct]).is_empty());
        assert!(losers(&[fallback, report("d", "y", None, Role::Call, 8)]).is_empty());
    }

    #[test]
    fn a_fallback_that_tells_no_usage_yields_to_a_call_of_its_model() {
        let bare = report("f", "x", None, Role::Fallback, 0);
        let direct = report("d", "y", None, Role::Call, 9);
        assert_eq!(losers(&[bare.clone(), direct.clone()]), [("f", "d".to_owned())]);
        let mut other = direct.clone();
        other.links = Links::new(Some("y"), None, Some("n"), &usage(9), None);
        assert!(losers(&[bare.clone(), other]).is_empty());
        // Without a model there is nothing to go by.
        let mut nameless = bare;
        nameless.links = Links::new(Some("x"), None, None, &usage(0), None);
        let mut direct = direct;
        direct.links = Links::new(Some("y"), None, None, &usage(9), None);
        assert!(losers(&[nameless, direct]).is_empty());
    }

    #[test]
    fn a_response_id_bills_once_within_a_day() {
        let with_response = |id: &str, at: i64| {
            let mut found = report(id, id, None, Role::Call, 9);
            found.links.response = Some(7);
            found.at = at;
            found
        };
        let reports =
            [with_response("b", 0), with_response("a", 1), with_response("c", RESPONSE_WINDOW + 2)];
        assert_eq!(losers(&reports), [("b", "a".to_owned())]);
    }

    #[test]
    fn cycles_and_repeated_spans_leave_one_that_bills() {
        let cycle = [
            report("a", "x", Some("y"), Role::Call, 9),
            report("b", "y", Some("x"), Role::Call, 9),
        ];
        assert_eq!(losers(&cycle), [("b", "a".to_owned())]);
        let own_parent = [report("a", "x", Some("x"), Role::Call, 9)];
        assert!(losers(&own_parent).is_empty());
        let repeated =
            [report("a", "x", None, Role::Call, 9), report("b", "x", None, Role::Call, 9)];
        assert!(losers(&repeated).is_empty());
    }

    #[test]
    fn a_wrapper_is_known_as_one_without_its_leaf() {
        let mut wrapper = report("a", "x", None, Role::Call, 9);
        wrapper.links.response = Some(7);
        wrapper.standing.wrapper = true;
        let mut other = report("b", "y", None, Role::Call, 9);
        other.links.response = Some(7);
        let found = settle(&[other], &[wrapper]);
        assert_eq!(found, [Standing::default()]);
    }

    #[test]
    fn a_winner_that_turns_out_to_be_a_wrapper_frees_its_losers() {
        let mut first = report("a", "x", None, Role::Call, 9);
        first.links.response = Some(7);
        let mut second = report("b", "y", None, Role::Call, 8);
        second.links.response = Some(7);
        second.standing.duplicate_of = Some("a".to_owned());
        let leaf = report("c", "z", Some("x"), Role::Call, 9);
        assert_eq!(losers(&[first, second, leaf]), [("a", "b".to_owned())]);
    }

    #[test]
    fn an_implied_request_makes_no_difference() {
        let mut with_request = usage(9);
        with_request.add(UsageKind::REQUESTS, Quantity::units(1));
        let plain = Links::new(None, None, Some("m"), &usage(9), None);
        assert_eq!(Links::new(None, None, Some("m"), &with_request, None), plain);
    }
}
