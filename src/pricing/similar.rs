//! Names that are like a name: what an unpriced model may be meant to be. For people; no price is
//! ever taken from a likeness.

use serde::Serialize;
use utoipa::ToSchema;

/// Likeness below which a name is no suggestion, of 1,000.
const LEAST: usize = 500;

/// A known name and how like it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Near {
    /// The provider.
    pub provider: String,
    /// The model.
    pub model: String,
    /// Likeness of the names, of 1,000.
    #[schema(example = 870)]
    pub likeness: usize,
}

/// Known names, ready to be compared.
#[derive(Debug)]
pub struct Index(Vec<(String, String, Vec<[char; 2]>)>);

impl Index {
    /// Of providers and models.
    pub fn new(names: impl IntoIterator<Item = (String, String)>) -> Self {
        let known = names.into_iter().filter(|(_, model)| !model.is_empty());
        Self(
            known
                .map(|(provider, model)| {
                    let pairs = pairs(&model);
                    (provider, model, pairs)
                })
                .collect(),
        )
    }

    /// The known names most like one: the likest first, then those of the same provider, then by
    /// name.
    ///
    /// Likeness is Dice's coefficient over pairs of neighbouring letters and digits, in lower case,
    /// everything else left out: twice the pairs in common, by all pairs of both.
    pub fn nearest(&self, provider: &str, model: &str, most: usize) -> Vec<Near> {
        let wanted = pairs(model);
        let mut found: Vec<(usize, &str, &str)> = self
            .0
            .iter()
            .map(|(provider, model, pairs)| {
                (likeness(&wanted, pairs), provider.as_str(), model.as_str())
            })
            .filter(|(likeness, ..)| *likeness >= LEAST)
            .collect();
        found.sort_by_key(|(likeness, found, model)| {
            (std::cmp::Reverse(*likeness), *found != provider, *found, *model)
        });
        let nearest = found.into_iter().take(most);
        nearest
            .map(|(likeness, provider, model)| Near {
                provider: provider.to_owned(),
                model: model.to_owned(),
                likeness,
            })
            .collect()
    }
}

/// The pairs of a name, sorted.
fn pairs(name: &str) -> Vec<[char; 2]> {
    let kept: Vec<char> =
        name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let mut pairs: Vec<[char; 2]> = kept.array_windows().copied().collect();
    pairs.sort_unstable();
    pairs
}

fn likeness(left: &[[char; 2]], right: &[[char; 2]]) -> usize {
    let (mut common, mut at, mut beside) = (0_usize, 0, 0);
    while let (Some(a), Some(b)) = (left.get(at), right.get(beside)) {
        match a.cmp(b) {
            std::cmp::Ordering::Less => at += 1,
            std::cmp::Ordering::Greater => beside += 1,
            std::cmp::Ordering::Equal => {
                common += 1;
                at += 1;
                beside += 1;
            }
        }
    }
    (2_000 * common).checked_div(left.len() + right.len()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likest_name_of_the_same_provider_comes_first() {
        let names = [("openai", "gpt-4o"), ("azure", "gpt-4o-mini"), ("openai", "gpt-4o-mini")];
        let owned = names.map(|(provider, model)| (provider.to_owned(), model.to_owned()));
        let index = Index::new(owned);
        let found = index.nearest("openai", "GPT 4o mini 2", 5);
        let names: Vec<(&str, &str, usize)> = found
            .iter()
            .map(|near| (near.provider.as_str(), near.model.as_str(), near.likeness))
            .collect();
        // gpt4omini has 8 pairs, gpt4omini2 has 9, 8 in common: 16 of 17. gpt4o: 4 of 13, twice.
        assert_eq!(
            names,
            [
                ("openai", "gpt-4o-mini", 941),
                ("azure", "gpt-4o-mini", 941),
                ("openai", "gpt-4o", 615)
            ]
        );
        assert!(index.nearest("openai", "claude", 5).is_empty());
    }
}
