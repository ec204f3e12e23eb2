//! What the installed SDKs send and nobody wants to keep.

use crate::domain::event::DEFAULT_SECTION;

/// A method or address without query string, fragment and userinfo: those carry secrets.
///
/// `POST https://user:pw@api.example.com/v1/chat?key=x` becomes
/// `POST https://api.example.com/v1/chat`.
pub fn endpoint(text: &str) -> String {
    text.split_whitespace().map(address).collect::<Vec<_>>().join(" ")
}

fn address(text: &str) -> String {
    let text = text.split(['?', '#']).next().unwrap_or("");
    let (scheme, rest) = match text.split_once("://") {
        Some((scheme, rest)) => (format!("{scheme}://"), rest),
        None => (String::new(), text),
    };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = authority.rsplit('@').next().unwrap_or(authority);
    format!("{scheme}{host}{path}")
}

/// A section name that an SDK made of one of its own functions.
fn is_noise(section: &str) -> bool {
    let Some(tool) = section.strip_prefix("tool:") else { return false };
    tool.starts_with("_track_")
        || (tool.starts_with("track_") && tool.ends_with("_call"))
        || matches!(tool, "voice_call" | "diy_voice_call")
}

/// Section and section path without the SDK's own functions. The path of an event that has none is
/// its section.
pub fn section(section: Option<String>, path: Option<String>) -> (String, String) {
    let path = path.or_else(|| section.clone()).unwrap_or_default();
    let segments: Vec<&str> =
        path.split('/').filter(|part| !part.is_empty() && !is_noise(part)).collect();
    let section = section.filter(|section| !is_noise(section));
    let section = section
        .or_else(|| segments.last().map(|last| (*last).to_owned()))
        .unwrap_or_else(|| DEFAULT_SECTION.to_owned());
    let path = if segments.is_empty() { section.clone() } else { segments.join("/") };
    (section, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lose_their_secrets() {
        for (sent, kept) in [
            ("chat.completions.create", "chat.completions.create"),
            ("get http://127.0.0.1:1/api?token=SECRET", "get http://127.0.0.1:1/api"),
            ("POST https://user:pw@host/v1#x", "POST https://host/v1"),
            ("POST user:pw@host/v1?a=b", "POST host/v1"),
            ("POST host/v1/@me?x", "POST host/v1/@me"),
            ("https://a@b@host?x", "https://host"),
            ("", ""),
        ] {
            assert_eq!(endpoint(sent), kept);
        }
    }

    #[test]
    fn sections_lose_the_sdk_itself() {
        let of = |name: Option<&str>, path: Option<&str>| {
            section(name.map(ToOwned::to_owned), path.map(ToOwned::to_owned))
        };
        let pair = |name: &str, path: &str| (name.to_owned(), path.to_owned());
        assert_eq!(of(None, None), pair("default", "default"));
        let noise = Some("tool:_track_openai_call");
        assert_eq!(of(noise, noise), pair("default", "default"));
        assert_eq!(of(noise, Some("agent:a/tool:_track_openai_call")), pair("agent:a", "agent:a"));
        assert_eq!(of(Some("tool:track_deepgram_call"), None), pair("default", "default"));
        assert_eq!(of(Some("tool:voice_call"), None), pair("default", "default"));
        assert_eq!(
            of(Some("tool:web"), Some("agent:a/tool:web")),
            pair("tool:web", "agent:a/tool:web")
        );
        assert_eq!(of(Some("tool:tracker"), None), pair("tool:tracker", "tool:tracker"));
    }
}
