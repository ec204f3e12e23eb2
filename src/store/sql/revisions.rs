//! Changes of what was stored.

use super::super::rows::Type::{Bytes, Int, Text};
use super::super::rows::{Bulk, LookUp};

pub const REVISION_INSERT: &str = "INSERT INTO revisions (tenant_no, revision_id, kind, request, \
     reason, made_by, created_at, cursor_at, cursor_key, examined, changed, cost_change) \
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0)";

/// What is known of a revision.
pub const REVISION_COLUMNS: &str = "SELECT r.revision_no, r.revision_id, r.request, r.reason, \
     r.made_by, r.created_at, r.finished_at, u.revision_id AS undone_by, r.cursor_at, r.cursor_key, \
     r.examined, r.changed, r.cost_change FROM revisions r \
     LEFT JOIN revisions u ON u.tenant_no = r.tenant_no AND u.revision_no = r.undone_by \
     WHERE r.tenant_no = ?";

pub const REVISION_ADVANCE: &str = "UPDATE revisions SET cursor_at = ?, cursor_key = ?, \
     examined = examined + ?, changed = changed + ?, cost_change = cost_change + ?, \
     finished_at = ? WHERE tenant_no = ? AND revision_no = ?";

pub const REVISION_END: &str = "UPDATE revisions SET finished_at = COALESCE(finished_at, ?), \
     undone_by = (SELECT n.revision_no FROM revisions n \
     WHERE n.tenant_no = revisions.tenant_no AND n.revision_id = ?) \
     WHERE tenant_no = ? AND revision_id = ?";

/// A revision that changed one of this revision's events afterwards, and stands.
pub const REVISION_LATER: &str = "SELECT r.revision_id FROM adjustments a \
     JOIN adjustments b ON b.tenant_no = a.tenant_no AND b.event_key = a.event_key \
     AND b.revision_no > a.revision_no \
     JOIN revisions r ON r.tenant_no = b.tenant_no AND r.revision_no = b.revision_no \
     WHERE a.tenant_no = ? AND a.revision_no = ? AND r.kind <> 'undo' AND r.undone_by IS NULL \
     LIMIT 1";

/// Everything of an event that a revision looks at or changes.
macro_rules! candidate {
    ($before:literal) => {
        concat!(
            "SELECT e.at, e.event_key, e.event_id, e.run_no, e.customer_no, u.customer_id, \
             e.combo_no, COALESCE(c.rollup_no, c.combo_no) AS rollup_no, e.span_type, \
             e.customer_paid, e.input_tokens, e.output_tokens, e.cache_read_tokens, \
             e.cache_write_tokens, e.reasoning_tokens, e.latency, e.cost, e.client_cost, \
             e.price_id, e.lines, e.detail, e.duplicate_of, c.provider, c.model, c.section, \
             c.section_path, c.key_id, c.status, c.price_state, c.environment, \
             c.tags AS declared_tags, ",
            $before,
            " AS before FROM events e \
             JOIN combos c ON c.tenant_no = e.tenant_no AND c.combo_no = e.combo_no \
             LEFT JOIN customers u ON u.tenant_no = e.tenant_no AND u.customer_no = e.customer_no "
        )
    };
}

/// Calls of a window after one of them; more conditions and the order follow.
pub const CANDIDATES: &str = concat!(
    candidate!("CAST(NULL AS TEXT)"),
    "WHERE e.tenant_no = ? AND e.at >= ? AND e.at < ? AND e.at >= ? \
     AND (e.at, e.event_key) > (?, ?)"
);

/// Events of a revision after one of them, with what they were before it.
pub const CANDIDATES_UNDONE: &str = concat!(
    candidate!("x.before"),
    "JOIN adjustments x ON x.tenant_no = e.tenant_no AND x.at = e.at AND x.event_key = e.event_key \
     WHERE x.tenant_no = ? AND x.revision_no = ? AND (x.at, x.event_key) > (?, ?) \
     ORDER BY x.at, x.event_key LIMIT ?"
);

/// One event.
pub const CANDIDATE: &str = concat!(
    candidate!("CAST(NULL AS TEXT)"),
    "WHERE e.tenant_no = ? AND e.at = ? AND e.event_key = ?"
);

pub const EVENT_TIMES: LookUp = LookUp {
    columns: &[("event_key", Bytes)],
    select: "k.at, k.event_key",
    table: "event_keys",
    alias: "k",
    on: "k.tenant_no = ? AND k.event_key = v.event_key",
    join: "",
    end: "",
};

pub const EVENT_RESTATE: Bulk = Bulk {
    columns: &[
        ("at", Int),
        ("event_key", Bytes),
        ("customer_no", Int),
        ("combo_no", Int),
        ("cost", Int),
        ("price_id", Text),
        ("lines", Text),
    ],
    tail: "UPDATE events SET customer_no = v.customer_no, combo_no = v.combo_no, cost = v.cost, \
         price_id = v.price_id, lines = v.lines FROM v \
         WHERE events.tenant_no = ? AND events.at = v.at AND events.event_key = v.event_key",
};

pub const ADJUSTMENT_INSERT: Bulk = Bulk {
    columns: &[
        ("at", Int),
        ("event_key", Bytes),
        ("before", Text),
        ("after", Text),
        ("cost_change", Int),
    ],
    tail: "INSERT INTO adjustments (tenant_no, revision_no, at, event_key, made_at, before, after, \
         cost_change) SELECT ?, ?, v.at, v.event_key, ?, v.before, v.after, v.cost_change FROM v",
};

/// The customer of runs whose events changed theirs: 0 none, -1 more than one. A run that began before
/// the border has lost events, which may have been of the customer that it had.
pub const RUN_CUSTOMERS: Bulk = Bulk {
    columns: &[("run_no", Int)],
    tail: "UPDATE runs SET customer_no = \
         CASE WHEN runs.started_at < ? AND runs.customer_no <> 0 THEN -1 ELSE COALESCE((SELECT \
         CASE WHEN MIN(e.customer_no) < MAX(e.customer_no) THEN -1 ELSE MIN(e.customer_no) END \
         FROM events e WHERE e.tenant_no = runs.tenant_no AND e.run_no = runs.run_no \
         AND e.customer_no <> 0), 0) END FROM v WHERE runs.tenant_no = ? AND runs.run_no = v.run_no",
};

/// Whether a revision changed an event of a time before.
pub const REVISION_BEFORE: &str =
    "SELECT COUNT(*) FROM adjustments WHERE tenant_no = ? AND revision_no = ? AND at < ?";

/// What was changed in an event, the earliest first.
pub const ADJUSTMENTS: &str = "SELECT r.revision_id, r.kind, r.reason, r.made_by, a.made_at, \
     a.before, a.after, a.cost_change FROM adjustments a \
     JOIN revisions r ON r.tenant_no = a.tenant_no AND r.revision_no = a.revision_no \
     WHERE a.tenant_no = ? AND a.event_key = ? ORDER BY a.revision_no";
