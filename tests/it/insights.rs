//! `GET /api/v1/insights`: each rule fires on a scripted history with the evidence of a computation
//! by hand, and stays quiet below its minimum. `steady.rs` shows that ordinary noise raises nothing.

mod steady;

use chrono::TimeDelta;
use llmobserve::domain::ids::TenantId;
use llmobserve::domain::window::Zone;
use llmobserve::query::insights::Rule;
use serde_json::{Value, json};

use crate::both_databases;
use crate::support::{Answer, Client, Database, NOW, Program, TestApp, at};

/// Events of one tenant. Now is noon of 21 November: the last 24 hours began at noon of the 20th,
/// the days before at noon of the 13th, the week of civil days at midnight of the 15th.
struct History {
    tenant: String,
    events: Vec<Value>,
}

/// A moment on each of the seven days before.
const DAYS_BEFORE: [&str; 7] = [
    "2026-11-13T18:00:00Z",
    "2026-11-14T18:00:00Z",
    "2026-11-15T18:00:00Z",
    "2026-11-16T18:00:00Z",
    "2026-11-17T18:00:00Z",
    "2026-11-18T18:00:00Z",
    "2026-11-19T18:00:00Z",
];

/// A moment of the last 24 hours.
const TODAY: &str = "2026-11-21T06:00:00Z";

impl History {
    fn of(tenant: &str) -> Self {
        Self { tenant: tenant.to_owned(), events: Vec::new() }
    }

    /// Adds equal calls at a moment; in a run of their own each, unless a run is named.
    fn calls(mut self, count: usize, at: &str, more: &Value) -> Self {
        for _ in 0..count {
            let mut event = json!({
                "id": format!("{}-{}", self.tenant, self.events.len()), "tenant_id": self.tenant,
                "provider": "own", "model": "m", "section": "chat", "timestamp": at,
            });
            event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            self.events.push(event);
        }
        self
    }

    /// Adds calls on each of the first days before.
    fn daily(self, days: usize, count: usize, more: &Value) -> Self {
        DAYS_BEFORE.iter().take(days).fold(self, |history, at| history.calls(count, at, more))
    }

    /// Stores the events and asks for insights of a type.
    async fn found(self, client: &Client, kind: &str) -> Vec<Value> {
        client.store(&json!(self.events)).await;
        let answer = insights(client, &self.tenant).await.json();
        assert_eq!(answer["omitted"], 0);
        let found = answer["insights"].as_array().unwrap().iter();
        found.filter(|insight| insight["type"] == kind).cloned().collect()
    }

    /// The same, where there is one.
    async fn one(self, client: &Client, kind: &str) -> Value {
        let mut found = self.found(client, kind).await;
        assert_eq!(found.len(), 1, "{found:?}");
        found.remove(0)
    }
}

async fn insights(client: &Client, tenant: &str) -> Answer {
    client.get(&format!("/api/v1/insights?tenant_id={tenant}")).await.status(200)
}

/// How many runs the link of an insight shows.
async fn runs(client: &Client, insight: &Value) -> usize {
    let link = insight["runs"].as_str().unwrap();
    let answer = client.get(&format!("{link}&limit=1000")).await.status(200).json();
    answer["runs"].as_array().unwrap().len()
}

/// The windows that every comparison names.
fn compared(mut figures: Value) -> Value {
    let windows = json!({
        "recent_from": "2026-11-20T12:00:00Z", "recent_to": "2026-11-21T12:00:00Z",
        "before_from": "2026-11-13T12:00:00Z", "before_to": "2026-11-20T12:00:00Z",
    });
    figures.as_object_mut().unwrap().extend(windows.as_object().unwrap().clone());
    figures
}

/// Checks that none of the histories is told about.
async fn quiet(client: &Client, kind: &str, histories: Vec<(&str, History)>) {
    for (why, mut history) in histories {
        let tenant = why.replace(' ', "-");
        for (number, event) in history.events.iter_mut().enumerate() {
            event["id"] = json!(format!("{tenant}-{number}"));
            event["tenant_id"] = json!(tenant);
        }
        history.tenant = tenant;
        assert_eq!(history.found(client, kind).await, Vec::<Value>::new(), "{why}");
    }
}

