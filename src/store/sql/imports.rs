//! What became of events that were imported.
//!
//! No joins: over thousands of keys SQLite would begin with the joined table and read all of it for
//! each of them.

use super::super::rows::LookUp;
use super::super::rows::Type::{Bytes, Int};

/// When stored events were.
pub const EVENT_AT_FIND: LookUp = LookUp {
    columns: &[("event_key", Bytes)],
    select: "k.event_key, k.at",
    table: "event_keys",
    alias: "k",
    on: "k.tenant_no = ? AND k.event_key = v.event_key",
    join: "",
    end: "",
};

/// What stored events cost, and whether they count.
pub const SETTLED_FIND: LookUp = LookUp {
    columns: &[("at", Int), ("event_key", Bytes)],
    select: "e.event_key, e.cost, e.duplicate_of, (SELECT c.price_state FROM combos c \
         WHERE c.tenant_no = e.tenant_no AND c.combo_no = e.combo_no) AS price_state",
    table: "events",
    alias: "e",
    on: "e.tenant_no = ? AND e.at = v.at AND e.event_key = v.event_key",
    join: "",
    end: "",
};
