//! The rooms of `src/` and the floors they are on: a room uses rooms of lower floors only.
//!
//! ARCHITECTURE.md says what each room is for.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use syn::visit::{self, Visit};
use walkdir::WalkDir;

/// The rooms, the highest floor first.
const FLOORS: [(u8, &[&str]); 10] = [
    (10, &["main"]),
    (9, &["cli"]),
    (8, &["app"]),
    (7, &["router", "lifecycle", "openapi"]),
    (6, &["api", "compat", "dashboard"]),
    (5, &["http", "jobs"]),
    (4, &["auth", "ingest", "keeping", "prices", "query", "revisions"]),
    (3, &["store"]),
    (2, &["pricing", "telemetry"]),
    (1, &["domain", "config", "clock"]),
];

/// Arrows against the table, and why they are there.
const EXCEPTIONS: [(&str, &str, &str); 3] = [
    ("router", "app", "handlers take what they need from the application's state"),
    ("lifecycle", "app", "serving ends with the application's stop"),
    ("router", "openapi", "the document begins with what no route says"),
];

/// Where something may be used, and nowhere else.
const ONLY_IN: [(&str, &[&str]); 6] = [
    ("sqlx", &["src/store/"]),
    (
        "axum",
        &[
            "src/http/",
            "src/api/",
            "src/compat/",
            "src/dashboard.rs",
            "src/router.rs",
            "src/lifecycle.rs",
            "src/app.rs",
        ],
    ),
    ("AssertSqlSafe", &["src/store/"]),
    ("getrandom", &["src/clock.rs"]),
    ("Utc::now", &["src/clock.rs"]),
    ("SystemTime::now", &["src/clock.rs"]),
];

/// Most lines of a file, its tests not counted.
const LONGEST: usize = 500;

/// A file of `src/`, by its path from the project's folder.
struct Source {
    path: String,
    text: String,
}

impl Source {
    /// `store` for `src/store/runs.rs`.
    fn room(&self) -> &str {
        let inside = self.path.strip_prefix("src/").unwrap();
        inside.split('/').next().unwrap().trim_end_matches(".rs")
    }
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = WalkDir::new(root.join("src")).into_iter().map(Result::unwrap);
    let mut sources: Vec<Source> = files
        .filter(|entry| entry.path().extension().is_some_and(|extension| extension == "rs"))
        .filter(|entry| entry.file_name() != "lib.rs")
        .map(|entry| Source {
            path: entry.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned(),
            text: fs::read_to_string(entry.path()).unwrap(),
        })
        .collect();
    sources.sort_by(|left, right| left.path.cmp(&right.path));
    assert!(sources.len() > 50, "{}", sources.len());
    sources
}

/// Every path that a file names, `a::b::c`, with `use` trees written out. What only tests use is not
/// looked at.
#[derive(Default)]
struct Paths(BTreeSet<String>);

impl Paths {
    fn of(text: &str) -> BTreeSet<String> {
        let mut paths = Self::default();
        paths.visit_file(&syn::parse_file(text).unwrap());
        paths.0
    }

    fn tree(&mut self, prefix: &str, tree: &syn::UseTree) {
        match tree {
            syn::UseTree::Path(path) => {
                self.tree(&format!("{prefix}{}::", path.ident), &path.tree);
            }
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.tree(prefix, tree);
                }
            }
            syn::UseTree::Name(name) => drop(self.0.insert(format!("{prefix}{}", name.ident))),
            syn::UseTree::Rename(name) => drop(self.0.insert(format!("{prefix}{}", name.ident))),
            syn::UseTree::Glob(_) => drop(self.0.insert(format!("{prefix}*"))),
        }
    }
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
    })
}

