//! The way from a request to its commit: a full queue, a client that hangs up, a poisonous neighbour.

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::both_databases;
use crate::support::{Client, TestApp};

/// Requests after which a condition that needs one must have come true.
const PATIENCE: usize = 2_000;

fn event(id: &str, filler: usize) -> Value {
    json!({"id": id, "provider": "p", "event_metadata": {"note": "x".repeat(filler)}})
}

/// A connection on which a request was begun.
async fn begin(app: &TestApp, length: usize) -> TcpStream {
    let mut stream = TcpStream::connect(app.authority()).await.unwrap();
    let head = format!(
        "POST /events HTTP/1.1\r\nHost: {}\r\nContent-Length: {length}\r\n\r\n",
        app.authority()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream
}

async fn status(mut stream: TcpStream) -> String {
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer[9..]).into_owned()
}

/// Asks until there are at least so many calls.
async fn until_calls(client: &Client, calls: i64) {
    for _ in 0..PATIENCE {
        if client.total("").await.1 >= calls {
            return;
        }
    }
    panic!("{calls} calls did not arrive");
}

both_databases! {
async fn a_full_queue_asks_to_try_again(database) {
    let settings = [
        ("LLMOBSERVE_INGEST_QUEUE_BYTES", "40000"),
        ("LLMOBSERVE_INGEST_MAX_BODY_BYTES", "30000"),
    ];
    let app = TestApp::start(database, &settings).await;
    let client = app.client();
    let held = event("held", 24_000).to_string();
    let mut stream = begin(&app, held.len()).await;
    let (most, rest) = held.as_bytes().split_at(held.len() - 10);
    stream.write_all(most).await.unwrap();

    let mut refused = None;
    for number in 0..PATIENCE {
        let answer = client.post("/events", event(&format!("{number}"), 20_000).to_string()).await;
        if answer.status != 201 {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("the queue is never full").status(503);
    assert_eq!(refused.header("retry-after"), Some("1"));
    assert_eq!(refused.json()["code"], "overloaded");

    stream.write_all(rest).await.unwrap();
    assert_eq!(status(stream).await, "201");
    client.store(&event("after", 20_000)).await;
}
}

both_databases! {
async fn a_client_that_hangs_up_takes_nothing_back(database) {
    let app = TestApp::open(database).await;
    let events: Vec<Value> = (0..4_000).map(|number| event(&format!("{number}"), 1)).collect();
    let body = json!(events).to_string();
    let mut stream = begin(&app, body.len()).await;
    stream.write_all(body.as_bytes()).await.unwrap();
    // The first slice is committed: the request was accepted, and most of it still waits.
    until_calls(&app.client(), 1).await;
    drop(stream);
    until_calls(&app.client(), 4_000).await;
    app.verify("default_tenant").await;
}
}

both_databases! {
async fn a_request_that_ends_early_stores_nothing(database) {
    let app = TestApp::open(database).await;
    let body = json!([event("whole", 10)]).to_string();
    let mut stream = begin(&app, body.len() + 1).await;
    stream.write_all(body.as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    assert!(!String::from_utf8_lossy(&answer).contains(" 201 "), "{answer:?}");
    app.client().store(&event("next", 10)).await;
    assert_eq!(app.client().total("").await.1, 1);
}
}

both_databases! {
async fn a_poisonous_request_harms_no_other(database) {
    let app = TestApp::open(database).await;
    // 9,300 events of $1,000,000 pass what a total can hold: 2^63 nano-dollars, $9,223,372,036.
    let poison: Vec<Value> = (0..9_300)
        .map(|number| json!({
            "id": format!("{number}"), "tenant_id": "poison", "run_id": "one", "provider": "own",
            "model": "m", "cost_usd": 1_000_000,
        }))
        .collect();
    let poisoning = {
        let (client, body) = (app.client(), json!(poison).to_string());
        tokio::spawn(async move { client.post("/events", body).await.status(201).json() })
    };
    let mut others = Vec::new();
    for number in 0..60 {
        let client = app.client();
        others.push(tokio::spawn(async move {
            let tenant = format!("other-{}", number % 3);
            let event = json!({"id": format!("{number}"), "tenant_id": tenant, "provider": "openai",
                "model": "gpt-4o-mini", "input_tokens": 1_000_000});
            client.store(&json!([event])).await;
        }));
    }
    for other in others {
        other.await.unwrap();
    }
    let answer = poisoning.await.unwrap();
    let rejected = answer["rejected"].as_array().unwrap();
    assert_eq!(answer["created"].as_u64().unwrap() + rejected.len() as u64, 9_300);
    assert!(!rejected.is_empty());
    assert_eq!(rejected[0]["code"], "too_large");
    for tenant in ["other-0", "other-1", "other-2"] {
        let total = app.client().total(&format!("tenant_id={tenant}")).await;
        assert_eq!(total, ("3".to_owned(), 20));
        app.verify(tenant).await;
    }
    app.verify("poison").await;
}
}
