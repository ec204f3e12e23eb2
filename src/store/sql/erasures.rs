//! Erasing a customer.

use super::super::rows::Bulk;
use super::super::rows::Type::{Bytes, Int, Text};

pub const ERASURE_COLUMNS: &str = "SELECT erasure_id, customer_no, pseudonym, reason, made_by, \
     begun_at, finished_at, changed, totals FROM erasures WHERE tenant_no = ?";

pub const ERASURE_INSERT: &str = "INSERT INTO erasures (tenant_no, erasure_id, customer_no, \
     pseudonym, reason, made_by, begun_at, changed, totals) VALUES (?, ?, ?, ?, ?, ?, ?, '{}', '{}')";

pub const ERASURE_ADVANCE: &str = "UPDATE erasures SET changed = ?, totals = ?, finished_at = ? \
     WHERE tenant_no = ? AND erasure_id = ?";

/// What a person can be known by in events, after one of them; which ones follows.
pub const ERASABLE: &str = "SELECT at, event_key, customer_no, event_id, span_id, parent_span_id, \
     endpoint, user_id, session_id, tags, response_id, client_cost_text, detail, duplicate_of \
     FROM events WHERE tenant_no = ? AND (at, event_key) > (?, ?) AND (customer_no IN (";

/// Events of other customers that refer to the erased ones'.
pub const ERASABLE_REFERENCE: &str =
    " OR span_id LIKE ? OR parent_span_id LIKE ? OR duplicate_of LIKE ?";

/// Events without a customer that name it all the same.
pub const ERASABLE_NAMED: &str = " OR (customer_no = 0 AND (event_id LIKE ? OR response_id LIKE ? \
     OR user_id LIKE ? OR session_id LIKE ? OR tags LIKE ? OR endpoint LIKE ? OR detail LIKE ?))";

pub const ERASABLE_END: &str = ") ORDER BY at, event_key LIMIT ?";

pub const EVENT_ERASE: Bulk = Bulk {
    columns: &[
        ("at", Int),
        ("event_key", Bytes),
        ("event_id", Text),
        ("span_id", Text),
        ("parent_span_id", Text),
        ("endpoint", Text),
        ("user_id", Text),
        ("session_id", Text),
        ("tags", Text),
        ("response_id", Text),
        ("client_cost_text", Text),
        ("detail", Text),
        ("duplicate_of", Text),
    ],
    tail: "UPDATE events SET event_id = v.event_id, span_id = v.span_id, \
         parent_span_id = v.parent_span_id, endpoint = v.endpoint, user_id = v.user_id, \
         session_id = v.session_id, tags = v.tags, response_id = v.response_id, \
         client_cost_text = v.client_cost_text, detail = v.detail, \
         duplicate_of = v.duplicate_of FROM v \
         WHERE events.tenant_no = ? AND events.at = v.at AND events.event_key = v.event_key",
};

/// Runs whose ids may contain the customer's: its own, and those of nobody or of several.
pub const ERASABLE_RUNS: &str =
    "SELECT run_no, run_id FROM runs WHERE tenant_no = ? AND customer_no IN (";
pub const ERASABLE_RUNS_NAMED: &str = ") AND run_id LIKE ?";

pub const RUN_RENAME: Bulk = Bulk {
    columns: &[("run_no", Int), ("run_id", Text)],
    tail: "UPDATE runs SET run_id = v.run_id FROM v \
         WHERE runs.tenant_no = ? AND runs.run_no = v.run_no",
};

/// Combinations with declared tags.
pub const TAGGED_COMBOS: &str = "SELECT combo_no, provider, model, section, section_path, key_id, \
     status, price_state, environment, tags FROM combos WHERE tenant_no = ? AND tags <> ''";

pub const COMBO_RETAG: Bulk = Bulk {
    columns: &[("combo_no", Int), ("tags", Text), ("digest", Bytes)],
    tail: "UPDATE combos SET tags = v.tags, digest = v.digest FROM v \
         WHERE combos.tenant_no = ? AND combos.combo_no = v.combo_no",
};

pub const ERASABLE_ADJUSTMENTS: &str = "SELECT revision_no, at, event_key, before, after \
     FROM adjustments WHERE tenant_no = ? AND (before LIKE ? OR after LIKE ?)";

pub const ADJUSTMENT_ERASE: Bulk = Bulk {
    columns: &[
        ("revision_no", Int),
        ("at", Int),
        ("event_key", Bytes),
        ("before", Text),
        ("after", Text),
    ],
    tail: "UPDATE adjustments SET before = v.before, after = v.after FROM v \
         WHERE adjustments.tenant_no = ? AND adjustments.revision_no = v.revision_no \
         AND adjustments.at = v.at AND adjustments.event_key = v.event_key",
};

pub const ERASABLE_REVISIONS: &str =
    "SELECT revision_no, request, reason FROM revisions WHERE tenant_no = ?";

pub const REVISION_ERASE: Bulk = Bulk {
    columns: &[("revision_no", Int), ("request", Text), ("reason", Text)],
    tail: "UPDATE revisions SET request = v.request, reason = v.reason FROM v \
         WHERE revisions.tenant_no = ? AND revisions.revision_no = v.revision_no",
};

/// Contracts, and reasons that may name a customer.
pub const ERASABLE_OVERRIDES: &str = "SELECT override_id, customer_id, reason, retired_reason \
     FROM price_overrides WHERE tenant_no = ?";

pub const OVERRIDE_ERASE: Bulk = Bulk {
    columns: &[
        ("override_id", Text),
        ("customer_id", Text),
        ("reason", Text),
        ("retired_reason", Text),
    ],
    tail: "UPDATE price_overrides SET customer_id = v.customer_id, reason = v.reason, \
         retired_reason = v.retired_reason FROM v \
         WHERE price_overrides.tenant_no = ? AND price_overrides.override_id = v.override_id",
};

pub const CONTRACT_COUNT: &str =
    "SELECT COUNT(*) FROM price_overrides WHERE tenant_no = ? AND customer_id = ?";

pub const CUSTOMER_ERASE: &str = "UPDATE customers SET customer_id = ?, name = NULL, plan = NULL, \
     labels = '{}' WHERE tenant_no = ? AND customer_no = ?";

pub const NAMES_EPOCH_ADVANCE: &str =
    "UPDATE tenants SET names_epoch = names_epoch + 1 WHERE tenant_no = ?";

pub const TOTALS_OF_CUSTOMERS: &str = " FROM rollup_customer_days t WHERE t.tenant_no = ? \
     AND t.customer_no IN (";
pub const TOTALS_OF_TENANT: &str = " FROM rollup_days t WHERE t.tenant_no = ? HAVING COUNT(*) > 0";