both_databases! {
async fn a_section_spike(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let (usual, dear) = (json!({"cost_usd": 0.05}), json!({"cost_usd": 0.1}));
    // 20 × $0.05 on each of 7 days; then 60 × $0.10 = $6, six times $1.
    let spike = History::of("acme").daily(7, 20, &usual).calls(60, TODAY, &dear);
    let found = spike.one(&client, "section_spike").await;
    assert_eq!(found["severity"], "critical");
    assert_eq!((&found["section"], &found["model"]), (&json!("chat"), &Value::Null));
    assert_eq!(found["effect_usd"], 5);
    assert_eq!(found["evidence"], compared(json!({
        "recent_cost_usd": 6, "recent_calls": 60, "before_cost_usd": 7, "before_calls": 140,
        "before_days": 7, "average_day_usd": 1, "costliest_day_usd": 1, "times": 6,
        "times_calls": 3, "times_cost_per_call": 2,
    })));
    assert_eq!(found["message"], "Section 'chat' cost $6.00 in the last 24 hours, 6 times its \
        average day ($1.00): 3 times the calls, 2 times the cost of a call.");
    assert_eq!(runs(&client, &found).await, 60);
    let half = json!({"cost_usd": 0.025});
    quiet(&client, "section_spike", vec![
        ("too few calls", History::of("").daily(7, 20, &usual).calls(49, TODAY, &dear)),
        ("too few days", History::of("").daily(4, 40, &usual).calls(60, TODAY, &dear)),
        ("little before", History::of("").daily(7, 14, &usual).calls(60, TODAY, &dear)),
        ("too little money", History::of("").daily(7, 20, &half).calls(59, TODAY, &half)),
        ("less than twice", History::of("").daily(7, 20, &dear).calls(79, TODAY, &usual)),
        ("every week", History::of("").daily(7, 20, &usual).calls(60, DAYS_BEFORE[2], &dear)
            .calls(100, TODAY, &dear)),
        ("less than twice the average", History::of("").daily(7, 20, &usual)
            .calls(20, "2026-11-20T06:00:00Z", &usual).calls(22, TODAY, &dear)
            .calls(30, TODAY, &json!({"cost_usd": 0}))),
        ("nothing before", History::of("").calls(60, TODAY, &dear)),
    ]).await;
}
}

/// `gpt-4o` costs $2.50 and $10, `gpt-4o-mini` $0.15 and $0.60 for a million tokens.
fn tokens(model: &str, input: u32, output: u32) -> Value {
    json!({"provider": "openai", "model": model, "input_tokens": input, "output_tokens": output})
}

both_databases! {
async fn a_model_inefficiency(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let dear = tokens("gpt-4o", 4_000, 2_000);
    let cheap = |input, output| tokens("gpt-4o-mini", input, output);
    let both = |tenant: &str, count, other: Value| {
        History::of(tenant).calls(400, TODAY, &dear).calls(count, TODAY, &other)
    };
    let with = |count, other| both("", count, other);
    // 400 × $0.03 = $12 and 400 × $0.0018 = $0.72 for as many tokens: $11.28 less.
    let history = both("acme", 400, cheap(4_000, 2_000));
    let found = history.one(&client, "model_inefficiency").await;
    assert_eq!(found["severity"], "info");
    assert_eq!((&found["section"], &found["model"]), (&json!("chat"), &json!("gpt-4o")));
    assert_eq!(found["effect_usd"], 11.28);
    assert_eq!(found["evidence"], json!({
        "cost_usd": 12, "calls": 400, "input_tokens": 1_600_000, "output_tokens": 800_000,
        "usd_per_million_tokens": 5, "cheaper_provider": "openai", "cheaper_model": "gpt-4o-mini",
        "cheaper_cost_usd": 0.72, "cheaper_calls": 400, "cheaper_input_tokens": 1_600_000,
        "cheaper_output_tokens": 800_000, "cheaper_usd_per_million_tokens": 0.3, "times": 16.67,
    }));
    assert_eq!(runs(&client, &found).await, 400);
    let speech = json!({"provider": "elevenlabs", "model": "eleven_multilingual_v2",
        "span_type": "tts_call", "input_tokens": 10});
    let own = json!({"input_tokens": 4_000, "output_tokens": 2_000, "cost_usd": 0.00001});
    let unpriced = json!({"input_tokens": 4_000, "output_tokens": 2_000});
    let mut elsewhere = cheap(4_000, 2_000);
    elsewhere["section"] = json!("find");
    quiet(&client, "model_inefficiency", vec![
        ("speech", with(400, speech)),
        ("reported", with(400, own)),
        ("unpriced", with(400, unpriced)),
        ("embeddings", History::of("")
            .calls(100, TODAY, &tokens("text-embedding-3-large", 2_000_000, 0))
            .calls(100, TODAY, &tokens("text-embedding-3-small", 2_000_000, 0))),
        ("too few calls", with(99, cheap(4_000, 2_000))),
        ("smaller work", with(400, cheap(1_900, 2_000))),
        ("shorter answers", with(400, cheap(4_000, 900))),
        ("another section", with(400, elsewhere)),
        ("too little money", History::of("").calls(300, TODAY, &dear)
            .calls(400, TODAY, &cheap(4_000, 2_000))),
    ]).await;
}
}

