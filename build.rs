//! Sees that the dashboard is there to be compiled in. Building it is `make dashboard`'s work.

use std::path::Path;

/// Lets a release be built without the dashboard.
const WITHOUT: &str = "LLMOBSERVE_WITHOUT_DASHBOARD";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=migrations");
    println!("cargo::rerun-if-env-changed={WITHOUT}");
    let is_built = Path::new("dashboard/dist/index.html").exists();
    // A path that is not there would count as changed, each time.
    println!("cargo::rerun-if-changed=dashboard{}", if is_built { "/dist" } else { "" });
    if is_built || std::env::var_os(WITHOUT).is_some() {
        return;
    }
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!(
            "cargo::error=the dashboard is not built: run `make dashboard` first (`make run` does), \
             or set {WITHOUT}=1 for a program without it"
        );
        return;
    }
    println!(
        "cargo::warning=the dashboard is not built: /app/ will say so. `make dashboard` builds it"
    );
}
