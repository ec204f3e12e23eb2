//! The sections of an application as a tree, each with what it costs itself and with all below it.

use std::collections::BTreeMap;

use crate::domain::scope::TenantScope;
use crate::domain::totals::Totals;
use crate::store::Store;

use super::QueryError;
use super::costs::{CostQuery, Dimension, costs};
use super::kept::Covered;

/// What separates the sections of a path.
const SEPARATOR: char = '/';

/// Levels of the tree: what is deeper counts in the deepest one.
const DEEPEST: usize = 16;

/// A section in the tree.
#[derive(Debug, Clone)]
pub struct SectionCost {
    /// The section with those around it.
    pub path: String,
    /// The section itself.
    pub section: String,
    /// The path of the section around it.
    pub parent: Option<String>,
    /// How many sections are around it.
    pub depth: usize,
    /// Sums over the calls in the section itself.
    pub own: Totals,
    /// The same with everything below it.
    pub subtree: Totals,
}

/// The sections that a question is about, depth first, the costliest of siblings first, and what it
/// covers. Its grouping
/// and page are not used.
pub async fn sections(
    store: &Store,
    scope: &TenantScope,
    query: CostQuery,
) -> Result<(Covered, Vec<SectionCost>), QueryError> {
    let answer = costs(store, scope, &query.by(&[Dimension::SectionPath])).await?;
    let window = answer.window;
    let mut nodes: BTreeMap<String, SectionCost> = BTreeMap::new();
    for group in answer.groups {
        let path = group.labels.into_iter().next().flatten().unwrap_or_default();
        let path = cut(&path);
        for (depth, ancestor) in ancestors(path).enumerate() {
            let node = nodes
                .entry(ancestor.to_owned())
                .or_insert_with(|| SectionCost::at(ancestor, depth));
            node.subtree = node.subtree.plus(group.totals).ok_or(QueryError::Overflow)?;
            if ancestor == path {
                node.own = node.own.plus(group.totals).ok_or(QueryError::Overflow)?;
            }
        }
    }
    Ok((window, depth_first(nodes)))
}

/// A path without what is below [`DEEPEST`]: a tree is for people, and must not outgrow the memory.
fn cut(path: &str) -> &str {
    path.match_indices(SEPARATOR).nth(DEEPEST - 1).map_or(path, |(at, _)| &path[..at])
}

/// A path's beginnings, the shortest first, itself last.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    let ends = path.match_indices(SEPARATOR).map(|(at, _)| at).chain([path.len()]);
    ends.map(|end| &path[..end])
}

impl SectionCost {
    fn at(path: &str, depth: usize) -> Self {
        let (parent, section) = match path.rsplit_once(SEPARATOR) {
            Some((parent, section)) => (Some(parent.to_owned()), section),
            None => (None, path),
        };
        Self {
            path: path.to_owned(),
            section: section.to_owned(),
            parent,
            depth,
            own: Totals::default(),
            subtree: Totals::default(),
        }
    }
}

fn depth_first(nodes: BTreeMap<String, SectionCost>) -> Vec<SectionCost> {
    let mut children: BTreeMap<Option<String>, Vec<SectionCost>> = BTreeMap::new();
    for node in nodes.into_values() {
        children.entry(node.parent.clone()).or_default().push(node);
    }
    for siblings in children.values_mut() {
        // The last of the stack is shown first.
        siblings.sort_by(|left, right| {
            (left.subtree.cost, &right.path).cmp(&(right.subtree.cost, &left.path))
        });
    }
    let mut shown = Vec::new();
    let mut stack = children.remove(&None).unwrap_or_default();
    while let Some(node) = stack.pop() {
        stack.extend(children.remove(&Some(node.path.clone())).unwrap_or_default());
        shown.push(node);
    }
    shown
}