both_databases! {
async fn token_bloat(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let usual = tokens("gpt-4o", 1_000, 100);
    let grown = |input| tokens("gpt-4o", input, 100);
    // 200 × $0.0035 on each of 7 days; then 200 × $0.00725: $0.75 more for as many calls.
    let bloat = History::of("acme").daily(7, 200, &usual).calls(200, TODAY, &grown(2_500));
    let found = bloat.one(&client, "token_bloat").await;
    assert_eq!(found["severity"], "warning");
    assert_eq!((&found["section"], &found["model"]), (&json!("chat"), &json!("gpt-4o")));
    assert_eq!(found["effect_usd"], 0.75);
    assert_eq!(found["evidence"], compared(json!({
        "recent_calls": 200, "recent_input_tokens": 500_000, "recent_average_prompt": 2_500,
        "recent_cost_usd": 1.45, "before_calls": 1_400, "before_input_tokens": 1_400_000,
        "before_average_prompt": 1_000, "before_cost_usd": 4.9, "before_days": 7, "times": 2.5,
    })));
    assert_eq!(runs(&client, &found).await, 200);
    let mut failed = grown(9_000);
    failed["status"] = json!("error");
    quiet(&client, "token_bloat", vec![
        ("too few calls", History::of("").daily(7, 200, &usual).calls(99, TODAY, &grown(6_000))),
        ("too few days", History::of("").daily(4, 200, &usual).calls(200, TODAY, &grown(6_000))),
        ("little before", History::of("").daily(7, 28, &usual).calls(200, TODAY, &grown(6_000))),
        ("too little money", History::of("").daily(7, 50, &usual).calls(100, TODAY, &grown(2_900))),
        ("under half more", History::of("").daily(7, 200, &usual).calls(500, TODAY, &grown(1_499))),
        ("as on another day", History::of("").daily(7, 200, &usual)
            .calls(20, DAYS_BEFORE[0], &grown(20_000)).calls(200, TODAY, &grown(2_500))),
        ("failed calls", History::of("").daily(7, 200, &usual).calls(200, TODAY, &failed)),
        ("another model", History::of("").daily(7, 200, &usual)
            .calls(200, TODAY, &tokens("gpt-4.1", 6_000, 100))),
    ]).await;
}
}

both_databases! {
async fn an_error_rate_rise(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let (good, bad) = (json!({"cost_usd": 0.01}), json!({"cost_usd": 0.01, "status": "error"}));
    let before = |errors| History::of("acme").daily(7, 100 - errors, &good).daily(7, errors, &bad);
    // 7 of 700 before, then 30 of 200: 15 %, fifteen times 1 %.
    let rise = before(1).calls(170, TODAY, &good).calls(30, TODAY, &bad);
    let found = rise.one(&client, "error_rate_rise").await;
    assert_eq!(found["severity"], "warning");
    assert_eq!((&found["provider"], &found["model"]), (&json!("own"), &json!("m")));
    assert_eq!(found["effect_usd"], 0.3);
    assert_eq!(found["evidence"], compared(json!({
        "recent_calls": 200, "recent_errors": 30, "recent_error_percent": 15, "before_calls": 700,
        "before_errors": 7, "before_error_percent": 1, "before_days": 7, "times": 15,
    })));
    assert_eq!(runs(&client, &found).await, 30);
    quiet(&client, "error_rate_rise", vec![
        ("too few errors", before(1).calls(81, TODAY, &good).calls(19, TODAY, &bad)),
        ("too few days", History::of("").daily(4, 100, &good).calls(30, TODAY, &bad)
            .calls(70, TODAY, &good)),
        ("under five percent", before(1).calls(571, TODAY, &good).calls(30, TODAY, &bad)),
        ("always so", before(6).calls(83, TODAY, &good).calls(17, TODAY, &bad)),
        ("less than thrice", before(8).calls(154, TODAY, &good).calls(46, TODAY, &bad)),
    ]).await;
}
}

