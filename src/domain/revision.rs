//! Changes of what was stored: what is asked for, and what they may change in an event.

use serde::{Deserialize, Serialize};

use super::event::UsageLine;

/// What a revision is to do. Times are microseconds UTC, from `since` up to, not including, `until`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Request {
    /// Price calls again, at the prices of their own time as they are known now.
    Reprice {
        /// First instant of the calls.
        since: i64,
        /// First instant after.
        until: i64,
        /// Only calls of which something has no price.
        unpriced_only: bool,
    },
    /// Let events count for nothing.
    Void {
        /// Their ids.
        events: Vec<String>,
    },
    /// Let events of some customers be another's.
    Reassign {
        /// The customers whose events they are.
        from: Vec<Origin>,
        /// The customer that they belong to; none: nobody.
        to: Option<String>,
        /// First instant after the events.
        until: i64,
    },
    /// Take another revision back.
    Undo {
        /// Its id.
        revision: String,
    },
}

impl Request {
    /// The first instant of the events that a window is about.
    pub fn since(&self) -> Option<i64> {
        match self {
            Self::Reprice { since, .. } => Some(*since),
            Self::Reassign { from, .. } => from.iter().map(|origin| origin.since).min(),
            Self::Void { .. } | Self::Undo { .. } => None,
        }
    }

    /// The name of the kind.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Reprice { .. } => "reprice",
            Self::Void { .. } => "void",
            Self::Reassign { .. } => "reassign",
            Self::Undo { .. } => "undo",
        }
    }
}

/// A customer whose events move, from an instant on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The customer; none: events without one.
    pub customer: Option<String>,
    /// First instant of the events.
    pub since: i64,
}

/// What a revision may change in an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The customer.
    pub customer: Option<String>,
    /// [`super::event::PriceState`] as text; empty for a step.
    pub price_state: String,
    /// The price that was applied.
    pub price_id: Option<String>,
    /// Nano-USD.
    pub cost: i64,
    /// One line for each kind of usage.
    pub lines: Vec<UsageLine>,
}
