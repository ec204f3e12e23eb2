//! The ingest transaction, in the order of use.
//!
//! Rows come sorted by the keys of their tables. On PostgreSQL one tenant commits at a time, so that
//! no two transactions wait for each other's rows in a circle.

use super::super::rows::Type::{Bytes, Int, Text};
use super::super::rows::{Bulk, LookUp};

/// Some columns, and then those of [`measures`](super).
macro_rules! columns_and_measures {
    ($(($name:literal, $kind:ident)),+) => {
        &[
            $(($name, $kind),)+
            ("calls", Int),
            ("errors", Int),
            ("unpriced_calls", Int),
            ("customer_paid_calls", Int),
            ("input_tokens", Int),
            ("output_tokens", Int),
            ("cache_read_tokens", Int),
            ("cache_write_tokens", Int),
            ("reasoning_tokens", Int),
            ("cost", Int),
            ("customer_paid_cost", Int),
            ("latency", Int),
            ("timed_calls", Int),
        ]
    };
}

/// One tenant commits at a time, also across processes: what a transaction reads about a run or a
/// response stays true until it commits. PostgreSQL only; SQLite has one writer anyway.
pub const TENANT_LOCK_POSTGRES: &str = "SELECT CAST(1 AS BIGINT) \
     FROM (SELECT pg_advisory_xact_lock(7595152800000000000 + ?)) AS locked";

/// One row at least: a tenant without aliases has one without an alias.
pub const SETTINGS: &str = "SELECT t.tag_dimensions, t.keep_events_days, t.keep_metadata_days, \
     t.events_from, t.metadata_from, t.names_epoch, t.otel_content, t.otel_user_is_customer, \
     a.alias, c.customer_id, a.since FROM tenants t \
     LEFT JOIN customer_aliases a ON a.tenant_no = t.tenant_no \
     LEFT JOIN customers c ON c.tenant_no = a.tenant_no AND c.customer_no = a.customer_no \
     WHERE t.tenant_no = ?";

pub const PARTITION_ENSURE_POSTGRES: &str =
    "SELECT CAST(1 AS BIGINT) FROM (SELECT event_partition_ensure(?)) AS ensured";

pub const SAVEPOINT: &str = "SAVEPOINT keys";
pub const ROLLBACK_TO_SAVEPOINT: &str = "ROLLBACK TO SAVEPOINT keys";
pub const RELEASE_SAVEPOINT: &str = "RELEASE SAVEPOINT keys";

pub const EVENT_KEY_FIND: LookUp = LookUp {
    columns: &[("event_key", Bytes)],
    select: "k.event_key, k.fingerprint",
    table: "event_keys",
    alias: "k",
    on: "k.tenant_no = ? AND k.event_key = v.event_key",
    join: "",
    end: "",
};

/// A key that is there stays as it is, and the count of changed rows tells.
pub const EVENT_KEY_INSERT: Bulk = Bulk {
    columns: &[("event_key", Bytes), ("at", Int), ("received_at", Int), ("fingerprint", Int)],
    tail: "INSERT INTO event_keys (tenant_no, event_key, at, received_at, fingerprint) \
         SELECT ?, v.event_key, v.at, v.received_at, v.fingerprint FROM v WHERE true \
         ON CONFLICT DO NOTHING",
};

pub const CUSTOMER_INSERT: Bulk = Bulk {
    columns: &[("customer_id", Text), ("first_seen", Int)],
    tail: "INSERT INTO customers (tenant_no, customer_id, first_seen) \
         SELECT ?, v.customer_id, v.first_seen FROM v WHERE true \
         ON CONFLICT DO NOTHING",
};

pub const CUSTOMER_FIND: LookUp = LookUp {
    columns: &[("customer_id", Text)],
    select: "c.customer_id, c.customer_no",
    table: "customers",
    alias: "c",
    on: "c.tenant_no = ? AND c.customer_id = v.customer_id",
    join: "",
    end: "",
};

pub const COMBO_FIND: &str =
    "SELECT combo_no, rollup_no FROM combos WHERE tenant_no = ? AND digest = ?";