both_databases! {
async fn an_unpriced_model(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let (known, unknown) = (tokens("gpt-4o", 10, 10), tokens("gpt-99-secret", 70, 30));
    let history = History::of("acme").calls(36, TODAY, &known).calls(12, TODAY, &unknown);
    let found = history.one(&client, "unpriced_model").await;
    assert_eq!(found["severity"], "warning");
    assert_eq!((&found["provider"], &found["model"]), (&json!("openai"), &json!("gpt-99-secret")));
    assert_eq!(found["effect_usd"], Value::Null);
    assert_eq!(found["evidence"], json!({"unpriced_calls": 12, "calls": 12, "all_calls": 48,
        "percent_of_all_calls": 25, "input_tokens": 840, "output_tokens": 360}));
    assert_eq!(runs(&client, &found).await, 12);
    let mut reported = unknown.clone();
    reported["cost_usd"] = json!(0.01);
    quiet(&client, "unpriced_model", vec![
        ("too few calls", History::of("").calls(9, TODAY, &unknown)),
        ("reported", History::of("").calls(40, TODAY, &reported)),
        ("a week ago", History::of("").calls(40, "2026-11-14T23:59:59Z", &unknown)),
    ]).await;
}
}

both_databases! {
async fn unattributed_spend(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let of = |customer: Option<&str>, section: &str| {
        json!({"customer_id": customer, "section": section, "cost_usd": 0.1})
    };
    let named = |count: usize, customers: &[&str]| {
        customers.iter().fold(History::of("acme"), |history, customer| {
            history.calls(count, TODAY, &of(Some(customer), "chat"))
        })
    };
    let nobody = |history: History, count| history.calls(count, TODAY, &of(None, "batch"));
    // 3 × $2 with a customer; $4 and $2 without.
    let history = nobody(named(20, &["a", "b", "c"]), 40).calls(20, TODAY, &of(None, "chat"));
    let found = history.one(&client, "unattributed_spend").await;
    let (cheap, dear) = (json!({"cost_usd": 0.08}), json!({"cost_usd": 0.2}));
    assert_eq!((&found["severity"], &found["section"]), (&json!("warning"), &json!("batch")));
    assert_eq!(found["effect_usd"], 6);
    assert_eq!(found["evidence"], json!({"unattributed_cost_usd": 6, "unattributed_calls": 60,
        "total_cost_usd": 12, "percent_of_cost": 50, "customers": 3, "section_cost_usd": 4}));
    assert_eq!(runs(&client, &found).await, 40);
    quiet(&client, "unattributed_spend", vec![
        ("two customers", nobody(named(20, &["a", "b"]), 60)),
        ("no customers", nobody(History::of(""), 60)),
        ("too little money", named(20, &["a", "b", "c"]).calls(60, TODAY, &cheap)),
        ("too few calls", named(20, &["a", "b", "c"]).calls(49, TODAY, &dear)),
        ("under a fifth", nobody(named(80, &["a", "b", "c"]), 59)),
        ("hardly uses customers", nobody(named(2, &["a", "b", "c"]), 60)),
    ]).await;
}
}

both_databases! {
async fn a_cache_that_is_never_used(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let large = tokens("gpt-4o", 20_000, 10);
    // 300 × 20,000 tokens: $15 at $2.50, $7.50 at the cached price of $1.25.
    let found = History::of("acme").calls(300, TODAY, &large).one(&client, "cache_never_used").await;
    assert_eq!(found["severity"], "info");
    assert_eq!((&found["section"], &found["model"]), (&json!("chat"), &json!("gpt-4o")));
    assert_eq!(found["effect_usd"], 7.5);
    assert_eq!(found["evidence"], json!({"calls": 300, "input_tokens": 6_000_000,
        "average_prompt": 20_000, "cache_read_tokens": 0, "cache_write_tokens": 0,
        "at_input_price_usd": 15, "at_cached_price_usd": 7.5}));
    assert_eq!(runs(&client, &found).await, 300);
    let mut cached = large.clone();
    cached["cached_tokens"] = json!(1);
    quiet(&client, "cache_never_used", vec![
        ("too few calls", History::of("").calls(199, TODAY, &tokens("gpt-4o", 40_000, 10))),
        ("used once", History::of("").calls(300, TODAY, &large).calls(1, TODAY, &cached)),
        ("small prompts", History::of("").calls(2_000, TODAY, &tokens("gpt-4o", 4_095, 10))),
        ("too little money", History::of("").calls(300, TODAY, &tokens("gpt-4o-mini", 20_000, 10))),
        ("no cached price", History::of("").calls(300, TODAY, &tokens("gpt-4-turbo", 20_000, 10))),
    ]).await;
}
}

