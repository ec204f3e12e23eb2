//! The names of all metrics. A customer id is never a label.

/// Events by verdict: created, repeated, conflict, rejected.
pub const EVENTS: &str = "llmobserve_events_total";
/// Events in committed transactions, repeats included.
pub const EVENTS_COMMITTED: &str = "llmobserve_commit_events_total";
/// Committed ingest transactions.
pub const COMMITS: &str = "llmobserve_commits_total";
/// Commits that lost against another transaction and were tried again.
pub const COMMIT_RETRIES: &str = "llmobserve_commit_retries_total";
/// Events waiting for their commit.
pub const QUEUE_EVENTS: &str = "llmobserve_queue_events";
/// How full the ingest queue is, in per cent of its bytes.
pub const QUEUE_FULLNESS: &str = "llmobserve_queue_fullness_percent";
/// Answered requests by route, method and status.
pub const REQUESTS: &str = "llmobserve_http_requests_total";
/// Time to answer by route and method, in seconds.
pub const REQUEST_SECONDS: &str = "llmobserve_http_request_duration_seconds";
