//! From a translated event to a stored one: admission, pricing, a fair queue and group commit.

mod admit;
mod queue;
mod rejection;
mod service;
mod writer;

pub use admit::{Figures, Limits, admit, fingerprint};
pub use queue::Permit;
pub use rejection::{Rejection, RejectionCode};
pub use service::{Accepted, Ingest, IngestError, IngestOptions, Submitted, Verdict};