/// Runs with so many calls each, on a day.
fn looping(mut history: History, at: &str, runs: &[(usize, usize)]) -> History {
    for (index, (count, calls)) in runs.iter().enumerate() {
        for number in 0..*count {
            let run = format!("{at}-{index}-{number}");
            history = history.calls(
                *calls,
                at,
                &json!({
                    "run_id": run, "endpoint": "chat.create", "cost_usd": 0.01,
                }),
            );
        }
    }
    history
}

both_databases! {
async fn a_retry_loop(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    // The third of 40 runs, by calls, made 12; the three made 46 calls.
    let loops = [(37, 1), (1, 12), (1, 14), (1, 20)];
    let step = json!({"span_type": "tool", "endpoint": "chat.create",
        "run_id": format!("{TODAY}-0-0")});
    let twice = json!({"endpoint": "chat.create", "run_id": format!("{TODAY}-0-1"),
        "response_id": "r", "cost_usd": 0.01});
    let history = looping(History::of("acme"), TODAY, &loops).calls(30, TODAY, &step)
        .calls(30, TODAY, &twice);
    let found = history.one(&client, "retry_loop").await;
    assert_eq!(found["severity"], "warning");
    assert_eq!((&found["provider"], &found["endpoint"]), (&json!("own"), &json!("chat.create")));
    assert_eq!(found["effect_usd"], 0.46);
    assert_eq!(found["evidence"], json!({"p95_calls": 12, "most_calls": 20, "runs": 40,
        "looping_runs": 3, "looping_calls": 46, "looping_cost_usd": 0.46}));
    let link = found["runs"].as_str().unwrap();
    let first = client.get(&format!("{link}&limit=1")).await.status(200).json();
    assert_eq!(first["runs"][0]["calls"], 20);
    // Twice as often as a week before.
    let before = "2026-11-14T06:00:00Z";
    let risen = looping(looping(History::of("risen"), TODAY, &loops), before, &[(37, 1), (3, 6)]);
    let found = risen.one(&client, "retry_loop").await;
    assert_eq!(found["evidence"]["week_before_p95_calls"], 6);
    assert_eq!(found["evidence"]["week_before_runs"], 40);
    quiet(&client, "retry_loop", vec![
        ("too few runs", looping(History::of(""), TODAY, &[(19, 20)])),
        ("one run alone", looping(History::of(""), TODAY, &[(39, 1), (1, 500)])),
        ("nine calls", looping(History::of(""), TODAY, &[(37, 1), (3, 9)])),
        ("always so", looping(looping(History::of(""), TODAY, &loops), before, &[(37, 1), (3, 7)])),
    ]).await;
}
}

both_databases! {
async fn the_original_has_them_in_its_shape(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let usual = json!({"cost_usd": 0.05});
    let history = History::of("default_tenant").daily(7, 20, &usual)
        .calls(60, TODAY, &json!({"cost_usd": 0.1}))
        .calls(400, TODAY, &tokens("gpt-4o", 4_000, 2_000))
        .calls(400, TODAY, &tokens("gpt-4o-mini", 4_000, 2_000))
        .calls(12, TODAY, &tokens("gpt-99-secret", 1, 1));
    let history = looping(history, TODAY, &[(20, 12)]);
    client.store(&json!(history.events)).await;
    let answer = client.get("/insights").await.status(200);
    assert_eq!(client.get("/insights/daily").await.status(200).text, answer.text);
    let mut found = answer.json();
    let own = insights(&client, "default_tenant").await.json();
    for (seed, own) in found.as_array_mut().unwrap().iter_mut().zip(own["insights"].as_array().unwrap()) {
        assert_eq!(seed.as_object_mut().unwrap().remove("message"), Some(own["message"].clone()));
    }
    let delta = own["insights"][0]["evidence"]["times"].clone();
    assert_eq!(found, json!([
        {"type": "section_spike", "section": "chat", "delta": delta},
        {"type": "retry_loop", "provider": "own", "endpoint": "chat.create", "p95_calls": 12},
        {"type": "unpriced_model", "provider": "openai", "model": "gpt-99-secret"},
        {"type": "model_inefficiency", "section": "chat", "expensive_model": "gpt-4o",
            "cheaper_alternative": "gpt-4o-mini"},
    ]));
}
}

