//! What a whole database holds, over all tenants: for its operator, who has the file.

/// SQLite only: on PostgreSQL nobody sees all tenants.
pub const HOLDINGS: &str = "SELECT (SELECT COUNT(*) FROM events), \
     (SELECT COALESCE(SUM(cost), 0) FROM rollup_days)";
