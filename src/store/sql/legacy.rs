//! Statements over the original collector's database, which is not ours: no test of ours can prepare
//! them against a schema. `tests/it/imports.rs` runs each.

/// The rows in the order of their arrival, by number. Sorted once: neither `created_at` nor its pair
/// with `id` has an index there.
pub const LEGACY_ORDER_SQLITE: &str = "CREATE TEMP TABLE legacy_order AS \
     SELECT rowid AS row_no FROM main.trace_events ORDER BY created_at, id";

pub const LEGACY_COUNT_SQLITE: &str = "SELECT COUNT(*) FROM temp.legacy_order";

pub const LEGACY_PAGE_SQLITE: &str = "SELECT t.* FROM temp.legacy_order o \
     JOIN main.trace_events t ON t.rowid = o.row_no \
     WHERE o.rowid > ? AND o.rowid <= ? ORDER BY o.rowid";

/// Floats as their shortest decimals, one snapshot for the whole import.
pub const LEGACY_BEGIN_POSTGRES: &str = "SET extra_float_digits = 1; \
     BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

pub const LEGACY_COUNT_POSTGRES: &str = "SELECT COUNT(*) FROM trace_events";

pub const LEGACY_CURSOR_POSTGRES: &str = "DECLARE legacy NO SCROLL CURSOR FOR \
     SELECT CAST(row_to_json(t) AS TEXT) FROM trace_events t ORDER BY created_at, id";

pub const LEGACY_PAGE_POSTGRES: &str = "FETCH 2000 FROM legacy";