both_databases! {
async fn the_gravest_come_first_and_the_rest_is_counted(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let mut history = History::of("acme").calls(20, TODAY, &json!({"cost_usd": 1}));
    for model in ["a", "b", "c"] {
        history = history.calls(10, TODAY, &json!({"model": model, "input_tokens": 1}));
    }
    client.store(&json!(history.events)).await;
    let answer = client.get("/api/v1/insights?tenant_id=acme&limit=2").await.status(200).json();
    assert_eq!((&answer["at"], &answer["time_zone"]), (&json!("2026-11-21T12:00:00Z"), &json!("UTC")));
    let models: Vec<&Value> =
        answer["insights"].as_array().unwrap().iter().map(|insight| &insight["model"]).collect();
    assert_eq!((models, &answer["omitted"]), (vec![&json!("a"), &json!("b")], &json!(1)));
    // Nothing is asked anew before the next quarter-hour.
    let whole = insights(&client, "acme").await.text;
    app.advance(TimeDelta::minutes(15) - TimeDelta::microseconds(1));
    assert_eq!(insights(&client, "acme").await.text, whole);
    for query in ["limit=0", "limit=1001", "sort=cost"] {
        client.get(&format!("/api/v1/insights?{query}")).await.status(400);
    }
}
}

both_databases! {
async fn the_command_line_says_the_same(database) {
    let told = |arguments: &[&str]| {
        let arguments = [&["insights", "--tenant", "acme"], arguments].concat();
        let output = Program::command(&database, &arguments).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let server = Program::serve(&database, &[]);
    assert_eq!(told(&[]), "nothing deserves a look\n");
    // Now, by the clock of the machine.
    let mut history = History::of("acme").calls(12, TODAY, &json!({"input_tokens": 1}));
    for event in &mut history.events {
        event.as_object_mut().unwrap().remove("timestamp");
    }
    let found = history.one(&server.client(), "unpriced_model").await;
    let answer: Value = serde_json::from_str(&told(&["--json"])).unwrap();
    assert_eq!(answer["insights"][0]["message"], found["message"]);
    assert_eq!(answer["insights"][0]["evidence"], found["evidence"]);
    let table = told(&["--limit", "1"]);
    for word in ["critical", "unpriced_model", found["message"].as_str().unwrap()] {
        assert!(table.contains(word), "{table}");
    }
    assert!(server.terminate().success());
}
}

both_databases! {
async fn the_week_is_of_the_tenants_zone(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let store = app.store().await;
    let (tenant, zone) = (TenantId::parse("acme").unwrap(), Zone::parse("Asia/Kolkata").unwrap());
    store.tenant_create(&tenant, "acme", zone, at(NOW)).await.unwrap();
    store.close().await;
    let unknown = json!({"input_tokens": 1});
    let early = History::of("acme").calls(20, "2026-11-14T18:29:59Z", &unknown)
        .calls(10, "2026-11-14T18:30:00Z", &unknown);
    let found = early.one(&client, "unpriced_model").await;
    assert_eq!(found["evidence"]["unpriced_calls"], 10);
    assert_eq!(found["from"], "2026-11-14T18:30:00Z");
    assert_eq!(insights(&client, "acme").await.json()["time_zone"], "Asia/Kolkata");
}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_empty_ledger_deserves_no_look() {
    let app = TestApp::open(Database::sqlite()).await;
    assert_eq!(insights(&app.client(), "nobody").await.json()["insights"], json!([]));
}

#[test]
fn every_rule_is_described() {
    let text = include_str!("../../docs/insights.md");
    for rule in Rule::ALL {
        assert!(text.contains(&format!("**`{}`**", rule.as_str())), "{}", rule.as_str());
    }
}
