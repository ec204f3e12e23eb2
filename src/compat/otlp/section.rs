//! Where in the application a span is: its section, and the path of sections to it.

use std::borrow::Cow;

use super::kind::Kind;
use super::names;
use super::span::Span;

/// Longest section, in bytes. A longer name is cut: what somebody called a step must not keep it out.
const LONGEST: usize = 256;

/// Longest path, in bytes.
const LONGEST_PATH: usize = 1_024;

/// The section, and its path where the span tells one.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub section: Option<String>,
    pub path: Option<String>,
}

impl Place {
    /// Our own words before all others; then the workflow, the steps around the span, and what it is
    /// itself. A call that tells nothing is in no section of its own.
    pub fn of(span: &Span<'_>, kind: Kind) -> Self {
        let text = |names| span.attributes.text(names).map(Cow::into_owned);
        if let Some(section) = text(names::SECTION) {
            let path = text(names::SECTION_PATH).map(|path| cut(path, LONGEST_PATH));
            return Self { section: Some(cut(section, LONGEST)), path };
        }
        let mut path: Vec<String> = Vec::new();
        let mut add = |section: Option<String>| {
            let section = section.map(|section| cut(section.replace('/', "-"), LONGEST));
            path.extend(section.filter(|section| path.last() != Some(section)));
        };
        add(text(names::WORKFLOW).map(|name| named("workflow", &name)));
        for step in text(names::ENTITY_PATH).unwrap_or_default().split('.') {
            add((!step.is_empty()).then(|| step.to_owned()));
        }
        match kind {
            Kind::Step(own) => {
                let names = match own {
                    "workflow" => names::WORKFLOW,
                    "agent" => names::AGENT,
                    "tool" => names::TOOL,
                    _ => names::ENTITY,
                };
                let name = text(names).or_else(|| text(names::ENTITY));
                let name = name.unwrap_or_else(|| span.name.clone().into_owned());
                add((!name.is_empty()).then(|| named(own, &name)));
            }
            Kind::Call(_) | Kind::Other => {
                add(text(names::AGENT).map(|name| named("agent", &name)));
            }
        }
        let section = path.last().cloned();
        Self { section, path: (path.len() > 1).then(|| cut(path.join("/"), LONGEST_PATH)) }
    }
}

/// `agent:research`, once.
fn named(kind: &str, name: &str) -> String {
    if name.starts_with(kind) && name[kind.len()..].starts_with(':') {
        name.to_owned()
    } else {
        format!("{kind}:{name}")
    }
}

/// A text of at most so many bytes.
pub fn cut(mut text: String, most: usize) -> String {
    text.truncate(text.floor_char_boundary(most));
    text
}

#[cfg(test)]
mod tests {
    use super::super::value::Value;
    use super::*;

    #[test]
    fn sections_of_spans() {
        let call = Kind::Call("llm");
        for (kind, attributes, section, path) in [
            (call, &[][..], None, None),
            (call, &[("llmobserve.section", "tool:a")], Some("tool:a"), None),
            (call, &[("gen_ai.agent.name", "a")], Some("agent:a"), None),
            (
                call,
                &[("traceloop.workflow.name", "w"), ("traceloop.entity.path", "t.u")],
                Some("u"),
                Some("workflow:w/t/u"),
            ),
            (Kind::Step("agent"), &[], Some("agent:span"), None),
            (Kind::Step("tool"), &[("gen_ai.tool.name", "tool:x/y")], Some("tool:x-y"), None),
            (Kind::Step("workflow"), &[("gen_ai.workflow.name", "w")], Some("workflow:w"), None),
        ] {
            let mut span = Span { name: "span".into(), ..Span::default() };
            for (name, value) in attributes {
                span.attributes.add((*name).into(), Value::Text((*value).into()));
            }
            let expected = Place {
                section: section.map(ToOwned::to_owned),
                path: path.map(ToOwned::to_owned),
            };
            assert_eq!(Place::of(&span, kind), expected, "{attributes:?}");
        }
        assert_eq!(cut("grün".to_owned(), 3), "gr");
    }
}
