//! Every SQL text. One text serves both databases; the few that cannot have two.
//!
//! `?` marks a parameter. In a [`Bulk`] the rows `v` come first, then the parameters of its tail in
//! the order of the text.

use super::statement::Bulk;
use super::statement::Type::{Bytes, Int, Text};

macro_rules! measures {
    () => {
        "calls, errors, unpriced_calls, customer_paid_calls, input_tokens, output_tokens, \
         cache_read_tokens, cache_write_tokens, reasoning_tokens, cost, customer_paid_cost, \
         latency, timed_calls"
    };
}

// ---------------------------------------------------------------- tenants and keys

pub const TENANT_FIND_SQLITE: &str = "SELECT tenant_no, tenant_id, name, time_zone, created_at \
     FROM main.tenants WHERE tenant_id = ?";
pub const TENANT_FIND_POSTGRES: &str = "SELECT tenant_no, tenant_id, name, time_zone, created_at \
     FROM tenant_find(?)";

pub const TENANT_LIST_SQLITE: &str = "SELECT tenant_no, tenant_id, name, time_zone, created_at \
     FROM main.tenants ORDER BY tenant_id";
pub const TENANT_LIST_POSTGRES: &str = "SELECT tenant_no, tenant_id, name, time_zone, created_at \
     FROM tenant_list() ORDER BY tenant_id COLLATE \"C\"";

pub const TENANT_CREATE_SQLITE: &str = "INSERT INTO tenants (tenant_id, name, time_zone, created_at) \
     VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING tenant_no";
pub const TENANT_CREATE_POSTGRES: &str = "SELECT tenant_create(?, ?, ?, ?)";

pub const KEY_FIND_SQLITE: &str = "SELECT t.tenant_id, k.key_id, k.digest, k.name, k.scopes, \
     k.created_at, k.expires_at, k.revoked_at, k.last_used_at \
     FROM main.api_keys k JOIN main.tenants t ON t.tenant_no = k.tenant_no WHERE k.key_id = ?";
pub const KEY_FIND_POSTGRES: &str = "SELECT tenant_id, key_id, digest, name, scopes, \
     created_at, expires_at, revoked_at, last_used_at FROM key_find(?)";

pub const ANY_KEY_SQLITE: &str = "SELECT 1 FROM main.api_keys LIMIT 1";
pub const ANY_KEY_POSTGRES: &str = "SELECT CAST(1 AS BIGINT) WHERE any_key_exists()";

pub const KEY_CREATE: &str = "INSERT INTO api_keys \
     (key_id, tenant_no, digest, name, scopes, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)";

pub const KEY_LIST: &str = "SELECT t.tenant_id, k.key_id, k.digest, k.name, k.scopes, \
     k.created_at, k.expires_at, k.revoked_at, k.last_used_at \
     FROM api_keys k JOIN tenants t ON t.tenant_no = k.tenant_no \
     WHERE k.tenant_no = ? ORDER BY k.created_at, k.key_id";

pub const KEY_REVOKE: &str = "UPDATE api_keys SET revoked_at = ? \
     WHERE tenant_no = ? AND key_id = ? AND revoked_at IS NULL";

pub const KEY_TOUCH: Bulk = Bulk {
    columns: &[("key_id", Text), ("at", Int)],
    tail: "UPDATE api_keys SET last_used_at = v.at FROM v \
         WHERE api_keys.tenant_no = ? AND api_keys.key_id = v.key_id",
};

// ---------------------------------------------------------------- ingest, in the order of use

/// One tenant commits at a time, also across processes: what a transaction reads about a run or a
/// response stays true until it commits. PostgreSQL only; SQLite has one writer anyway.
pub const TENANT_LOCK_POSTGRES: &str = "SELECT CAST(1 AS BIGINT) \
     FROM (SELECT pg_advisory_xact_lock(7595152800000000000 + ?)) AS locked";

pub const PARTITION_ENSURE_POSTGRES: &str =
    "SELECT CAST(1 AS BIGINT) FROM (SELECT event_partition_ensure(?)) AS ensured";

pub const EVENT_KEY_FIND: Bulk = Bulk {
    columns: &[("event_key", Bytes)],
    tail: "SELECT k.event_key, k.fingerprint FROM v CROSS JOIN event_keys k \
         WHERE k.tenant_no = ? AND k.event_key = v.event_key",
};