pub const COMBO_COUNT: &str =
    "SELECT COUNT(*) FROM combos WHERE tenant_no = ? AND rollup_no IS NULL";

pub const COMBO_INSERT: &str = "INSERT INTO combos (tenant_no, rollup_no, digest, provider, \
     model, section, section_path, key_id, status, price_state, environment, tags) \
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
     RETURNING combo_no, rollup_no";

pub const RUN_FIND: LookUp = LookUp {
    columns: &[("run_id", Text)],
    select: "r.run_id, r.run_no",
    table: "runs",
    alias: "r",
    on: "r.tenant_no = ? AND r.run_id = v.run_id",
    join: "",
    end: "",
};

/// The limit is written out: SQLite prepares a statement anew at each use when its
/// limit is bound, since the plan depends on it (6 % of an ingest transaction).
pub const LINK_FIND: LookUp = LookUp {
    columns: &[("region", Int), ("kind", Int), ("link", Int), ("since", Int), ("until", Int)],
    select: "DISTINCT l.at, l.event_key",
    table: "event_links",
    alias: "l",
    on: "l.tenant_no = ? AND l.region = v.region AND l.kind = v.kind AND l.link = v.link \
         AND l.at BETWEEN v.since AND v.until",
    join: "",
    end: " LIMIT 10000",
};

/// Calls of a run near a time that used as many tokens, or any number where the HTTP layer saw none:
/// one of them may be what it saw.
pub const CALL_FIND: LookUp = LookUp {
    columns: &[
        ("run_no", Int),
        ("since", Int),
        ("until", Int),
        ("input_tokens", Int),
        ("output_tokens", Int),
        ("any_tokens", Int),
    ],
    select: "DISTINCT e.at, e.event_key",
    table: "events",
    alias: "e",
    on: "e.tenant_no = ? AND e.run_no = v.run_no AND e.at BETWEEN v.since AND v.until \
         AND (v.any_tokens = 1 OR (e.input_tokens = v.input_tokens \
         AND e.output_tokens = v.output_tokens))",
    join: "",
    end: " LIMIT 10000",
};

/// What the once-only rule and the totals need of a stored event.
pub const REPORT_FIND: LookUp = LookUp {
    columns: &[("at", Int), ("event_key", Bytes)],
    select: "e.at, e.event_key, e.event_id, e.run_no, e.combo_no, e.customer_no, e.span_id, \
         e.parent_span_id, e.span_type, e.response_id, e.customer_paid, e.input_tokens, \
         e.output_tokens, e.cache_read_tokens, e.cache_write_tokens, e.reasoning_tokens, \
         e.latency, e.cost, e.lines, e.duplicate_of, e.wrapper, \
         COALESCE(c.rollup_no, c.combo_no) AS rollup_no, c.provider, c.model, c.status, \
         c.price_state",
    table: "events",
    alias: "e",
    on: "e.tenant_no = ? AND e.at = v.at AND e.event_key = v.event_key",
    join: " JOIN combos c ON c.tenant_no = e.tenant_no AND c.combo_no = e.combo_no",
    end: "",
};

pub const RUN_INSERT: Bulk = Bulk {
    columns: columns_and_measures!(
        ("run_id", Text),
        ("started_at", Int),
        ("ended_at", Int),
        ("customer_no", Int),
        ("spans", Int),
        ("failed_spans", Int)
    ),
    tail: concat!(
        "INSERT INTO runs (tenant_no, run_id, started_at, ended_at, customer_no, spans, \
         failed_spans, ",
        measures!(),
        ") SELECT ?, v.run_id, v.started_at, v.ended_at, v.customer_no, v.spans, v.failed_spans, ",
        measures!(),
        " FROM v WHERE true RETURNING run_id, run_no"
    ),
};

