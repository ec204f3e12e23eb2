//! What was acknowledged is there after a crash. `tests/crash.py` does the same at length.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::both_databases;
use crate::support::Program;

both_databases! {
async fn acknowledged_events_survive_a_killed_server(database) {
    let server = Program::serve(&database, &[]);
    let acknowledged = Arc::new(Mutex::new(BTreeSet::new()));
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let (client, acknowledged) = (server.client(), Arc::clone(&acknowledged));
            tokio::spawn(async move {
                for batch in 0.. {
                    let ids: Vec<String> =
                        (0..20).map(|number| format!("{writer}-{batch}-{number}")).collect();
                    let events: Vec<Value> = ids
                        .iter()
                        .map(|id| json!({"id": id, "provider": "openai", "model": "gpt-4o-mini",
                            "input_tokens": 1_000_000}))
                        .collect();
                    let Some(answer) = client.try_post("/events", json!(events).to_string()).await
                    else {
                        return;
                    };
                    assert_eq!(answer.status(201).json()["created"], 20);
                    acknowledged.lock().unwrap().extend(ids);
                }
            })
        })
        .collect();
    while acknowledged.lock().unwrap().len() < 400 {
        tokio::task::yield_now().await;
    }
    server.kill();
    for writer in writers {
        writer.await.unwrap();
    }

    let server = Program::serve(&database, &[]);
    let client = server.client();
    let acknowledged = acknowledged.lock().unwrap().clone();
    let calls = client.total("").await.1;
    assert!(calls >= i64::try_from(acknowledged.len()).unwrap(), "{calls}");
    // Sent again, every acknowledged event is recognised.
    let events: Vec<Value> = acknowledged
        .iter()
        .map(|id| json!({"id": id, "provider": "openai", "model": "gpt-4o-mini",
            "input_tokens": 1_000_000}))
        .collect();
    for batch in events.chunks(1_000) {
        let answer = client.post("/events", json!(batch).to_string()).await.status(201).json();
        assert_eq!(answer["skipped"], batch.len());
        assert_eq!(answer["conflicts"], json!([]));
    }
    assert_eq!(client.total("").await.1, calls);
    assert!(server.terminate().success());
    let verified = Program::command(&database, &["verify"]).output().unwrap();
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
}
}