/// Of keys that [`EVENT_KEY_FIND`] did not find in the same transaction. Nobody else can have added
/// one since; if somebody did, this fails and the transaction with it.
pub const EVENT_KEY_INSERT: Bulk = Bulk {
    columns: &[("event_key", Bytes), ("at", Int), ("received_at", Int), ("fingerprint", Int)],
    tail: "INSERT INTO event_keys (tenant_no, event_key, at, received_at, fingerprint) \
         SELECT ?, v.event_key, v.at, v.received_at, v.fingerprint FROM v ORDER BY v.event_key",
};

pub const CUSTOMER_INSERT: Bulk = Bulk {
    columns: &[("customer_id", Text), ("first_seen", Int)],
    tail: "INSERT INTO customers (tenant_no, customer_id, first_seen) \
         SELECT ?, v.customer_id, v.first_seen FROM v WHERE true \
         ORDER BY v.customer_id ON CONFLICT DO NOTHING",
};

pub const CUSTOMER_FIND: Bulk = Bulk {
    columns: &[("customer_id", Text)],
    tail: "SELECT c.customer_id, c.customer_no FROM v CROSS JOIN customers c \
         WHERE c.tenant_no = ? AND c.customer_id = v.customer_id",
};

pub const COMBO_FIND: &str = "SELECT combo_no, rollup_no FROM combos WHERE tenant_no = ? \
     AND provider = ? AND model = ? AND section = ? AND section_path = ? AND key_id = ? \
     AND status = ? AND price_state = ?";

pub const COMBO_COUNT: &str =
    "SELECT COUNT(*) FROM combos WHERE tenant_no = ? AND rollup_no IS NULL";

pub const COMBO_INSERT: &str = "INSERT INTO combos (tenant_no, rollup_no, provider, model, section, \
     section_path, key_id, status, price_state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) \
     RETURNING combo_no, rollup_no";

pub const RUN_FIND: Bulk = Bulk {
    columns: &[("run_id", Text)],
    tail: "SELECT r.run_id, r.run_no FROM v CROSS JOIN runs r \
         WHERE r.tenant_no = ? AND r.run_id = v.run_id",
};

/// The limit is written out: SQLite prepares a statement anew at each use when its
/// limit is bound, since the plan depends on it (6 % of an ingest transaction).
pub const LINK_FIND: Bulk = Bulk {
    columns: &[("region", Int), ("kind", Int), ("link", Int), ("since", Int), ("until", Int)],
    tail: "SELECT DISTINCT l.at, l.event_key FROM v CROSS JOIN event_links l \
         WHERE l.tenant_no = ? AND l.region = v.region AND l.kind = v.kind AND l.link = v.link \
         AND l.at BETWEEN v.since AND v.until LIMIT 10000",
};

/// Calls of a run near a time that used as many tokens: one of them may be what the HTTP layer saw.
pub const CALL_FIND: Bulk = Bulk {
    columns: &[
        ("run_no", Int),
        ("since", Int),
        ("until", Int),
        ("input_tokens", Int),
        ("output_tokens", Int),
    ],
    tail: "SELECT DISTINCT e.at, e.event_key FROM v CROSS JOIN events e \
         WHERE e.tenant_no = ? AND e.run_no = v.run_no AND e.at BETWEEN v.since AND v.until \
         AND e.input_tokens = v.input_tokens AND e.output_tokens = v.output_tokens LIMIT 10000",
};

/// What the once-only rule and the totals need of a stored event.
pub const REPORT_FIND: Bulk = Bulk {
    columns: &[("at", Int), ("event_key", Bytes)],
    tail: "SELECT e.at, e.event_key, e.event_id, e.run_no, e.combo_no, e.customer_no, e.span_id, \
         e.parent_span_id, e.span_type, e.response_id, e.customer_paid, e.input_tokens, \
         e.output_tokens, e.cache_read_tokens, e.cache_write_tokens, e.reasoning_tokens, \
         e.latency, e.cost, e.lines, e.duplicate_of, e.wrapper, \
         COALESCE(c.rollup_no, c.combo_no) AS rollup_no, c.provider, c.model, c.status, \
         c.price_state \
         FROM v CROSS JOIN events e JOIN combos c ON c.tenant_no = e.tenant_no \
         AND c.combo_no = e.combo_no \
         WHERE e.tenant_no = ? AND e.at = v.at AND e.event_key = v.event_key",
};

