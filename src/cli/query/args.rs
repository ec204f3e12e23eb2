//! Whose calls are asked about, which, and when.

use clap::Args;

use crate::auth::local_operator;
use crate::domain::scope::TenantScope;
use crate::http::extract::Params;

use super::super::TenantArg;

/// Whose calls, and which of them.
#[derive(Debug, Args)]
pub struct AboutArgs {
    #[command(flatten)]
    tenant: TenantArg,
    /// Only this customer; an empty text: only calls without one. So for the others.
    #[arg(long)]
    customer: Option<String>,
    /// Only this provider.
    #[arg(long)]
    provider: Option<String>,
    /// Only this model.
    #[arg(long)]
    model: Option<String>,
    /// Only this section.
    #[arg(long)]
    section: Option<String>,
    /// Only events of this API key.
    #[arg(long)]
    key: Option<String>,
    /// Only calls that ended so.
    #[arg(long)]
    status: Option<String>,
    /// Only calls whose cost is known so: priced, free, reported, unpriced.
    #[arg(long)]
    price_state: Option<String>,
    /// Only this environment.
    #[arg(long)]
    environment: Option<String>,
    /// Only this person.
    #[arg(long)]
    user: Option<String>,
    /// Only this conversation.
    #[arg(long)]
    session: Option<String>,
    /// Only this value of a declared tag.
    #[arg(long, value_name = "NAME=VALUE", value_parser = tag)]
    tag: Vec<(String, String)>,
}

fn tag(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("must be NAME=VALUE")?;
    Ok((format!("tag:{name}"), value.to_owned()))
}

impl AboutArgs {
    pub fn scope(&self) -> TenantScope {
        local_operator(self.tenant.tenant.clone())
    }

    pub fn pairs(&self) -> Vec<(String, String)> {
        let named = [
            ("customer", &self.customer),
            ("provider", &self.provider),
            ("model", &self.model),
            ("section", &self.section),
            ("key", &self.key),
            ("status", &self.status),
            ("price_state", &self.price_state),
            ("environment", &self.environment),
            ("user", &self.user),
            ("session", &self.session),
        ];
        given(&named).chain(self.tag.clone()).collect()
    }
}

/// The pairs that were given.
pub fn given(
    named: &[(&'static str, &Option<String>)],
) -> impl Iterator<Item = (String, String)> + use<> {
    let given: Vec<(String, String)> = named
        .iter()
        .filter_map(|(name, value)| Some(((*name).to_owned(), value.as_ref()?.clone())))
        .collect();
    given.into_iter()
}

#[derive(Debug, Args)]
pub struct WindowArgs {
    /// First instant (RFC 3339) or day [default: 30 days, today included]
    #[arg(long)]
    from: Option<String>,
    /// First instant or day after [default: the end of today]
    #[arg(long)]
    to: Option<String>,
    /// IANA zone of dates, hours and days [default: the tenant's]
    #[arg(long)]
    time_zone: Option<String>,
    /// Most rows [default: 100]
    #[arg(long)]
    limit: Option<String>,
    /// `next` of the page before.
    #[arg(long)]
    cursor: Option<String>,
}

impl WindowArgs {
    fn pairs(&self) -> impl Iterator<Item = (String, String)> + use<> {
        given(&[
            ("from", &self.from),
            ("to", &self.to),
            ("time_zone", &self.time_zone),
            ("limit", &self.limit),
            ("cursor", &self.cursor),
        ])
    }

    pub fn params(&self, more: Vec<(String, String)>) -> Params {
        Params::from_pairs(self.pairs().chain(more))
    }
}
