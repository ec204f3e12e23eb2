//! What must hold of the calls that are looked at.

use std::collections::BTreeMap;

use super::names::Combo;
use super::statement::Sql;

/// What must hold of one dimension. `None` stands for calls that have no value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Filter {
    /// Nothing.
    #[default]
    Any,
    /// It is this value.
    Only(Option<String>),
    /// It is none of these values.
    Except(Vec<Option<String>>),
}

impl Filter {
    /// It is this value.
    pub fn only(value: impl Into<String>) -> Self {
        Self::Only(Some(value.into()))
    }

    /// There is no value.
    pub const NONE: Self = Self::Only(None);

    /// Nothing must hold.
    pub fn is_any(&self) -> bool {
        *self == Self::Any
    }

    /// Whether it holds of a value, which is empty where there is none.
    pub fn allows(&self, value: &str) -> bool {
        let is = |named: &Option<String>| named.as_deref().unwrap_or_default() == value;
        match self {
            Self::Any => true,
            Self::Only(wanted) => is(wanted),
            Self::Except(unwanted) => !unwanted.iter().any(is),
        }
    }

    /// Appends what it means for an expression, which is NULL where there is no value.
    pub(super) fn of_nullable(&self, mut sql: Sql, expression: &'static str) -> Sql {
        match self {
            Self::Any => sql,
            Self::Only(None) => sql.push(" AND ").push(expression).push(" IS NULL"),
            Self::Only(Some(wanted)) => {
                sql.push(" AND ").push(expression).push(" = ?").bind(wanted.as_str())
            }
            Self::Except(unwanted) => {
                for value in unwanted {
                    sql = match value {
                        None => sql.push(" AND ").push(expression).push(" IS NOT NULL"),
                        Some(value) => {
                            let is_null = sql.push(" AND (").push(expression).push(" IS NULL OR ");
                            is_null.push(expression).push(" <> ?)").bind(value.as_str())
                        }
                    };
                }
                sql
            }
        }
    }

    /// Appends what it means for an expression, which is empty where there is no value.
    pub(super) fn of_text(&self, mut sql: Sql, expression: &'static str) -> Sql {
        let (values, is) = match self {
            Self::Any => return sql,
            Self::Only(wanted) => (std::slice::from_ref(wanted), " = ?"),
            Self::Except(unwanted) => (unwanted.as_slice(), " <> ?"),
        };
        for value in values {
            let text = value.as_deref().unwrap_or_default();
            sql = sql.push(" AND ").push(expression).push(is).bind(text);
        }
        sql
    }
}

/// What must hold of the calls that are summed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters {
    /// The customer.
    pub customer: Filter,
    /// The provider.
    pub provider: Filter,
    /// The model.
    pub model: Filter,
    /// The section.
    pub section: Filter,
    /// The API key's public part.
    pub key: Filter,
    /// The status.
    pub status: Filter,
    /// The section with those around it.
    pub section_path: Filter,
    /// How the cost is known.
    pub price_state: Filter,
    /// The environment.
    pub environment: Filter,
    /// Declared tags by name.
    pub tags: BTreeMap<String, Filter>,
    /// The person; answered from single events.
    pub user: Filter,
    /// The conversation; answered from single events.
    pub session: Filter,
}

impl Filters {
    /// Whether any part of the combination is restricted.
    pub fn on_combo(&self) -> bool {
        !self.tags.is_empty()
            || [
                &self.provider,
                &self.model,
                &self.section,
                &self.key,
                &self.status,
                &self.section_path,
                &self.price_state,
                &self.environment,
            ]
            .into_iter()
            .any(|filter| !filter.is_any())
    }

    /// Whether only single events can tell.
    pub fn on_events(&self) -> bool {
        !self.user.is_any() || !self.session.is_any()
    }

    pub(super) fn matches(&self, combo: &Combo) -> bool {
        self.provider.allows(&combo.provider)
            && self.model.allows(&combo.model)
            && self.section.allows(&combo.section)
            && self.key.allows(&combo.key_id)
            && self.status.allows(&combo.status)
            && self.section_path.allows(&combo.section_path)
            && self.price_state.allows(&combo.price_state)
            && self.environment.allows(&combo.environment)
            && self
                .tags
                .iter()
                .all(|(name, filter)| filter.allows(combo.tag(name).unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_value_is_a_value_like_others() {
        let except = |values: &[Option<&str>]| {
            Filter::Except(values.iter().map(|value| value.map(str::to_owned)).collect())
        };
        for (filter, none, a, b) in [
            (Filter::Any, true, true, true),
            (Filter::NONE, true, false, false),
            (Filter::only("a"), false, true, false),
            (except(&[Some("a")]), true, false, true),
            (except(&[None]), false, true, true),
            (except(&[None, Some("b")]), false, true, false),
        ] {
            assert_eq!(
                [filter.allows(""), filter.allows("a"), filter.allows("b")],
                [none, a, b],
                "{filter:?}"
            );
        }
    }
}
