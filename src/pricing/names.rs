//! The spellings under which a model name is looked up, in order.
//!
//! Clients, gateways and clouds decorate names: dates with and without hyphens, a publisher or a
//! region in front, a version or `latest` behind. Each removal is a fixed rule; nothing is guessed.

use std::sync::LazyLock;

use regex::Regex;

/// Geographic inference profiles of Amazon Bedrock, as prefixes of a model name.
const REGIONS: [&str; 16] = [
    "us", "us-gov", "eu", "apac", "au", "ca", "jp", "in", "sa", "me", "af", "il", "mx", "kr", "uk",
    "global",
];

/// The expressions are constants: one that does not compile fails the tests, and matches nothing.
struct Patterns {
    compact_date: Option<Regex>,
    dashed_date: Option<Regex>,
    publisher: Option<Regex>,
    suffixes: Vec<Regex>,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    const MONTH_DAY: (&str, &str) = ("(0[1-9]|1[0-2])", r"(0[1-9]|[12]\d|3[01])");
    let (month, day) = MONTH_DAY;
    let compile = |text: String| Regex::new(&text).ok();
    Patterns {
        compact_date: compile(format!(r"-(20\d\d){month}{day}(-|:|$)")),
        dashed_date: compile(format!(r"-(20\d\d)-{month}-{day}(-|:|$)")),
        publisher: compile(r"^(?:.*/)?publishers/[^/]+/models/|^models/".to_owned()),
        suffixes: [
            "[-@]latest$".to_owned(),
            r"(?:-v\d+)?:\d+$".to_owned(),
            format!(r"[-@]20\d\d{month}{day}$"),
            format!(r"-20\d\d-{month}-{day}$"),
        ]
        .into_iter()
        .filter_map(compile)
        .collect(),
    }
});

/// A spelling, how it was made, and whether the models' rules may match it or only their names.
#[derive(Debug, PartialEq, Eq)]
pub struct Form {
    /// The spelling.
    pub name: String,
    /// How it differs from what was sent, in words.
    pub step: &'static str,
    /// Rules may match it.
    pub by_rule: bool,
}

/// All spellings of a lower-case name at a provider. `own` says whether a text names that provider
/// or one whose models it serves.
pub fn forms(name: &str, provider: &str, own: impl Fn(&str) -> bool) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    let mut add = |name: String, step: &'static str, by_rule: bool| {
        let known = forms.iter().any(|form| form.name == name && form.by_rule == by_rule);
        if !name.is_empty() && !known {
            forms.push(Form { name, step, by_rule });
        }
    };
    add(name.to_owned(), "as sent", true);
    for form in other_dates(name) {
        add(form, "with its date spelt otherwise", true);
    }
    let bare = without_prefixes(name, provider, own);
    for form in &bare {
        add(form.clone(), "without its prefix", true);
        for form in other_dates(form) {
            add(form, "without its prefix", true);
        }
    }
    for form in std::iter::once(name).chain(bare.iter().map(String::as_str)) {
        for form in shortened(form) {
            add(form, "without its version or date", false);
        }
    }
    forms
}

/// Compact dates dashed, and dashed dates compacted.
fn other_dates(name: &str) -> [String; 2] {
    let replace = |regex: &Option<Regex>, with: &str| {
        let regex = regex.as_ref();
        regex.map_or_else(String::new, |regex| regex.replace_all(name, with).into_owned())
    };
    [replace(&PATTERNS.compact_date, "-$1-$2-$3$4"), replace(&PATTERNS.dashed_date, "-$1$2$3$4")]
}

/// The name after each removal of a prefix that only says where the model is served.
fn without_prefixes(name: &str, provider: &str, own: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    let mut name = name;
    loop {
        let publisher = PATTERNS.publisher.as_ref().and_then(|regex| regex.find(name));
        name = match (name.split_once('/'), publisher, name.split_once('.')) {
            (Some(_), _, _) if name.starts_with("arn:") => {
                name.rsplit_once('/').map_or(name, |(_, last)| last)
            }
            (_, Some(publisher), _) => &name[publisher.end()..],
            (Some((head, tail)), _, _) if own(head) => tail,
            (_, _, Some((region, tail))) if provider == "aws" && REGIONS.contains(&region) => tail,
            _ => return found,
        };
        found.push(name.to_owned());
    }
}

/// The name after each removal of a version or date behind it: `x-v1:0` gives `x-v1`, then `x`.
fn shortened(name: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut name = name;
    while let Some(suffix) = PATTERNS.suffixes.iter().find_map(|regex| regex.find(name)) {
        if suffix.as_str().starts_with("-v")
            && let Some((versioned, _)) = name.rsplit_once(':')
        {
            found.push(versioned.to_owned());
        }
        name = &name[..suffix.start()];
        found.push(name.to_owned());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(name: &str, provider: &str) -> Vec<String> {
        forms(name, provider, |text| text == provider).into_iter().map(|form| form.name).collect()
    }

    #[test]
    fn spellings_in_order() {
        assert_eq!(names("gpt-4o", "openai"), ["gpt-4o"]);
        assert_eq!(
            names("openai/gpt-5-20251211", "openai"),
            [
                "openai/gpt-5-20251211",
                "openai/gpt-5-2025-12-11",
                "gpt-5-20251211",
                "gpt-5-2025-12-11",
                "openai/gpt-5",
                "gpt-5",
            ]
        );
        assert_eq!(
            names("us.anthropic.claude-x-v1:0", "aws"),
            [
                "us.anthropic.claude-x-v1:0",
                "anthropic.claude-x-v1:0",
                "us.anthropic.claude-x-v1",
                "us.anthropic.claude-x",
                "anthropic.claude-x-v1",
                "anthropic.claude-x"
            ]
        );
        assert_eq!(names("models/gemini-9", "google"), ["models/gemini-9", "gemini-9"]);
    }

    #[test]
    fn every_pattern_compiles() {
        let patterns = &PATTERNS;
        assert!(patterns.compact_date.is_some() && patterns.dashed_date.is_some());
        assert!(patterns.publisher.is_some());
        assert_eq!(patterns.suffixes.len(), 4);
    }
}