/// 0 stands for no customer yet, -1 for more than one.
pub const RUN_UPDATE: Bulk = Bulk {
    columns: columns_and_measures!(
        ("run_no", Int),
        ("started_at", Int),
        ("ended_at", Int),
        ("customer_no", Int),
        ("spans", Int),
        ("failed_spans", Int)
    ),
    tail: "UPDATE runs SET \
         started_at = CASE WHEN v.started_at < runs.started_at THEN v.started_at \
             ELSE runs.started_at END, \
         ended_at = CASE WHEN v.ended_at > runs.ended_at THEN v.ended_at ELSE runs.ended_at END, \
         customer_no = CASE WHEN v.customer_no = 0 OR v.customer_no = runs.customer_no \
             THEN runs.customer_no WHEN runs.customer_no = 0 THEN v.customer_no ELSE -1 END, \
         spans = runs.spans + v.spans, \
         failed_spans = runs.failed_spans + v.failed_spans, \
         calls = runs.calls + v.calls, \
         errors = runs.errors + v.errors, \
         unpriced_calls = runs.unpriced_calls + v.unpriced_calls, \
         customer_paid_calls = runs.customer_paid_calls + v.customer_paid_calls, \
         input_tokens = runs.input_tokens + v.input_tokens, \
         output_tokens = runs.output_tokens + v.output_tokens, \
         cache_read_tokens = runs.cache_read_tokens + v.cache_read_tokens, \
         cache_write_tokens = runs.cache_write_tokens + v.cache_write_tokens, \
         reasoning_tokens = runs.reasoning_tokens + v.reasoning_tokens, \
         cost = runs.cost + v.cost, \
         customer_paid_cost = runs.customer_paid_cost + v.customer_paid_cost, \
         latency = runs.latency + v.latency, \
         timed_calls = runs.timed_calls + v.timed_calls \
         FROM v WHERE runs.tenant_no = ? AND runs.run_no = v.run_no",
};

pub const EVENT_INSERT: Bulk = Bulk {
    columns: &[
        ("at", Int),
        ("event_key", Bytes),
        ("received_at", Int),
        ("event_id", Text),
        ("run_no", Int),
        ("combo_no", Int),
        ("customer_no", Int),
        ("span_id", Text),
        ("parent_span_id", Text),
        ("span_type", Text),
        ("endpoint", Text),
        ("user_id", Text),
        ("session_id", Text),
        ("environment", Text),
        ("tags", Text),
        ("response_id", Text),
        ("customer_paid", Int),
        ("input_tokens", Int),
        ("output_tokens", Int),
        ("cache_read_tokens", Int),
        ("cache_write_tokens", Int),
        ("reasoning_tokens", Int),
        ("latency", Int),
        ("cost", Int),
        ("client_cost", Int),
        ("client_cost_text", Text),
        ("price_id", Text),
        ("lines", Text),
        ("detail", Text),
        ("duplicate_of", Text),
        ("wrapper", Int),
    ],
    tail: "INSERT INTO events (tenant_no, at, event_key, received_at, event_id, run_no, combo_no, \
         customer_no, span_id, parent_span_id, span_type, endpoint, user_id, session_id, \
         environment, tags, response_id, customer_paid, input_tokens, output_tokens, \
         cache_read_tokens, cache_write_tokens, reasoning_tokens, latency, cost, client_cost, \
         client_cost_text, price_id, lines, detail, duplicate_of, wrapper) \
         SELECT ?, v.at, v.event_key, v.received_at, v.event_id, v.run_no, v.combo_no, \
         v.customer_no, v.span_id, v.parent_span_id, v.span_type, v.endpoint, v.user_id, \
         v.session_id, v.environment, v.tags, v.response_id, v.customer_paid, v.input_tokens, \
         v.output_tokens, v.cache_read_tokens, v.cache_write_tokens, v.reasoning_tokens, \
         v.latency, v.cost, v.client_cost, v.client_cost_text, v.price_id, v.lines, v.detail, \
         v.duplicate_of, v.wrapper FROM v",
};

pub const LINK_INSERT: Bulk = Bulk {
    columns: &[("region", Int), ("kind", Int), ("link", Int), ("at", Int), ("event_key", Bytes)],
    tail: "INSERT INTO event_links (tenant_no, region, kind, link, at, event_key) \
         SELECT ?, v.region, v.kind, v.link, v.at, v.event_key FROM v",
};