pub const RUN_INSERT: Bulk = Bulk {
    columns: &[
        ("run_id", Text),
        ("started_at", Int),
        ("ended_at", Int),
        ("customer_no", Int),
        ("spans", Int),
        ("failed_spans", Int),
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
    ],
    tail: concat!(
        "INSERT INTO runs (tenant_no, run_id, started_at, ended_at, customer_no, spans, \
         failed_spans, ",
        measures!(),
        ") SELECT ?, v.run_id, v.started_at, v.ended_at, v.customer_no, v.spans, v.failed_spans, ",
        measures!(),
        " FROM v WHERE true ORDER BY v.run_id RETURNING run_id, run_no"
    ),
};

/// 0 stands for no customer yet, -1 for more than one.
pub const RUN_UPDATE: Bulk = Bulk {
    columns: &[
        ("run_no", Int),
        ("started_at", Int),
        ("ended_at", Int),
        ("customer_no", Int),
        ("spans", Int),
        ("failed_spans", Int),
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
    ],
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
         SELECT ?, v.region, v.kind, v.link, v.at, v.event_key FROM v WHERE true \
         ORDER BY v.region, v.kind, v.link ON CONFLICT DO NOTHING",
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
         ORDER BY v.run_no, v.combo_no ON CONFLICT (tenant_no, run_no, combo_no) DO UPDATE SET \
         calls = run_combos.calls + excluded.calls, cost = run_combos.cost + excluded.cost",
};

