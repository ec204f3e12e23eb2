//! What calls cost: figures worked out by hand, each with the price that it rests on.
//!
//! Prices are USD per million units unless said otherwise. Their source is `prices/`: genai-prices
//! 0.2.3 for tokens, and the page that `prices/house.json` names for units outside tokens.

use serde_json::{Value, json};

use crate::both_databases;
use crate::support::{Client, TestApp};

/// Stores one event and gives it back as it is kept.
async fn priced(client: &Client, id: &str, event: Value) -> (String, Value) {
    let mut event = event;
    event["id"] = json!(id);
    client.store(&json!([event])).await;
    let kept = client.get(&format!("/api/v1/events/{id}")).await.status(200);
    (kept.number("\"cost_usd\":"), kept.json())
}

/// An id, the call, and what it costs by hand.
type Golden = (&'static str, Value, &'static str);

/// Calls that are billed in tokens.
fn golden_tokens() -> Vec<Golden> {
    vec![
        (
            // 1,200 at 2.50 and 300 at 10.
            "gpt-4o",
            json!({"provider": "openai", "model": "gpt-4o", "input_tokens": 1_200, "output_tokens": 300}),
            "0.006",
        ),
        (
            // 900 at 0.15 and 100 at 0.60.
            "gpt-4o-mini",
            json!({"provider": "openai", "model": "gpt-4o-mini", "input_tokens": 900, "output_tokens": 100}),
            "0.000195",
        ),
        (
            // 1,000 at 3, 2,000 read at 0.30, 4,000 written for an hour at 6, 500 at 15:
            // 0.003 + 0.0006 + 0.024 + 0.0075.
            "claude-caches",
            json!({"provider": "anthropic", "model": "claude-sonnet-4-5", "usage": {"input": 1_000,
                "cache_read": 2_000, "cache_write_1h": 4_000, "output": 500}}),
            "0.0351",
        ),
        (
            // At the border of 200,000: 200,000 at 1.25 and 1,000 at 10.
            "tier-at",
            json!({"provider": "google", "model": "gemini-2.5-pro", "usage": {"input": 200_000, "output": 1_000}}),
            "0.26",
        ),
        (
            // One above, and everything is dearer: 200,001 at 2.50 and 1,000 at 15.
            "tier-above",
            json!({"provider": "google", "model": "gemini-2.5-pro", "usage": {"input": 200_001, "output": 1_000}}),
            "0.5150025",
        ),
        (
            // What was read from the cache counts towards the border: 199,000 at 2.50, 1,001 at 0.25,
            // 1,000 at 15.
            "tier-with-cache",
            json!({"provider": "google", "model": "gemini-2.5-pro",
                "usage": {"input": 199_000, "cache_read": 1_001, "output": 1_000}}),
            "0.51275025",
        ),
        (
            // Half price in a batch: 1,200 at 1.25 and 300 at 5.
            "batch",
            json!({"provider": "openai", "model": "gpt-4o", "service_tier": "batch", "input_tokens": 1_200,
                "output_tokens": 300}),
            "0.003",
        ),
        (
            // A million output tokens a second before the price rose, at 0.66.
            "dated-before",
            json!({"provider": "arcee", "model": "deepseek/deepseek-v4.1-flash", "output_tokens": 1_000_000,
                "timestamp": "2026-10-31T23:59:59Z"}),
            "0.66",
        ),
        (
            // The same when it had risen, at 1.20.
            "dated-after",
            json!({"provider": "arcee", "model": "deepseek/deepseek-v4.1-flash", "output_tokens": 1_000_000,
                "timestamp": "2026-11-01T00:00:00Z"}),
            "1.2",
        ),
    ]
}

/// Calls that are billed in other units than tokens, and kinds without a price of their own.
fn golden_units() -> Vec<Golden> {
    vec![
        (
            // Two standard images at 0.04 each.
            "image",
            json!({"provider": "openai", "model": "dall-e-3", "usage": {"images": 2}}),
            "0.08",
        ),
        (
            // One image in high definition at 0.08.
            "image-hd",
            json!({"provider": "openai", "model": "dall-e-3", "service_tier": "hd/1024x1024", "usage": {"images": 1}}),
            "0.08",
        ),
        (
            // Five read units at 16.
            "pinecone-read",
            json!({"provider": "pinecone", "endpoint": "query", "usage": {"read_units": 5}}),
            "0.00008",
        ),
        (
            // Ten write units at 4.
            "pinecone-write",
            json!({"provider": "pinecone", "endpoint": "upsert", "usage": {"write_units": 10}}),
            "0.00004",
        ),
        (
            // 1,500 characters at 15.
            "speech",
            json!({"provider": "openai", "model": "tts-1", "span_type": "tts_call", "input_tokens": 1_500}),
            "0.0225",
        ),
        (
            // 90 seconds at 0.36 an hour.
            "transcription",
            json!({"provider": "openai", "model": "whisper-1", "audio_duration_seconds": 90}),
            "0.009",
        ),
        (
            // Reasoning has no price of its own here: 100 at output's 10, with 50 more of output.
            "reasoning",
            json!({"provider": "openai", "model": "gpt-4o", "usage": {"reasoning": 100, "output": 50}}),
            "0.0015",
        ),
    ]
}

