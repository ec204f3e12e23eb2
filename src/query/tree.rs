//! A run's events as a tree, with sums for each branch.
//!
//! Clients leave spans out, repeat span ids and close circles. An event whose parent is not there is
//! a root; of several events with a parent's span id the earliest is the parent; a circle is cut at
//! its earliest event. Every event is in the tree exactly once.

use std::collections::{HashMap, HashSet};

use crate::domain::totals::Totals;
use crate::store::EventRecord;

use super::QueryError;

/// An event's place in the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The event, by its place among the run's events.
    pub event: usize,
    /// The event above, likewise.
    pub parent: Option<usize>,
    /// How many events are above it.
    pub depth: usize,
    /// It names a parent that is not among the events.
    pub parent_missing: bool,
    /// Sums over it and everything below it. Duplicates count nothing.
    pub totals: Totals,
    /// Microseconds from the first beginning to the last end in this branch.
    pub duration: i64,
}

/// The tree in depth-first order, siblings by time. Events come in order of time.
pub fn tree(events: &[EventRecord]) -> Result<Vec<Node>, QueryError> {
    let parents = parents(events);
    let spans: HashSet<&str> = events.iter().filter_map(|event| event.span.as_deref()).collect();
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); events.len()];
    let mut roots = Vec::new();
    for (event, parent) in parents.iter().enumerate() {
        match parent {
            Some(parent) => children[*parent].push(event),
            None => roots.push(event),
        }
    }
    let mut nodes: Vec<Node> = Vec::with_capacity(events.len());
    let mut places: Vec<usize> = vec![0; events.len()];
    let mut stack: Vec<(usize, usize)> = roots.into_iter().rev().map(|root| (root, 0)).collect();
    while let Some((event, depth)) = stack.pop() {
        places[event] = nodes.len();
        nodes.push(Node {
            event,
            parent: parents[event],
            depth,
            parent_missing: parent_missing(&events[event], &spans),
            totals: events[event].totals,
            duration: 0,
        });
        stack.extend(children[event].iter().rev().map(|child| (*child, depth + 1)));
    }
    sum_up(&mut nodes, &places, events)?;
    Ok(nodes)
}

fn parent_missing(event: &EventRecord, spans: &HashSet<&str>) -> bool {
    event.parent_span.as_deref().is_some_and(|parent| !spans.contains(parent))
}

/// Each event's parent, circles cut.
fn parents(events: &[EventRecord]) -> Vec<Option<usize>> {
    let mut by_span: HashMap<&str, usize> = HashMap::new();
    for (index, event) in events.iter().enumerate() {
        if let Some(span) = &event.span {
            by_span.entry(span).or_insert(index);
        }
    }
    let mut parents: Vec<Option<usize>> = events
        .iter()
        .enumerate()
        .map(|(index, event)| {
            let parent = event.parent_span.as_ref()?;
            by_span.get(parent.as_str()).copied().filter(|parent| *parent != index)
        })
        .collect();
    // Walk up from each event, marking the walk; meeting the own mark again closes a circle.
    let mut walked: Vec<usize> = vec![usize::MAX; events.len()];
    for start in 0..events.len() {
        let mut at = start;
        while walked[at] == usize::MAX {
            walked[at] = start;
            match parents[at] {
                Some(parent) if walked[parent] == start => {
                    cut_circle(&mut parents, parent);
                    break;
                }
                Some(parent) => at = parent,
                None => break,
            }
        }
    }
    parents
}

/// Cuts the circle through `member` above its earliest event.
fn cut_circle(parents: &mut [Option<usize>], member: usize) {
    let mut earliest = member;
    let mut at = member;
    while let Some(parent) = parents[at] {
        earliest = earliest.min(parent);
        at = parent;
        if at == member {
            break;
        }
    }
    parents[earliest] = None;
}

/// Children come after their parents, so one pass from the end adds each branch to the one above.
fn sum_up(nodes: &mut [Node], places: &[usize], events: &[EventRecord]) -> Result<(), QueryError> {
    let mut spans: Vec<(i64, i64)> = nodes
        .iter()
        .map(|node| {
            let event = &events[node.event];
            let start = event.at.timestamp_micros();
            (start, start.saturating_add(event.latency.unwrap_or(0)))
        })
        .collect();
    for index in (0..nodes.len()).rev() {
        let (start, end) = spans[index];
        nodes[index].duration = end - start;
        if let Some(parent) = nodes[index].parent {
            let above = places[parent];
            let below = nodes[index].totals;
            nodes[above].totals = nodes[above].totals.plus(below).ok_or(QueryError::Overflow)?;
            spans[above] = (spans[above].0.min(start), spans[above].1.max(end));
        }
    }
    Ok(())
}