macro_rules! rollup_add {
    ($table:literal, $dims:literal, $v_dims:literal, $($dim:literal),+) => {
        Bulk {
            columns: &[
                $(($dim, Int),)+
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
            ],
            tail: concat!(
                "INSERT INTO ", $table, " (tenant_no, ", $dims, ", ", measures!(),
                ") SELECT ?, ", $v_dims, ", ", measures!(),
                " FROM v WHERE true ORDER BY ", $v_dims,
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
         ORDER BY v.day, v.combo_no, v.bucket \
         ON CONFLICT (tenant_no, day, combo_no, bucket) DO UPDATE SET \
         calls = rollup_latencies.calls + excluded.calls",
};

// ---------------------------------------------------------------- answers

/// Sums of a table of totals; what follows selects and groups.
pub const SUMS: &str = "CAST(SUM(t.calls) AS BIGINT), CAST(SUM(t.errors) AS BIGINT), \
     CAST(SUM(t.unpriced_calls) AS BIGINT), CAST(SUM(t.customer_paid_calls) AS BIGINT), \
     CAST(SUM(t.input_tokens) AS BIGINT), CAST(SUM(t.output_tokens) AS BIGINT), \
     CAST(SUM(t.cache_read_tokens) AS BIGINT), CAST(SUM(t.cache_write_tokens) AS BIGINT), \
     CAST(SUM(t.reasoning_tokens) AS BIGINT), CAST(SUM(t.cost) AS BIGINT), \
     CAST(SUM(t.customer_paid_cost) AS BIGINT), CAST(SUM(t.latency) AS BIGINT), \
     CAST(SUM(t.timed_calls) AS BIGINT)";

/// Events as a table of totals: a step, and a duplicate, count nothing. The join is an outer one so
/// that PostgreSQL, while it has no statistics of the combinations, does not read the events once
/// for each of them.
pub const EVENT_TOTALS: &str = "(SELECT e.tenant_no, e.at, e.customer_no, \
     COALESCE(c.rollup_no, c.combo_no) AS combo_no, 1 AS calls, \
     CASE WHEN c.status IN ('ok', 'success', 'cancelled') THEN 0 ELSE 1 END AS errors, \
     CASE WHEN c.price_state = 'unpriced' THEN 1 ELSE 0 END AS unpriced_calls, \
     e.customer_paid AS customer_paid_calls, e.input_tokens, e.output_tokens, \
     e.cache_read_tokens, e.cache_write_tokens, e.reasoning_tokens, \
     CASE WHEN e.customer_paid = 1 THEN 0 ELSE e.cost END AS cost, \
     CASE WHEN e.customer_paid = 1 THEN e.cost ELSE 0 END AS customer_paid_cost, \
     COALESCE(e.latency, 0) AS latency, \
     CASE WHEN e.latency IS NULL THEN 0 ELSE 1 END AS timed_calls \
     FROM events e LEFT JOIN combos c ON c.tenant_no = e.tenant_no AND c.combo_no = e.combo_no \
     WHERE e.duplicate_of IS NULL AND COALESCE(c.price_state, '') <> '') t";

/// The pieces of time that an answer is cut into.
pub const BUCKETS: &[(&str, super::statement::Type)] =
    &[("bucket", Int), ("since", Int), ("until", Int)];

pub const COMBO_LIST: &str = "SELECT combo_no, provider, model, section, section_path, key_id, \
     status, price_state FROM combos WHERE tenant_no = ? AND rollup_no IS NULL";

pub const CUSTOMER_NO: &str =
    "SELECT customer_no, first_seen FROM customers WHERE tenant_no = ? AND customer_id = ?";

pub const CUSTOMER_NAMES: Bulk = Bulk {
    columns: &[("customer_no", Int)],
    tail: "SELECT c.customer_no, c.customer_id FROM v CROSS JOIN customers c \
         WHERE c.tenant_no = ? AND c.customer_no = v.customer_no",
};

pub const CUSTOMER_LIST: &str = "SELECT customer_no, customer_id, first_seen FROM customers \
     WHERE tenant_no = ? AND customer_id > ? ORDER BY customer_id LIMIT ?";

/// What a list of runs shows of each.
pub const RUN_COLUMNS: &str = "SELECT r.run_no, r.run_id, r.started_at, r.ended_at, r.customer_no, \
     u.customer_id, r.spans, r.failed_spans, r.calls, r.errors, r.unpriced_calls, \
     r.customer_paid_calls, r.input_tokens, r.output_tokens, r.cache_read_tokens, \
     r.cache_write_tokens, r.reasoning_tokens, r.cost, r.customer_paid_cost, r.latency, \
     r.timed_calls FROM runs r LEFT JOIN customers u \
     ON u.tenant_no = r.tenant_no AND u.customer_no = r.customer_no WHERE r.tenant_no = ?";

pub const RUN_SECTIONS: Bulk = Bulk {
    columns: &[("run_no", Int)],
    tail: "SELECT x.run_no, c.section, CAST(SUM(x.cost) AS BIGINT), CAST(SUM(x.calls) AS BIGINT) \
         FROM v CROSS JOIN run_combos x JOIN combos c \
         ON c.tenant_no = x.tenant_no AND c.combo_no = x.combo_no \
         WHERE x.tenant_no = ? AND x.run_no = v.run_no GROUP BY x.run_no, c.section",
};

pub const RUN_COMBOS: &str = "SELECT c.provider, c.model, c.section, x.calls, x.cost \
     FROM run_combos x JOIN combos c ON c.tenant_no = x.tenant_no AND c.combo_no = x.combo_no \
     WHERE x.tenant_no = ? AND x.run_no = ?";

/// Everything that is stored of an event.
pub const EVENT_COLUMNS: &str = "SELECT e.at, e.received_at, e.event_id, r.run_id, e.span_id, \
     e.parent_span_id, e.span_type, e.endpoint, e.user_id, e.session_id, e.environment, e.tags, \
     e.response_id, e.customer_paid, e.input_tokens, e.output_tokens, e.cache_read_tokens, \
     e.cache_write_tokens, e.reasoning_tokens, e.latency, e.cost, e.client_cost_text, e.price_id, \
     e.lines, e.detail, e.duplicate_of, c.provider, c.model, c.section, c.section_path, c.key_id, \
     c.status, c.price_state, u.customer_id FROM events e \
     JOIN combos c ON c.tenant_no = e.tenant_no AND c.combo_no = e.combo_no \
     JOIN runs r ON r.tenant_no = e.tenant_no AND r.run_no = e.run_no \
     LEFT JOIN customers u ON u.tenant_no = e.tenant_no AND u.customer_no = e.customer_no \
     WHERE e.tenant_no = ?";

pub const EVENT_TIME: &str =
    "SELECT at, event_key FROM event_keys WHERE tenant_no = ? AND event_key = ?";

// ---------------------------------------------------------------- verification

pub const EVENT_BOUNDS: &str = "SELECT MIN(at), MAX(at) FROM events WHERE tenant_no = ?";

pub const DAY_BOUNDS: &str = "SELECT MIN(day), MAX(day) FROM rollup_days WHERE tenant_no = ?";

pub const EVENT_COUNT: &str = "SELECT COUNT(*) FROM events WHERE tenant_no = ?";

pub const EVENT_KEY_COUNT: &str = "SELECT COUNT(*) FROM event_keys WHERE tenant_no = ?";

/// Events of a day with what they count for, one page after another.
pub const VERIFY_EVENTS: &str = "SELECT e.at, e.event_key, e.event_id, e.customer_no, \
     COALESCE(c.rollup_no, c.combo_no) AS rollup_no, e.customer_paid, e.input_tokens, \
     e.output_tokens, e.cache_read_tokens, e.cache_write_tokens, e.reasoning_tokens, e.latency, \
     e.cost, e.client_cost, e.lines, e.duplicate_of, c.status, c.price_state FROM events e \
     JOIN combos c ON c.tenant_no = e.tenant_no AND c.combo_no = e.combo_no \
     WHERE e.tenant_no = ? AND e.at >= ? AND e.at < ? AND (e.at, e.event_key) > (?, ?) \
     ORDER BY e.at, e.event_key LIMIT ?";

pub const VERIFY_QUARTERS: &str = concat!(
    "SELECT quarter AS first, combo_no AS second, CAST(0 AS BIGINT) AS third, ",
    measures!(),
    " FROM rollup_quarters WHERE tenant_no = ? AND quarter >= ? AND quarter < ?"
);
pub const VERIFY_DAYS: &str = concat!(
    "SELECT day AS first, combo_no AS second, CAST(0 AS BIGINT) AS third, ",
    measures!(),
    " FROM rollup_days WHERE tenant_no = ? AND day >= ? AND day < ?"
);
pub const VERIFY_CUSTOMER_DAYS: &str = concat!(
    "SELECT day AS first, customer_no AS second, CAST(0 AS BIGINT) AS third, ",
    measures!(),
    " FROM rollup_customer_days WHERE tenant_no = ? AND day >= ? AND day < ?"
);
pub const VERIFY_CUSTOMER_COMBO_DAYS: &str = concat!(
    "SELECT day AS first, customer_no AS second, combo_no AS third, ",
    measures!(),
    " FROM rollup_customer_combo_days WHERE tenant_no = ? AND day >= ? AND day < ?"
);

pub const VERIFY_LATENCIES: &str = "SELECT day, combo_no, bucket, calls FROM rollup_latencies \
     WHERE tenant_no = ? AND day >= ? AND day < ?";

pub const VERIFY_RUNS: &str = "SELECT r.run_no, r.run_id, r.spans, r.calls, r.cost, \
     r.customer_paid_cost, r.input_tokens, r.output_tokens FROM runs r \
     WHERE r.tenant_no = ? AND r.run_no > ? ORDER BY r.run_no LIMIT ?";

pub const VERIFY_RUN_EVENTS: &str = "SELECT e.run_no, COUNT(*), \
     CAST(SUM(CASE WHEN counted THEN 1 ELSE 0 END) AS BIGINT), \
     CAST(SUM(CASE WHEN counted AND e.customer_paid = 0 THEN e.cost ELSE 0 END) AS BIGINT), \
     CAST(SUM(CASE WHEN counted AND e.customer_paid = 1 THEN e.cost ELSE 0 END) AS BIGINT), \
     CAST(SUM(CASE WHEN counted THEN e.input_tokens ELSE 0 END) AS BIGINT), \
     CAST(SUM(CASE WHEN counted THEN e.output_tokens ELSE 0 END) AS BIGINT) \
     FROM (SELECT e.run_no, e.customer_paid, e.cost, e.input_tokens, e.output_tokens, \
     (e.duplicate_of IS NULL AND c.price_state <> '') AS counted \
     FROM events e JOIN combos c ON c.tenant_no = e.tenant_no AND c.combo_no = e.combo_no \
     WHERE e.tenant_no = ? AND e.run_no > ? AND e.run_no <= ?) e GROUP BY e.run_no";

pub const VERIFY_RUN_COMBOS: &str = "SELECT run_no, CAST(SUM(calls) AS BIGINT), \
     CAST(SUM(cost) AS BIGINT) FROM run_combos \
     WHERE tenant_no = ? AND run_no > ? AND run_no <= ? GROUP BY run_no";
