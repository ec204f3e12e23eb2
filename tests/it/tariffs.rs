//! Whose price comes first: the customer's contract, the tenant, the operator, the book, and what
//! another data set adds. Every amount is worked out by hand.

use std::process::Output;

use serde_json::{Value, json};

use crate::both_databases;
use crate::support::{Client, Database, Program};

fn run(database: &Database, arguments: &[&str]) -> Output {
    Program::command(database, arguments).output().unwrap()
}

/// The JSON answer of a command that must succeed.
fn answer(database: &Database, arguments: &[&str]) -> Value {
    let output = run(database, &[arguments, &["--json"]].concat());
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {told}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Stores 1,200 of input and 300 of output of gpt-4o, 0.006 by the book, and tells what it cost.
async fn gpt_4o(client: &Client, id: &str) -> String {
    client
        .store(&json!([{"id": id, "provider": "openai", "model": "gpt-4o", "input_tokens": 1_200,
        "output_tokens": 300}]))
        .await;
    let kept = client.get(&format!("/api/v1/events/{id}")).await.status(200);
    kept.number("\"cost_usd\":")
}

/// Sends calls until one costs what it must: a server may believe its prices for a second.
async fn eventually(client: &Client, word: &str, cost: &str) {
    let mut last = String::new();
    for number in 0..5_000 {
        last = gpt_4o(client, &format!("{word}-{number}")).await;
        if last == cost {
            return;
        }
    }
    panic!("{last} instead of {cost}");
}

both_databases! {
async fn the_command_line_changes_prices_beside_a_running_server(database) {
    let server = Program::serve(&database, &[]);
    let client = server.client();
    assert_eq!(gpt_4o(&client, "book").await, "0.006");
    let added = answer(&database, &["prices", "override", "add", "--provider", "openai", "--model", "gpt-4o",
        "--price", "input=2/1000000", "--reason", "contract 17"]);
    // 1,200 at 2 instead of 2.50, 300 at the book's 10.
    eventually(&client, "set", "0.0054").await;
    let id = added["id"].as_str().unwrap();
    let explained = answer(&database, &["prices", "explain", "openai", "gpt-4o"]);
    assert!(explained["price_id"].as_str().unwrap().ends_with(&format!(";tenant:{id}")), "{explained}");
    let listed = answer(&database, &["prices", "override", "list"]);
    assert_eq!(listed[0]["reason"], "contract 17", "{listed}");
    answer(&database, &["prices", "override", "retire", id]);
    eventually(&client, "retired", "0.006").await;
    let again = run(&database, &["prices", "override", "retire", id]);
    assert!(!again.status.success());
    assert!(server.terminate().success());
}
}
