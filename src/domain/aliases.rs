//! Ids that mean another customer.

use std::collections::HashMap;

/// A tenant's ids that mean another customer, each for calls from an instant on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Aliases(HashMap<String, Alias>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Alias {
    customer: String,
    /// Microseconds.
    since: i64,
}

impl Aliases {
    /// Lets an id mean a customer, for calls from an instant on: microseconds UTC.
    pub fn add(&mut self, id: String, customer: String, since: i64) {
        self.0.insert(id, Alias { customer, since });
    }

    /// The customer that an id means at an instant, in microseconds UTC.
    pub fn customer<'a>(&'a self, id: &'a str, at: i64) -> &'a str {
        match self.0.get(id) {
            Some(alias) if alias.since <= at => &alias.customer,
            _ => id,
        }
    }

    /// The customer that an id means at some time, where it is another one's.
    pub fn alias_of(&self, id: &str) -> Option<&str> {
        self.0.get(id).map(|alias| alias.customer.as_str())
    }

    /// Another id means this customer.
    pub fn has_aliases(&self, customer: &str) -> bool {
        self.0.values().any(|alias| alias.customer == customer)
    }
}
