//! Events like those of an application: runs of eight, six models, customers of uneven weight.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;

/// How ids are made.
#[derive(Debug, Clone, Copy)]
pub enum Ids {
    TimeOrdered,
    Random,
}

/// When events happened.
#[derive(Debug, Clone, Copy)]
pub enum Spread {
    Now,
    /// Evenly over the last 30 days.
    Month,
}

pub const MODELS: [(&str, &str); 6] = [
    ("openai", "gpt-4o-mini"),
    ("openai", "gpt-4o"),
    ("anthropic", "claude-sonnet-4-5"),
    ("openai", "text-embedding-3-small"),
    ("google", "gemini-2.5-flash"),
    ("mistral", "mistral-large-latest"),
];

static STORED: AtomicUsize = AtomicUsize::new(0);

/// Counts events that were made.
pub fn made(count: usize) {
    STORED.fetch_add(count, Ordering::Relaxed);
}

/// Events made so far.
pub fn stored() -> usize {
    STORED.load(Ordering::Relaxed)
}

/// Bodies of requests with `batch` events each.
pub fn batches(count: usize, batch: usize, ids: Ids, spread: Spread, round: usize) -> Vec<Bytes> {
    made(count);
    let mut random = Random(0x5eed ^ (round as u64) << 32 ^ count as u64);
    let now = millis_now();
    let month = 30 * 24 * 3_600 * 1_000;
    let mut run = String::new();
    (0..count.div_ceil(batch))
        .map(|number| {
            let first = number * batch;
            let mut body = String::from("[");
            for index in first..count.min(first + batch) {
                if index % 8 == 0 || run.is_empty() {
                    run = random.uuid(4, 0);
                }
                if index > first {
                    body.push(',');
                }
                let at = match spread {
                    Spread::Now => now,
                    Spread::Month => now - month + month * index as u64 / count as u64,
                };
                body.push_str(&event(&mut random, ids, at, &run, matches!(spread, Spread::Month)));
            }
            body.push(']');
            Bytes::from(body)
        })
        .collect()
}

fn event(random: &mut Random, ids: Ids, at: u64, run: &str, stamped: bool) -> String {
    let id = match ids {
        Ids::TimeOrdered => random.uuid(7, at),
        Ids::Random => random.uuid(4, 0),
    };
    let (provider, model) = MODELS[(random.next() % 6) as usize];
    let customer = (random.next() % 1_000).min(random.next() % 1_000);
    let section = random.next() % 5;
    let timestamp = if stamped { format!("\"timestamp\":{at},") } else { String::new() };
    format!(
        "{{\"id\":\"{id}\",{timestamp}\"run_id\":\"{run}\",\"span_id\":\"{span}\",\"parent_span_id\":null,\
         \"section\":\"agent:step{section}\",\"section_path\":\"agent:step{section}\",\"span_type\":\"llm\",\
         \"provider\":\"{provider}\",\"endpoint\":\"chat.completions.create\",\"model\":\"{model}\",\
         \"customer_id\":\"customer-{customer:04}\",\"input_tokens\":{input},\"output_tokens\":{output},\
         \"cached_tokens\":{cached},\"cost_usd\":0.000123,\"latency_ms\":{latency}.5,\"status\":\"ok\",\
         \"user_id\":\"user-{user}\",\"session_id\":\"session-{session}\",\"environment\":\"{environment}\",\
         \"tags\":{{\"feature\":\"feature-{feature}\"}},\
         \"is_streaming\":false,\"stream_cancelled\":false,\"event_metadata\":{{}}}}",
        span = random.uuid(4, 0),
        user = random.next() % 5_000,
        session = random.next() % 50_000,
        environment = ["production", "staging"][(random.next() % 8 / 7) as usize],
        feature = random.next() % 4,
        input = 200 + random.next() % 2_000,
        output = 20 + random.next() % 500,
        cached = random.next() % 300,
        latency = 80 + random.next() % 3_000,
    )
}

pub fn millis_now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_millis() as u64
}

/// `SplitMix64`.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn uuid(&mut self, version: u64, millis: u64) -> String {
        let (high, low) = (self.next(), self.next());
        let high = if version == 7 { millis << 16 | high & 0xffff } else { high };
        let high = high & !0xf000 | version << 12;
        let low = low & !(3 << 62) | 2 << 62;
        let text = format!("{high:016x}{low:016x}");
        format!(
            "{}-{}-{}-{}-{}",
            &text[..8],
            &text[8..12],
            &text[12..16],
            &text[16..20],
            &text[20..]
        )
    }
}
