//! What pricing needs to know of a call.

use crate::domain::event::{Event, Role};
use crate::domain::ids::CustomerId;
use crate::domain::money::Usd;
use crate::domain::usage::Usage;

/// What a price is looked up by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Subject<'a> {
    /// As events name it.
    pub provider: &'a str,
    /// As events name it.
    pub model: Option<&'a str>,
    /// The price tier that served the call.
    pub service_tier: Option<&'a str>,
    /// The tenant's end customer: its contract comes first.
    pub customer: Option<&'a str>,
}

/// A call, of a new event or of a stored one. A stored event's usage is that of its lines without
/// the implied ones.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// What its price is looked up by.
    pub subject: Subject<'a>,
    /// The part that the event plays: a step is no call and has no price.
    pub role: Role,
    /// What the client reported.
    pub usage: &'a Usage,
    /// It ended with an error.
    pub failed: bool,
    /// The client's own figure.
    pub client_cost: Option<Usd>,
}

impl<'a> From<&'a Event> for Call<'a> {
    fn from(event: &'a Event) -> Self {
        Self {
            subject: Subject {
                provider: &event.provider,
                model: event.model.as_deref(),
                service_tier: event.detail.service_tier.as_deref(),
                customer: event.customer.as_ref().map(CustomerId::as_str),
            },
            role: event.role(),
            usage: &event.usage,
            failed: event.status.is_error(),
            client_cost: event.client_cost.as_ref().map(crate::domain::money::ClientCost::amount),
        }
    }
}
