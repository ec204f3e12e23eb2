//! Why one event of a batch was refused.

use serde::Serialize;
use utoipa::ToSchema;

/// Field names are the client's: one that is repeated to it is cut to this many characters.
const LONGEST_NAME: usize = 80;

/// A stable name for the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RejectionCode {
    /// Not JSON that can be understood: nested too deeply, a lone surrogate, a number out of range.
    InvalidJson,
    /// A field has another type than it must have.
    InvalidType,
    /// A required field is missing or empty.
    MissingField,
    /// A field appears twice.
    DuplicateField,
    /// A field has the right type and a value that it cannot have.
    InvalidValue,
    /// A number below zero.
    Negative,
    /// A number or an amount above its limit.
    TooLarge,
    /// A text or an object longer than its limit.
    TooLong,
    /// The time lies further ahead than is accepted.
    TooNew,
    /// The time lies further back than is accepted.
    TooOld,
    /// The event names another tenant than the credential's.
    TenantMismatch,
}

/// A refusal: what is wrong, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// The kind of reason.
    pub code: RejectionCode,
    /// For people. Names the field; never repeats its value.
    pub message: String,
}

impl Rejection {
    /// From a code and a message.
    pub fn new(code: RejectionCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    /// About one field: "`model` must be a text".
    pub fn field(code: RejectionCode, name: &str, problem: impl std::fmt::Display) -> Self {
        let name: String = name.chars().take(LONGEST_NAME).collect();
        Self { code, message: format!("`{name}` {problem}") }
    }
}
