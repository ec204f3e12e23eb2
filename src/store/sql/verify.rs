//! The proof: totals and the events that they are made of.

pub const EVENT_BOUNDS: &str = "SELECT MIN(at), MAX(at) FROM events WHERE tenant_no = ?";

pub const DAY_BOUNDS: &str = "SELECT MIN(day), MAX(day) FROM rollup_days WHERE tenant_no = ?";

pub const EVENT_COUNT: &str = "SELECT COUNT(*) FROM events WHERE tenant_no = ?";

pub const EVENT_KEY_COUNT: &str = "SELECT COUNT(*) FROM event_keys WHERE tenant_no = ? AND at >= ?";

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
pub const VERIFY_CUSTOMER_WEEKS: &str = concat!(
    "SELECT week AS first, customer_no AS second, CAST(0 AS BIGINT) AS third, ",
    measures!(),
    " FROM rollup_customer_weeks WHERE tenant_no = ? AND week >= ? AND week < ?"
);
pub const VERIFY_CUSTOMER_COMBO_DAYS: &str = concat!(
    "SELECT day AS first, customer_no AS second, combo_no AS third, ",
    measures!(),
    " FROM rollup_customer_combo_days WHERE tenant_no = ? AND day >= ? AND day < ?"
);

pub const VERIFY_LATENCIES: &str = "SELECT day, combo_no, bucket, calls FROM rollup_latencies \
     WHERE tenant_no = ? AND day >= ? AND day < ?";

pub const VERIFY_RUNS: &str = "SELECT r.run_no, r.run_id, r.started_at, r.spans, r.calls, r.cost, \
     r.customer_paid_cost, r.input_tokens, r.output_tokens FROM runs r \
     WHERE r.tenant_no = ? AND r.run_no > ? ORDER BY r.run_no LIMIT ?";

pub const VERIFY_RUN_EVENTS: &str = "SELECT e.run_no, COUNT(*), \
     CAST(SUM(CASE WHEN counted THEN 1 ELSE 0 END) AS BIGINT), \
     CAST(SUM(CASE WHEN counted AND e.customer_paid = 0 THEN e.cost ELSE 0 END) AS BIGINT), \
     CAST(SUM(CASE WHEN counted AND e.customer_paid = 1 THEN e.cost ELSE 0 END) AS BIGINT), \
     CAST(SUM(CASE WHEN counted THEN e.input_tokens ELSE 0 END) AS BIGINT), \
     CAST(SUM(CASE WHEN counted THEN e.output_tokens ELSE 0 END) AS BIGINT) \
     FROM (SELECT e.run_no, e.customer_paid, e.cost, e.input_tokens, e.output_tokens, \
     (e.duplicate_of IS NULL AND c.price_state NOT IN ('', 'void')) AS counted \
     FROM events e JOIN combos c ON c.tenant_no = e.tenant_no AND c.combo_no = e.combo_no \
     WHERE e.tenant_no = ? AND e.run_no > ? AND e.run_no <= ?) e GROUP BY e.run_no";

pub const VERIFY_RUN_COMBOS: &str = "SELECT run_no, CAST(SUM(calls) AS BIGINT), \
     CAST(SUM(cost) AS BIGINT) FROM run_combos \
     WHERE tenant_no = ? AND run_no > ? AND run_no <= ? GROUP BY run_no";

/// Adjustments with the latest state of their events, each event's in the order in which they were
/// made. An event that is no longer kept has no state.
pub const VERIFY_ADJUSTMENTS: &str = "SELECT a.event_key, a.revision_no, e.event_id, a.before, \
     a.after, u.customer_id, c.price_state, e.price_id, e.cost, e.lines FROM adjustments a \
     LEFT JOIN events e ON e.tenant_no = a.tenant_no AND e.at = a.at AND e.event_key = a.event_key \
     LEFT JOIN combos c ON c.tenant_no = e.tenant_no AND c.combo_no = e.combo_no \
     LEFT JOIN customers u ON u.tenant_no = e.tenant_no AND u.customer_no = e.customer_no \
     WHERE a.tenant_no = ? AND (a.event_key, a.revision_no) > (?, ?) \
     ORDER BY a.event_key, a.revision_no LIMIT ?";

/// What each revision says that totals changed by, and what its adjustments say.
pub const VERIFY_REVISIONS: &str = "SELECT r.revision_id, r.cost_change, \
     CAST(COALESCE(SUM(a.cost_change), 0) AS BIGINT) FROM revisions r \
     LEFT JOIN adjustments a ON a.tenant_no = r.tenant_no AND a.revision_no = r.revision_no \
     WHERE r.tenant_no = ? GROUP BY r.revision_id, r.cost_change";
