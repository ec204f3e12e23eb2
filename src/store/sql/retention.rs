//! What is kept and what is deleted.

use super::super::rows::Bulk;
use super::super::rows::Type::{Bytes, Int, Text};

pub const RETENTION_SET: &str =
    "UPDATE tenants SET keep_events_days = ?, keep_metadata_days = ? WHERE tenant_no = ?";

pub const OPENTELEMETRY_SET: &str = "UPDATE tenants SET otel_content = COALESCE(?, otel_content), \
     otel_user_is_customer = COALESCE(?, otel_user_is_customer) WHERE tenant_no = ?";

pub const EVENTS_FROM: &str = "SELECT events_from FROM tenants WHERE tenant_no = ?";

pub const EVENTS_FROM_SET: &str = "UPDATE tenants SET events_from = ? WHERE tenant_no = ?";

pub const METADATA_FROM_SET: &str = "UPDATE tenants SET metadata_from = ? WHERE tenant_no = ?";

/// The oldest event and the oldest day of totals that are not closed.
pub const OLDEST_OPEN: &str = "SELECT \
     (SELECT MIN(at) FROM events WHERE tenant_no = ? AND at >= ?), \
     (SELECT MIN(day) FROM rollup_days WHERE tenant_no = ? AND day >= ?)";

/// Links of events of a day to others of their runs.
pub const RUN_LINKS_DELETE: &str = "DELETE FROM event_links WHERE tenant_no = ? AND region IN \
     (SELECT run_no FROM events WHERE tenant_no = ? AND at >= ? AND at < ?) \
     AND at >= ? AND at < ?";

/// Links by response, which are kept by UTC day.
pub const RESPONSE_LINKS_DELETE: &str = "DELETE FROM event_links WHERE tenant_no = ? \
     AND region >= ? AND region <= ? AND at >= ? AND at < ?";

pub const EVENTS_DELETE: &str = "DELETE FROM events WHERE tenant_no = ? AND at >= ? AND at < ?";

pub const EVENT_COUNT_BEFORE: &str = "SELECT COUNT(*) FROM events WHERE tenant_no = ? AND at < ?";

/// What events of a time only show, after one of them.
pub const EVENT_DETAILS: &str = "SELECT at, event_key, event_id, detail FROM events \
     WHERE tenant_no = ? AND at >= ? AND at < ? AND (at, event_key) > (?, ?) \
     ORDER BY at, event_key LIMIT ?";

pub const EVENT_DETAIL_SET: Bulk = Bulk {
    columns: &[("at", Int), ("event_key", Bytes), ("detail", Text)],
    tail: "UPDATE events SET detail = v.detail FROM v \
         WHERE events.tenant_no = ? AND events.at = v.at AND events.event_key = v.event_key",
};