pub const STANDING_UPDATE: Bulk = Bulk {
    columns: &[("at", Int), ("event_key", Bytes), ("duplicate_of", Text), ("wrapper", Int)],
    tail: "UPDATE events SET duplicate_of = v.duplicate_of, \
         wrapper = v.wrapper FROM v \
         WHERE events.tenant_no = ? AND events.at = v.at AND events.event_key = v.event_key",
};

pub const RUN_COMBO_ADD: Bulk = Bulk {
    columns: &[("run_no", Int), ("combo_no", Int), ("calls", Int), ("cost", Int)],
    tail: "INSERT INTO run_combos (tenant_no, run_no, combo_no, calls, cost) \
         SELECT ?, v.run_no, v.combo_no, v.calls, v.cost FROM v WHERE true \
         ON CONFLICT (tenant_no, run_no, combo_no) DO UPDATE SET \
         calls = run_combos.calls + excluded.calls, cost = run_combos.cost + excluded.cost",
};

macro_rules! rollup_add {
    ($table:literal, $dims:literal, $v_dims:literal, $($dim:literal),+) => {
        Bulk {
            columns: columns_and_measures!($(($dim, Int)),+),
            tail: concat!(
                "INSERT INTO ", $table, " (tenant_no, ", $dims, ", ", measures!(),
                ") SELECT ?, ", $v_dims, ", ", measures!(),
                " FROM v WHERE true",
                " ON CONFLICT (tenant_no, ", $dims, ") DO UPDATE SET ",
                "calls = ", $table, ".calls + excluded.calls, ",
                "errors = ", $table, ".errors + excluded.errors, ",
                "unpriced_calls = ", $table, ".unpriced_calls + excluded.unpriced_calls, ",
                "customer_paid_calls = ", $table,
                ".customer_paid_calls + excluded.customer_paid_calls, ",
                "input_tokens = ", $table, ".input_tokens + excluded.input_tokens, ",
                "output_tokens = ", $table, ".output_tokens + excluded.output_tokens, ",
                "cache_read_tokens = ", $table, ".cache_read_tokens + excluded.cache_read_tokens, ",
                "cache_write_tokens = ", $table,
                ".cache_write_tokens + excluded.cache_write_tokens, ",
                "reasoning_tokens = ", $table, ".reasoning_tokens + excluded.reasoning_tokens, ",
                "cost = ", $table, ".cost + excluded.cost, ",
                "customer_paid_cost = ", $table,
                ".customer_paid_cost + excluded.customer_paid_cost, ",
                "latency = ", $table, ".latency + excluded.latency, ",
                "timed_calls = ", $table, ".timed_calls + excluded.timed_calls"
            ),
        }
    };
}

pub const QUARTER_ADD: Bulk = rollup_add!(
    "rollup_quarters",
    "quarter, combo_no",
    "v.quarter, v.combo_no",
    "quarter",
    "combo_no"
);
pub const DAY_ADD: Bulk =
    rollup_add!("rollup_days", "day, combo_no", "v.day, v.combo_no", "day", "combo_no");
pub const CUSTOMER_DAY_ADD: Bulk = rollup_add!(
    "rollup_customer_days",
    "day, customer_no",
    "v.day, v.customer_no",
    "day",
    "customer_no"
);
pub const CUSTOMER_WEEK_ADD: Bulk = rollup_add!(
    "rollup_customer_weeks",
    "week, customer_no",
    "v.week, v.customer_no",
    "week",
    "customer_no"
);
pub const CUSTOMER_COMBO_DAY_ADD: Bulk = rollup_add!(
    "rollup_customer_combo_days",
    "day, customer_no, combo_no",
    "v.day, v.customer_no, v.combo_no",
    "day",
    "customer_no",
    "combo_no"
);

pub const LATENCY_ADD: Bulk = Bulk {
    columns: &[("day", Int), ("combo_no", Int), ("bucket", Int), ("calls", Int)],
    tail: "INSERT INTO rollup_latencies (tenant_no, day, combo_no, bucket, calls) \
         SELECT ?, v.day, v.combo_no, v.bucket, v.calls FROM v WHERE true \
         ON CONFLICT (tenant_no, day, combo_no, bucket) DO UPDATE SET \
         calls = rollup_latencies.calls + excluded.calls",
};