both_databases! {
async fn golden_figures(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    for (id, event, cost) in golden_tokens().into_iter().chain(golden_units()) {
        let (kept, event) = priced(&client, id, event).await;
        assert_eq!(kept, cost, "{id}: {event}");
        assert_eq!(event["price_state"], "priced", "{id}: {event}");
        assert!(event["price_id"].is_string(), "{id}: {event}");
        let amounts: Vec<f64> = event["usage"]
            .as_array()
            .unwrap()
            .iter()
            .map(|line| line["cost_usd"].as_f64().unwrap_or_else(|| panic!("{id}: {event}")))
            .collect();
        let sum: f64 = amounts.iter().sum();
        assert!((sum - cost.parse::<f64>().unwrap()).abs() < 1e-9, "{id}: {event}");
    }
    app.verify("default_tenant").await;
}
}

both_databases! {
async fn a_model_is_found_by_its_names(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    for (id, provider, model) in [
        ("dated", "openai", "gpt-4o-2024-11-20"),
        ("prefixed", "openai", "openai/gpt-4o"),
        ("capitals", "OpenAI", "GPT-4o"),
    ] {
        let event = json!({"provider": provider, "model": model, "input_tokens": 1_200, "output_tokens": 300});
        assert_eq!(priced(&client, id, event).await.0, "0.006", "{model}");
    }
    let event = json!({"provider": "openai", "model": "not-gpt-4o-at-all", "input_tokens": 1_200});
    assert_eq!(priced(&client, "unknown", event).await.1["price_state"], "unpriced");
}
}

both_databases! {
async fn states_say_where_a_figure_comes_from(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let state = async |id: &str, event: Value| {
        let (_, event) = priced(&client, id, event).await;
        event
    };
    let free = state("free", json!({"provider": "openai", "model": "gpt-4o", "status": "error"})).await;
    assert_eq!((&free["price_state"], &free["cost_usd"]), (&json!("free"), &json!(0)), "{free}");

    let reported = state("reported", json!({"provider": "own", "model": "m", "cost_usd": 0.25})).await;
    assert_eq!(reported["price_state"], "reported");

    let ours = state("ours", json!({"provider": "openai", "model": "gpt-4o", "input_tokens": 1_200,
        "output_tokens": 300, "cost_usd": 99})).await;
    assert_eq!(ours["price_state"], "priced");
    assert_eq!(ours["client_cost_usd"], 99);

    let unpriced = state("unpriced", json!({"provider": "own", "model": "m", "input_tokens": 5})).await;
    assert_eq!(unpriced["price_state"], "unpriced");
    assert_eq!(unpriced["cost_usd"], Value::Null, "never shown as 0");

    let partly = state("partly", json!({"provider": "openai", "model": "gpt-4o",
        "usage": {"input": 1_000, "made_up_units": 5}})).await;
    assert_eq!(partly["price_state"], "unpriced");

    let step = state("step", json!({"provider": "internal", "span_type": "agent"})).await;
    assert_eq!(step["price_state"], Value::Null);

    let answer = client.costs("").await;
    // 0.25 reported, 0.006 and 0.0025 priced.
    assert_eq!(answer.number("\"total\":{\"cost_usd\":"), "0.2585");
    let total = answer.json()["total"].clone();
    assert_eq!((&total["calls"], &total["unpriced_calls"]), (&json!(5), &json!(2)), "{total}");
    app.verify("default_tenant").await;
}
}

both_databases! {
async fn what_customers_pay_is_shown_and_not_summed_into_spend(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let call = json!({"provider": "openai", "model": "gpt-4o", "input_tokens": 1_200, "output_tokens": 300});
    let mut paid = call.clone();
    paid["paid_by"] = json!("customer");
    priced(&client, "tenant", call).await;
    let (cost, event) = priced(&client, "customer", paid).await;
    assert_eq!((cost.as_str(), &event["paid_by"]), ("0", &json!("customer")));
    let answer = client.costs("").await;
    assert_eq!(answer.number("\"total\":{\"cost_usd\":"), "0.006");
    assert_eq!(answer.number("\"customer_paid_cost_usd\":"), "0.006");
    assert_eq!(answer.json()["total"]["customer_paid_calls"], 1);
}
}
