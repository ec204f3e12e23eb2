//! What each format becomes. The fixtures are invented; `genai_book.json` was made from `genai.json`
//! by `prices/generate.py`.

use std::sync::LazyLock;

use serde_json::{Value, json};

use super::{Format, convert};
use crate::pricing::book::PriceBook;

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("../../../tests/fixtures/prices/", $name))
    };
}

static BOOK: LazyLock<PriceBook> = LazyLock::new(|| PriceBook::builtin().unwrap());

fn converted(format: Format, text: &str) -> Value {
    serde_json::from_str(&convert(format, text, &BOOK).unwrap().content).unwrap()
}

fn problem(format: Format, text: &str) -> String {
    convert(format, text, &BOOK).unwrap_err().to_string()
}

fn model<'b>(book: &'b Value, provider: &str, id: &str) -> &'b Value {
    let providers = book["providers"].as_array().unwrap();
    let provider = providers.iter().find(|found| found["id"] == provider).unwrap();
    provider["models"].as_array().unwrap().iter().find(|model| model["id"] == id).unwrap()
}

#[test]
fn genai_prices_become_the_book_that_the_reference_makes() {
    let expected: Value = serde_json::from_str(fixture!("genai_book.json")).unwrap();
    assert_eq!(converted(Format::GenaiPrices, fixture!("genai.json")), expected);
}

#[test]
fn what_genai_prices_must_not_say_is_an_error() {
    let with = |prices: &str| {
        format!(
            r#"[{{"id": "p", "models": [{{"id": "m", "match": {{"equals": "m"}}, "prices": {prices}}}]}}]"#
        )
    };
    for (prices, told) in [
        (r#"{"input_mfoo": "1"}"#, "p/m: an unknown price key input_mfoo"),
        (r#"{"input_mtok": "-1"}"#, "p/m: -1 is not a price"),
        (r#"{"audio_hours": "1", "input_audio_hours": "2"}"#, "two different prices for seconds"),
        (
            r#"[{"prices": {}}, {"constraint": {"start_date": "2026-02-01"}, "prices": {}},
               {"constraint": {"start_date": "2026-01-01"}, "prices": {}}]"#,
            "start dates do not rise",
        ),
        (r#"[{"prices": {}, "surprise": 1}]"#, "surprise"),
    ] {
        let said = problem(Format::GenaiPrices, &with(prices));
        assert!(said.contains(told), "{prices}: {said}");
    }
    let lookbehind =
        r#"[{"id": "p", "models": [{"id": "m", "match": {"regex": "(?<=a)b"}, "prices": {}}]}]"#;
    assert!(problem(Format::GenaiPrices, lookbehind).contains("look-around"));
}

#[test]
fn litellm_becomes_a_book() {
    let book = converted(Format::Litellm, fixture!("litellm.json"));
    let tall = model(&book, "deepinfra", "acme/Tall-1");
    assert_eq!(
        tall["prices"],
        json!([{"from": null, "to": null, "unit_prices": {
            "input": {"base": "1", "tiers": [{"above": 128_000, "price": "2"}]},
            "output": "4", "cache_read": "0.1", "cache_write_1h": "2.5"}}])
    );
    assert_eq!(tall["variants"][0]["name"], "batch");
    assert_eq!(tall["variants"][0]["unit_prices"], json!({"input": "0.5"}));
    assert_eq!(tall["source"], "https://example.com/prices");
    let prices = |id: &str| model(&book, "acme-cloud", id)["prices"][0]["unit_prices"].clone();
    // 2.8000000000000003e-07 is 0.28 a million.
    assert_eq!(prices("noise"), json!({"input": "0.28", "output": "0"}));
    assert_eq!(model(&book, "acme-cloud", "noise")["aliases"], json!(["latest"]));
    assert_eq!(prices("ears"), json!({"seconds": "0.0001"}));
    assert_eq!(prices("rank"), json!({"input": "0", "rerank_searches": "0.002"}));
    assert_eq!(
        prices("steps")["output"],
        json!({"base": "2", "tiers": [{"above": 32_000, "price": "6"}]})
    );
    model(&book, "google", "acme-on-vertex");
    let counts = convert(Format::Litellm, fixture!("litellm.json"), &BOOK).unwrap();
    assert_eq!(counts.counts["entries left out: no price above zero"], 1);
    assert_eq!(counts.counts["entries left out: commitments are no price of a call"], 1);
    assert_eq!(counts.counts["entries left out: another key has other prices for the name"], 1);
    assert_eq!(model(&book, "together", "acme-twice")["prices"][0]["unit_prices"]["input"], "1");
    assert_eq!(counts.counts["models"], 8);
}

#[test]
fn a_list_becomes_overrides_by_model_tier_and_period() {
    let list = converted(Format::Csv, fixture!("list.csv"));
    let list = list.as_array().unwrap();
    assert_eq!(list.len(), 4, "{list:?}");
    let standard = json!({"provider": "openai", "model": "gpt-4o", "from": null, "to": null,
        "unit_prices": {"input": {"price": "2", "per": 1_000_000}, "output": {"price": "8", "per": 1_000_000}}});
    assert!(list.contains(&standard), "{list:?}");
}

#[test]
fn a_list_says_which_line_is_wrong() {
    let header = "provider,model,kind,usd,per,from,to,service_tier\n";
    for (text, told) in [
        ("provider,model,kind,usd\n", "line 1: the column `per` is missing"),
        ("provider,model,kind,usd,per,colour\n", "line 1: the column `colour` is not known"),
        ("p,m,input,2.5e-6x,1\n", "line 2: `unit_prices.input` must be a price in USD"),
        ("p,m,input,1,0\n", "line 2: `unit_prices.input` needs `per`"),
        ("p,m,input,1,1\np,m,Input,1,1\n", "line 3: `unit_prices.Input` must be 1 to 64"),
        ("p,m,input,1,1\np,m,input,2,1\n", "line 3: a second price for input"),
        ("p,m,input,1,1,soon\n", "line 2: `from` must be a time"),
        ("p,,input,1,1\n", "line 2: `model` is empty"),
    ] {
        let text = if text.starts_with("provider") {
            text.to_owned()
        } else {
            header
                .replace(",from,to,service_tier", if text.contains("soon") { ",from" } else { "" })
                + text
        };
        let said = problem(Format::Csv, &text);
        assert!(said.contains(told), "{text}: {said}");
    }
}
