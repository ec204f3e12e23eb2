//! What sums are grouped by.

use std::borrow::Cow;

use crate::store::{Combo, CostRow};

/// A dimension of calls.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// The tenant's end customer.
    Customer,
    /// The provider.
    Provider,
    /// The model.
    Model,
    /// The section.
    Section,
    /// The section with those around it.
    SectionPath,
    /// The API key that sent the event.
    Key,
    /// How the call ended.
    Status,
    /// How its cost is known.
    PriceState,
    /// The environment.
    Environment,
    /// A tag that the tenant declared.
    Tag(String),
    /// The person. Answered from single events.
    User,
    /// The conversation. Answered from single events.
    Session,
    /// The civil hour.
    Hour,
    /// The civil day.
    Day,
}

/// What a tag's name follows.
const TAG: &str = "tag:";

impl Dimension {
    /// Every dimension but the tags.
    pub const FIXED: [Self; 13] = [
        Self::Customer,
        Self::Provider,
        Self::Model,
        Self::Section,
        Self::SectionPath,
        Self::Key,
        Self::Status,
        Self::PriceState,
        Self::Environment,
        Self::User,
        Self::Session,
        Self::Hour,
        Self::Day,
    ];

    /// The name on the wire.
    pub fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Customer => "customer",
            Self::Provider => "provider",
            Self::Model => "model",
            Self::Section => "section",
            Self::SectionPath => "section_path",
            Self::Key => "key",
            Self::Status => "status",
            Self::PriceState => "price_state",
            Self::Environment => "environment",
            Self::Tag(name) => return Cow::Owned(format!("{TAG}{name}")),
            Self::User => "user",
            Self::Session => "session",
            Self::Hour => "hour",
            Self::Day => "day",
        })
    }

    /// By the name on the wire.
    pub fn parse(name: &str) -> Option<Self> {
        match name.strip_prefix(TAG) {
            Some(tag) => (!tag.is_empty()).then(|| Self::Tag(tag.to_owned())),
            None => Self::FIXED.into_iter().find(|dimension| dimension.name() == name),
        }
    }

    /// An hour or a day.
    pub const fn is_time(&self) -> bool {
        matches!(self, Self::Hour | Self::Day)
    }

    /// A part of the combination.
    pub const fn is_of_combo(&self) -> bool {
        !self.is_time() && !matches!(self, Self::Customer | Self::User | Self::Session)
    }

    /// The label of a sum's combination, person or conversation; empty for none. Customers and times
    /// have theirs elsewhere.
    pub(super) fn of<'r>(&self, row: &'r CostRow, combo: Option<&'r Combo>) -> Option<&'r str> {
        let combo_part = |part: fn(&Combo) -> &String| combo.map(|combo| part(combo).as_str());
        match self {
            Self::Provider => combo_part(|combo| &combo.provider),
            Self::Model => combo_part(|combo| &combo.model),
            Self::Section => combo_part(|combo| &combo.section),
            Self::SectionPath => combo_part(|combo| &combo.section_path),
            Self::Key => combo_part(|combo| &combo.key_id),
            Self::Status => combo_part(|combo| &combo.status),
            Self::PriceState => combo_part(|combo| &combo.price_state),
            Self::Environment => combo_part(|combo| &combo.environment),
            Self::Tag(name) => combo.and_then(|combo| combo.tag(name)),
            Self::User => row.user.as_deref(),
            Self::Session => row.session.as_deref(),
            Self::Customer | Self::Hour | Self::Day => None,
        }
    }
}
