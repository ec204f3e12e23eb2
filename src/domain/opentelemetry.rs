//! What a tenant decides about spans that OpenTelemetry sends.

/// See the module. Neither is done unless the tenant asks for it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OpenTelemetry {
    /// What people wrote and models answered is kept with the metadata.
    pub keep_content: bool,
    /// A call that names no customer is of the customer that its user is.
    pub user_is_customer: bool,
}
