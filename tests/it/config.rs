//! Settings as the program takes them: file, environment, command line.

use std::io::Write;

use crate::support::{Database, Program};

fn told(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A file with settings; it goes away with the handle.
fn file(text: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

#[test]
fn the_command_line_wins_over_the_environment_and_that_over_the_file() {
    // Each source names another address that cannot be listened on without authentication; the
    // refusal tells which one was taken.
    let config = file("host = \"10.0.0.1\"\n");
    let path = config.path().to_str().unwrap();
    let database = Database::sqlite();
    let run = |environment: Option<&str>, flag: Option<&str>| {
        let mut command = Program::command(&database, &["serve", "--port", "0", "--config", path]);
        if let Some(host) = environment {
            command.env("LLMOBSERVE_HOST", host);
        }
        if let Some(host) = flag {
            command.args(["--host", host]);
        }
        let output = command.output().unwrap();
        assert!(!output.status.success());
        told(&output)
    };
    assert!(run(None, None).contains("10.0.0.1"));
    assert!(run(Some("10.0.0.2"), None).contains("10.0.0.2"));
    assert!(run(Some("10.0.0.2"), Some("10.0.0.3")).contains("10.0.0.3"));
}

#[test]
fn the_manual_of_settings_is_a_valid_file_of_settings() {
    let manual = concat!(env!("CARGO_MANIFEST_DIR"), "/config.default.toml");
    let server = Program::serve(&Database::sqlite(), &["--config", manual]);
    assert!(server.terminate().success());
}

#[test]
fn a_setting_that_does_not_exist_is_named() {
    let config = file("[ingest]\nmax_evnets = 5\n");
    let path = config.path().to_str().unwrap();
    let output =
        Program::command(&Database::sqlite(), &["serve", "--config", path]).output().unwrap();
    assert!(!output.status.success());
    assert!(told(&output).contains("max_evnets"), "{}", told(&output));
    assert!(told(&output).contains(path), "{}", told(&output));
}

#[test]
fn a_value_that_cannot_be_used_is_named_with_its_source() {
    for (name, value) in [
        ("LLMOBSERVE_PORT", "eighty"),
        ("LLMOBSERVE_AUTH", "maybe"),
        ("LLMOBSERVE_LOG_FORMAT", "xml"),
        ("LLMOBSERVE_INGEST_MAX_EVENTS", "0"),
    ] {
        let mut command = Program::command(&Database::sqlite(), &["serve"]);
        let output = command.env(name, value).output().unwrap();
        assert!(!output.status.success(), "{name}");
        let setting = name.rsplit('_').next().unwrap().to_lowercase();
        assert!(told(&output).to_lowercase().contains(&setting), "{name}: {}", told(&output));
    }
}

#[test]
fn open_mode_does_not_listen_on_the_network_unasked() {
    let database = Database::sqlite();
    let output = Program::command(&database, &["serve", "--host", "0.0.0.0", "--port", "0"])
        .output()
        .unwrap();
    assert!(!output.status.success());
    assert!(told(&output).contains("--auth required"), "{}", told(&output));
    let server = Program::serve(&database, &["--host", "0.0.0.0", "--open-on-network"]);
    assert!(server.terminate().success());
}
