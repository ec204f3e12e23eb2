//! What questions are answered from.

use super::super::rows::Type::Int;
use super::super::rows::{LookUp, Type};

macro_rules! sums {
    () => {
        "CAST(SUM(t.calls) AS BIGINT) AS calls, \
         CAST(SUM(t.errors) AS BIGINT) AS errors, \
         CAST(SUM(t.unpriced_calls) AS BIGINT) AS unpriced_calls, \
         CAST(SUM(t.customer_paid_calls) AS BIGINT) AS customer_paid_calls, \
         CAST(SUM(t.input_tokens) AS BIGINT) AS input_tokens, \
         CAST(SUM(t.output_tokens) AS BIGINT) AS output_tokens, \
         CAST(SUM(t.cache_read_tokens) AS BIGINT) AS cache_read_tokens, \
         CAST(SUM(t.cache_write_tokens) AS BIGINT) AS cache_write_tokens, \
         CAST(SUM(t.reasoning_tokens) AS BIGINT) AS reasoning_tokens, \
         CAST(SUM(t.cost) AS BIGINT) AS cost, \
         CAST(SUM(t.customer_paid_cost) AS BIGINT) AS customer_paid_cost, \
         CAST(SUM(t.latency) AS BIGINT) AS latency, \
         CAST(SUM(t.timed_calls) AS BIGINT) AS timed_calls"
    };
}

/// Events as a table of totals: a step, a duplicate and a void call count nothing. The join is an
/// outer one so that PostgreSQL, while it has no statistics of the combinations, does not read the
/// events once for each of them.
macro_rules! event_totals {
    () => {
        "(SELECT e.tenant_no, e.at, e.customer_no, e.user_id, e.session_id, e.run_no, \
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
         WHERE e.duplicate_of IS NULL AND COALESCE(c.price_state, '') NOT IN ('', 'void'))"
    };
}

/// What is known of a user or a session besides its id.
macro_rules! people {
    () => {
        concat!(
            "MIN(t.at) AS first_at, MAX(t.at) AS last_at, COUNT(DISTINCT t.run_no) AS runs, \
             CASE WHEN MIN(NULLIF(t.customer_no, 0)) < MAX(t.customer_no) THEN -1 \
             ELSE MAX(t.customer_no) END AS customer_no, ",
            sums!()
        )
    };
}

/// Sums of a table of totals; what follows selects and groups.
pub const SUMS: &str = sums!();

/// Events as a table of totals.
pub const EVENT_TOTALS: &str = event_totals!();

/// The pieces of time that an answer is cut into.
pub const BUCKETS: &[(&str, Type)] = &[("bucket", Int), ("since", Int), ("until", Int)];

pub const COMBO_LIST: &str = "SELECT combo_no, provider, model, section, section_path, key_id, \
     status, price_state, environment, tags FROM combos WHERE tenant_no = ? AND rollup_no IS NULL";

pub const CUSTOMER_NO: &str =
    "SELECT customer_no, first_seen FROM customers WHERE tenant_no = ? AND customer_id = ?";

pub const CUSTOMER_NAMES: LookUp = LookUp {
    columns: &[("customer_no", Int)],
    select: "c.customer_no, c.customer_id",
    table: "customers",
    alias: "c",
    on: "c.tenant_no = ? AND c.customer_no = v.customer_no",
    join: "",
    end: "",
};

pub const CUSTOMER_LIST: &str = "SELECT customer_no, customer_id, first_seen, name, plan, labels \
     FROM customers WHERE tenant_no = ? AND customer_id > ? ORDER BY customer_id LIMIT ?";

pub const CUSTOMER_SHOW: &str = "SELECT customer_no, customer_id, first_seen, name, plan, labels \
     FROM customers WHERE tenant_no = ? AND customer_id = ?";

pub const ALIAS_LIST: &str = "SELECT alias, since FROM customer_aliases \
     WHERE tenant_no = ? AND customer_no = ? ORDER BY alias";

