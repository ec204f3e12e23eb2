//! What became of events that were imported.

use super::super::rows::LookUp;
use super::super::rows::Type::Bytes;

/// What stored events cost, and whether they count.
pub const SETTLED_FIND: LookUp = LookUp {
    columns: &[("event_key", Bytes)],
    select: "k.event_key, e.cost, e.duplicate_of, c.price_state",
    table: "event_keys",
    alias: "k",
    on: "k.tenant_no = ? AND k.event_key = v.event_key",
    join: " JOIN events e ON e.tenant_no = k.tenant_no AND e.at = k.at \
         AND e.event_key = k.event_key \
         JOIN combos c ON c.tenant_no = e.tenant_no AND c.combo_no = e.combo_no",
    end: "",
};
