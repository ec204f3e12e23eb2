//! Changes of what was stored: what is asked for, and what they may change in an event.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::event::UsageLine;
use super::ids::{CustomerId, check_text};

/// Most events that one request may void: they are one transaction.
pub const MAX_VOIDED: usize = 1_000;

/// Longest reason, in bytes.
pub const MAX_REASON: usize = 1_000;

/// Longest id of an event, a customer or a revision, in bytes.
const MAX_ID: usize = 256;

/// What is asked for means nothing.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct InvalidRequest(String);

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

    /// Refuses what means nothing, wherever it is asked.
    pub fn check(&self) -> Result<(), InvalidRequest> {
        let refuse = |problem: String| Err(InvalidRequest(problem));
        let id = |name: &str, id: &str| {
            check_text(id, MAX_ID).map_err(|error| InvalidRequest(format!("`{name}` {error}")))
        };
        match self {
            Self::Reprice { since, until, .. } if since >= until => {
                refuse("`since` must be before `until`".to_owned())
            }
            Self::Reprice { .. } => Ok(()),
            Self::Void { events } if events.is_empty() || events.len() > MAX_VOIDED => {
                refuse(format!("`events` must have 1 to {MAX_VOIDED} ids"))
            }
            Self::Void { events } => events.iter().try_for_each(|event| id("events", event)),
            Self::Reassign { from, to, until } => {
                if from.iter().any(|origin| origin.since >= *until) {
                    return refuse("`since` must be before `until`".to_owned());
                }
                if from.iter().any(|origin| origin.customer == *to) {
                    return refuse("`from` and `to` are the same".to_owned());
                }
                let named = from.iter().filter_map(|origin| origin.customer.as_deref());
                named.clone().try_for_each(|customer| id("from", customer))?;
                let to = to.as_deref().map(CustomerId::parse).transpose();
                to.map(drop).map_err(|error| InvalidRequest(format!("`to` {error}")))
            }
            Self::Undo { revision } => id("revision", revision),
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

/// A reason as it is kept.
pub fn checked_reason(reason: &str) -> Result<String, InvalidRequest> {
    let reason = reason.trim();
    if reason.is_empty() || reason.len() > MAX_REASON || reason.contains('\0') {
        return Err(InvalidRequest(format!("`reason` must have 1 to {MAX_REASON} bytes")));
    }
    Ok(reason.to_owned())
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