impl<'a> Visit<'a> for Paths {
    fn visit_item_mod(&mut self, module: &'a syn::ItemMod) {
        if !is_test(&module.attrs) {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_use(&mut self, item: &'a syn::ItemUse) {
        self.tree("", &item.tree);
    }

    fn visit_path(&mut self, path: &'a syn::Path) {
        let names: Vec<String> =
            path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.0.insert(names.join("::"));
        visit::visit_path(self, path);
    }
}

fn floor(room: &str) -> Option<u8> {
    FLOORS.iter().find(|(_, rooms)| rooms.contains(&room)).map(|(floor, _)| *floor)
}

/// What is wrong with the arrows that leave a file.
fn wrong_arrows(source: &Source) -> Vec<String> {
    let room = source.room();
    let Some(own) = floor(room) else {
        return vec![format!("{}: the room `{room}` has no floor; give it one here", source.path)];
    };
    let crate_name = |path: &str| path.starts_with("crate::") || path.starts_with("llmobserve::");
    Paths::of(&source.text)
        .iter()
        .filter(|path| crate_name(path))
        .filter_map(|path| {
            let target = path.split("::").nth(1).unwrap_or_default();
            let Some(other) = floor(target) else {
                return Some(format!("{}: {path} leads to no room", source.path));
            };
            let excused = EXCEPTIONS.iter().any(|(from, to, _)| *from == room && *to == target);
            (target != room && other >= own && !excused).then(|| {
                format!(
                    "{}: `{room}` (floor {own}) uses {path} (floor {other}); a room uses lower \
                     floors only: move what both need down, or let a higher room join the two",
                    source.path
                )
            })
        })
        .collect()
}

/// What a file uses that belongs elsewhere.
fn misplaced(source: &Source) -> Vec<String> {
    let paths = Paths::of(&source.text);
    ONLY_IN
        .iter()
        .filter(|(_, homes)| !homes.iter().any(|home| source.path.starts_with(home)))
        .flat_map(|(what, homes)| {
            let uses = |path: &&String| {
                path.starts_with(&format!("{what}::"))
                    || *path == what
                    || path.ends_with(&format!("::{what}"))
            };
            paths
                .iter()
                .filter(uses)
                .map(|path| {
                    format!("{}: {path} is used; `{what}` belongs into {homes:?}", source.path)
                })
                .collect::<Vec<_>>()
        })
        .collect()
}

fn lines_without_tests(text: &str) -> usize {
    text.split("#[cfg(test)]").next().unwrap_or_default().lines().count()
}

#[test]
fn a_room_uses_lower_floors_only() {
    let wrong: Vec<String> = sources().iter().flat_map(wrong_arrows).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_exception_is_still_needed() {
    let sources = sources();
    for (from, to, why) in EXCEPTIONS {
        let used = sources.iter().filter(|source| source.room() == from).any(|source| {
            Paths::of(&source.text).iter().any(|path| {
                path.strip_prefix("crate::").is_some_and(|rest| rest.split("::").next() == Some(to))
            })
        });
        assert!(used, "{from} does not use {to} any more ({why}): delete the exception");
    }
}

#[test]
fn libraries_and_clocks_stay_in_their_rooms() {
    let wrong: Vec<String> = sources().iter().flat_map(misplaced).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn files_stay_short() {
    for source in sources() {
        let lines = lines_without_tests(&source.text);
        assert!(lines <= LONGEST, "{}: {lines} lines; split it by subject", source.path);
    }
}

#[test]
fn both_databases_have_the_same_migrations() {
    let names = |database: &str| -> BTreeSet<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(database);
        let files = fs::read_dir(folder).unwrap();
        files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
    };
    assert!(!names("sqlite").is_empty());
    assert_eq!(names("sqlite"), names("postgres"));
}

#[test]
fn a_wrong_arrow_is_seen_wherever_it_hides() {
    let source = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
    let arrows = |text: &str| wrong_arrows(&source("src/store/runs.rs", text)).len();
    assert_eq!(arrows("use crate::domain::ids::RunId;"), 0);
    assert_eq!(arrows("use crate::api::runs::list;"), 1);
    assert_eq!(arrows("use crate::{domain::ids, query::{runs, costs}};"), 2);
    assert_eq!(arrows("fn f() { let x = crate::auth::local_operator(1); }"), 1);
    assert_eq!(arrows("fn f(x: Vec<crate::http::ApiError>) {}"), 1);
    assert_eq!(arrows("#[cfg(test)] mod tests { use crate::api::runs; }"), 0);
    assert_eq!(arrows("use crate::nowhere::at_all;"), 1);
    let same_floor = source("src/query/costs.rs", "use crate::ingest::Ingest;");
    assert_eq!(wrong_arrows(&same_floor).len(), 1);

    let found = |path: &str, text: &str| misplaced(&source(path, text)).len();
    assert_eq!(found("src/query/costs.rs", "use sqlx::Row;"), 1);
    assert_eq!(found("src/store/costs.rs", "use sqlx::Row;"), 0);
    assert_eq!(found("src/query/costs.rs", "fn f() { chrono::Utc::now(); }"), 1);
    assert_eq!(found("src/ingest/admit.rs", "use axum::Json;"), 1);
}
