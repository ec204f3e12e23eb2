//! The real program, as a user starts it, on a database of its own.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_llmobserve");

/// An empty database.
pub struct Place {
    pub url: String,
    _folder: Option<TempDir>,
}

/// An empty database of a kind, where there can be one.
pub fn database(kind: &str) -> Option<Place> {
    if kind == "sqlite" {
        let folder = tempfile::tempdir_in(".").expect("a folder");
        let url = format!("sqlite://{}/bench.db", folder.path().display());
        return Some(Place { url, _folder: Some(folder) });
    }
    let cluster = std::env::var("LLMOBSERVE_TEST_POSTGRES").ok()?;
    let name = format!("bench_{}", crate::events::millis_now());
    let created = Command::new("psql")
        .args(["-q", &format!("{cluster}/postgres"), "-c", &format!("CREATE DATABASE {name}")])
        .status()
        .expect("psql runs");
    assert!(created.success());
    Some(Place { url: format!("{cluster}/{name}"), _folder: None })
}

/// A running collector with a tenant and a key.
pub struct Server {
    pub authority: String,
    pub key: String,
    process: Child,
}

impl Server {
    pub fn start(place: &Place) -> Self {
        run(&["tenants", "create", "bench"], &place.url);
        let issued = run(&["keys", "create", "--tenant", "bench"], &place.url);
        let issued: serde_json::Value = serde_json::from_str(&issued).expect("JSON");
        Self::serve(place, issued["key"].as_str().expect("a key").to_owned())
    }

    /// Stops and starts again on the same database: the peak of memory begins anew.
    pub fn restart(self, place: &Place) -> Self {
        let key = self.key.clone();
        self.stop();
        Self::serve(place, key)
    }

    fn serve(place: &Place, key: String) -> Self {
        let mut process = Command::new(PROGRAM)
            .args(["serve", "--port", "0", "--auth", "required", "--json"])
            .args(["--database-url", &place.url])
            .env("LLMOBSERVE_LOG_LEVEL", "warn")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(process.stdout.take().expect("its output")).lines();
        let url = lines.find_map(|line| {
            let line = line.expect("text");
            line.split("http://").nth(1).map(|rest| rest.trim_end_matches('"').to_owned())
        });
        Self { authority: url.expect("the program says where it listens"), key, process }
    }

    /// The most memory that the process ever held, in megabytes.
    pub fn peak_memory_mb(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()));
        let status = status.unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmHWM"));
        let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
        kilobytes.unwrap_or(0) / 1_024
    }

    pub fn stop(mut self) {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").arg(id).status().expect("kill runs").success());
        assert!(self.process.wait().expect("it ends").success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Does nothing to a process that was stopped; leaves none behind when a measurement fails.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn run(arguments: &[&str], url: &str) -> String {
    let output = Command::new(PROGRAM)
        .args(arguments)
        .args(["--json", "--database-url", url])
        .output()
        .expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}
