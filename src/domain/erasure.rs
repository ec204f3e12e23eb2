//! Pseudonyms: what stands in the place of an erased customer's id, and of ids that contain it.
//!
//! An event keeps the key that its id had, and spans and responses keep the number by which reports of
//! one call find each other, so a call still bills once. The texts themselves are gone.

use std::cmp::Reverse;
use std::fmt::Write as _;

use super::digest::EventKey;

/// How every pseudonym begins.
pub const PREFIX: &str = "erased-";

/// Ids of fewer bytes are recognised between other texts only where they stand alone: nearly every
/// text has an `a` in it.
const SHORT: usize = 4;

/// Random bytes as the pseudonym of a customer.
pub fn customer(random: [u8; 8]) -> String {
    hexadecimal(&random)
}

/// The id of an event whose own contained an erased one.
pub fn event(key: EventKey) -> String {
    hexadecimal(&key.0)
}

/// What stands for a span, a response or a run, by its number.
pub fn link(number: i64) -> String {
    hexadecimal(&number.to_be_bytes())
}

/// The key of an event by its id or its pseudonym.
pub fn event_key(id: &str) -> EventKey {
    parse(id).map_or_else(|| EventKey::of(id), EventKey)
}

/// The number that a pseudonym of a span or a response stands for.
pub fn linked(text: &str) -> Option<i64> {
    parse(text).map(i64::from_be_bytes)
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(PREFIX.to_owned(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn parse<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.strip_prefix(PREFIX)?;
    if digits.len() != 2 * N || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = [0; N];
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digits.get(2 * index..2 * index + 2)?, 16).ok()?;
    }
    Some(bytes)
}

/// The ids that are erased, each with its pseudonym, the customer's own first.
#[derive(Debug, Clone)]
pub struct Erased(pub Vec<(String, String)>);

impl Erased {
    /// The pseudonym of a customer, where it is one of the erased.
    pub fn of_customer(&self, id: &str) -> Option<&str> {
        self.0.iter().find(|(erased, _)| erased == id).map(|(_, pseudonym)| pseudonym.as_str())
    }

    /// A text contains one of the ids.
    pub fn is_in(&self, text: &str) -> bool {
        self.0.iter().any(|(id, _)| places(text, id).next().is_some())
    }

    /// A text with pseudonyms in the place of the ids, where it contains one.
    pub fn replaced(&self, text: &str) -> Option<String> {
        let mut found: Vec<(usize, &str, &str)> = Vec::new();
        for (id, pseudonym) in &self.0 {
            found.extend(places(text, id).map(|place| (place, id.as_str(), pseudonym.as_str())));
        }
        // Of two at one place the longer one counts.
        found.sort_by_key(|(place, id, _)| (*place, Reverse(id.len())));
        let (mut left, mut end) = (String::with_capacity(text.len()), 0);
        for (place, id, pseudonym) in found {
            if place >= end {
                left.push_str(&text[end..place]);
                left.push_str(pseudonym);
                end = place + id.len();
            }
        }
        left.push_str(&text[end..]);
        (left != text).then_some(left)
    }
}

/// Where an id is in a text.
fn places<'t>(text: &'t str, id: &'t str) -> impl Iterator<Item = usize> {
    let stands_alone = |place: usize| {
        let (before, after) = (&text[..place], &text[place + id.len()..]);
        !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
    };
    let found = text.match_indices(id).map(|(place, _)| place);
    found.filter(move |place| id.len() >= SHORT || stands_alone(*place))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn erased(ids: &[&str]) -> Erased {
        Erased(ids.iter().map(|id| ((*id).to_owned(), format!("[{id}]"))).collect())
    }

    #[test]
    fn pseudonyms_lead_to_what_they_stand_for() {
        let key = EventKey::of("acme-1");
        assert_eq!(event_key(&event(key)), key);
        assert_eq!(event_key("acme-1"), key);
        assert_eq!(linked(&link(-7)), Some(-7));
        for text in ["erased-", "erased-00", "erased-000000000000000g", "000000000000000a"] {
            assert_eq!(linked(text), None, "{text}");
        }
    }

    #[test]
    fn short_ids_are_replaced_only_where_they_stand_alone() {
        let short = erased(&["a"]);
        assert_eq!(short.replaced("a became b"), Some("[a] became b".to_owned()));
        assert_eq!(short.replaced("span-a-1/a"), Some("span-[a]-1/[a]".to_owned()));
        assert_eq!(short.replaced("abc bca"), None);
        let long = erased(&["acme", "acme-eu"]);
        assert_eq!(long.replaced("xacmey acme-eu"), Some("x[acme]y [acme-eu]".to_owned()));
    }
}
