//! What the documents promise is there.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use walkdir::WalkDir;

const OPENAPI: &str = include_str!("../../openapi.json");

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// Every document of the project, by its path.
fn documents() -> Vec<PathBuf> {
    let skipped = ["target", ".git", "node_modules", ".venvs"];
    let files = WalkDir::new(root()).into_iter().filter_entry(move |entry| {
        !skipped.contains(&entry.file_name().to_str().unwrap_or_default())
    });
    let files = files.map(|entry| entry.unwrap().into_path());
    files.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect()
}

/// The targets of a document's links.
fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).filter_map(|rest| rest.split(')').next())
}

#[test]
fn every_link_between_documents_leads_somewhere() {
    let documents = documents();
    assert!(documents.len() > 15, "{documents:?}");
    for document in documents {
        let text = fs::read_to_string(&document).unwrap();
        for link in links(&text).filter(|link| !link.contains("://") && !link.starts_with('#')) {
            let target = document.parent().unwrap().join(link.split('#').next().unwrap());
            assert!(target.exists(), "{}: {link} leads nowhere", document.display());
        }
    }
}

/// The values of an enumeration in the description of the API.
fn values(schema: &str) -> Vec<String> {
    let document: Value = serde_json::from_str(OPENAPI).unwrap();
    let listed = &document["components"]["schemas"][schema];
    let variants = listed["enum"].as_array().cloned().unwrap_or_else(|| {
        let one_of = listed["oneOf"].as_array().unwrap_or_else(|| panic!("no values of {schema}"));
        one_of.iter().flat_map(|one| one["enum"].as_array().cloned().unwrap()).collect()
    });
    variants.iter().map(|value| value.as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_name_of_opentelemetry_is_listed_in_its_order() {
    use llmobserve::compat::otlp::names;

    let text = read("docs/otel.md");
    assert!(text.contains(names::VERSION));
    let usage = names::USAGE.iter().map(|(kind, names)| (format!("`{kind}`"), *names));
    let lists = names::LISTS.iter().map(|(what, names)| ((*what).to_owned(), *names));
    for (what, names) in lists.chain(usage) {
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        let row = format!("| {what} | {} |", names.join(", "));
        assert!(text.contains(&row), "docs/otel.md lacks {row}");
    }
}

#[test]
fn every_code_is_explained() {
    for (schema, document) in [("Code", "docs/errors.md"), ("RejectionCode", "docs/events.md")] {
        let text = read(document);
        for code in values(schema) {
            assert!(text.contains(&format!("`{code}`")), "{document} does not explain `{code}`");
        }
    }
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest = read("Cargo.toml");
    let reasons = read("docs/dependencies.md");
    let sections = manifest.split("\n[").filter(|section| section.contains("dependencies]"));
    let lines = sections.flat_map(|section| section.lines().skip(1));
    for line in lines.filter(|line| line.contains(" = ")) {
        let name = line.split(" = ").next().unwrap();
        assert!(
            reasons.contains(&format!("`{name}`")),
            "docs/dependencies.md does not name {name}"
        );
    }
}

#[test]
fn every_field_of_an_event_is_described() {
    let document: Value = serde_json::from_str(OPENAPI).unwrap();
    let fields = document["components"]["schemas"]["Event"]["properties"].as_object().unwrap();
    let text = read("docs/events.md");
    for field in fields.keys() {
        assert!(text.contains(&format!("`{field}`")), "docs/events.md does not describe {field}");
    }
}