/// What a list of runs shows of each.
pub const RUN_COLUMNS: &str = "SELECT r.run_no, r.run_id, r.started_at, r.ended_at, r.customer_no, \
     u.customer_id, r.spans, r.failed_spans, r.calls, r.errors, r.unpriced_calls, \
     r.customer_paid_calls, r.input_tokens, r.output_tokens, r.cache_read_tokens, \
     r.cache_write_tokens, r.reasoning_tokens, r.cost, r.customer_paid_cost, r.latency, \
     r.timed_calls FROM runs r LEFT JOIN customers u \
     ON u.tenant_no = r.tenant_no AND u.customer_no = r.customer_no WHERE r.tenant_no = ?";

pub const RUN_SECTIONS: LookUp = LookUp {
    columns: &[("run_no", Int)],
    select: "x.run_no, c.section, CAST(SUM(x.cost) AS BIGINT), CAST(SUM(x.calls) AS BIGINT)",
    table: "run_combos",
    alias: "x",
    on: "x.tenant_no = ? AND x.run_no = v.run_no",
    join: " JOIN combos c ON c.tenant_no = x.tenant_no AND c.combo_no = x.combo_no",
    end: " GROUP BY x.run_no, c.section",
};

pub const RUN_COMBOS: &str = "SELECT c.provider, c.model, c.section, x.calls, x.cost \
     FROM run_combos x JOIN combos c ON c.tenant_no = x.tenant_no AND c.combo_no = x.combo_no \
     WHERE x.tenant_no = ? AND x.run_no = ?";

/// How many runs made how many calls to a provider's endpoint, and what those calls cost, among the
/// newest events of a window.
pub const CALLS_PER_RUN: &str = "SELECT x.provider, x.endpoint, x.calls, COUNT(*) AS runs, \
     CAST(SUM(x.cost) AS BIGINT) AS cost FROM (SELECT t.provider, t.endpoint, t.run_no, \
     COUNT(*) AS calls, SUM(t.cost) AS cost FROM (SELECT c.provider, e.endpoint, e.run_no, \
     CASE WHEN e.customer_paid = 1 THEN 0 ELSE e.cost END AS cost FROM events e \
     LEFT JOIN combos c ON c.tenant_no = e.tenant_no AND c.combo_no = e.combo_no \
     WHERE e.tenant_no = ? AND e.at >= ? AND e.at < ? AND e.duplicate_of IS NULL \
     AND COALESCE(c.price_state, '') <> '' ORDER BY e.at DESC LIMIT ?) t \
     GROUP BY t.provider, t.endpoint, t.run_no) x \
     GROUP BY x.provider, x.endpoint, x.calls ORDER BY x.provider, x.endpoint, x.calls DESC";

/// Everything that is stored of an event.
pub const EVENT_COLUMNS: &str = "SELECT e.at, e.event_key, e.received_at, e.event_id, r.run_id, e.span_id, \
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

/// Users, and sessions below: -1 stands for several customers.
pub const USERS: &str = concat!(
    "SELECT t.user_id AS id, ",
    people!(),
    " FROM ",
    event_totals!(),
    " t WHERE t.tenant_no = ? AND t.at >= ? AND t.at < ? AND t.user_id IS NOT NULL"
);
pub const USERS_END: &str = " GROUP BY t.user_id";
pub const USERS_AFTER: &str = " HAVING SUM(t.cost) < ? OR (SUM(t.cost) = ? AND t.user_id > ?)";

pub const SESSIONS: &str = concat!(
    "SELECT t.session_id AS id, ",
    people!(),
    " FROM ",
    event_totals!(),
    " t WHERE t.tenant_no = ? AND t.at >= ? AND t.at < ? AND t.session_id IS NOT NULL"
);
pub const SESSIONS_END: &str = " GROUP BY t.session_id";
pub const SESSIONS_AFTER: &str =
    " HAVING SUM(t.cost) < ? OR (SUM(t.cost) = ? AND t.session_id > ?)";

/// An event's tag of a name, where it was a dimension when the event arrived: what costs know too.
pub const TAG_SQLITE: &str =
    "(SELECT j.value FROM json_each(NULLIF(c.tags, '')) j WHERE j.key = ?)";
pub const TAG_POSTGRES: &str = "(NULLIF(c.tags, '')::jsonb ->> ?)";
