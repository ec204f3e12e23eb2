//! Closed-loop load over keep-alive connections on loopback.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1::{SendRequest, handshake};

use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::events::millis_now;
use crate::server::Server;

/// A result: rate and times to answer.
#[derive(Debug, Clone)]
pub struct Timed {
    pub events_per_second: f64,
    times: Vec<Duration>,
}

impl Timed {
    fn percentile(&self, percent: usize) -> f64 {
        let index = (self.times.len() * percent / 100).min(self.times.len() - 1);
        self.times[index].as_secs_f64() * 1_000.0
    }
}

impl fmt::Display for Timed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.events_per_second > 0.0 {
            write!(f, "{:>9.0} events/s, ", self.events_per_second)?;
        }
        write!(f, "p50 {:.2} ms, p99 {:.2} ms", self.percentile(50), self.percentile(99))
    }
}

/// The round in the middle.
pub fn median(rounds: &mut [Timed]) -> Timed {
    rounds.sort_by(|left, right| left.events_per_second.total_cmp(&right.events_per_second));
    rounds[rounds.len() / 2].clone()
}

/// Where events go in.
#[derive(Debug, Clone, Copy)]
pub enum Door {
    /// `POST /events`.
    Native,
    /// `POST /v1/traces`, in protobuf.
    OpenTelemetry,
}

impl Door {
    fn path(self) -> &'static str {
        match self {
            Self::Native => "/events",
            Self::OpenTelemetry => "/v1/traces",
        }
    }

    fn content_type(self) -> &'static str {
        match self {
            Self::Native => "application/json",
            Self::OpenTelemetry => "application/x-protobuf",
        }
    }

    /// Everything was stored: nothing was there before, and nothing was refused.
    fn is_taken(self, answer: &str) -> bool {
        match self {
            Self::Native => answer.contains("\"skipped\":0,\"filtered\":0,\"rejected\":[]"),
            Self::OpenTelemetry => answer.is_empty(),
        }
    }
}

/// Requests on some connections, each waiting for its answer.
pub struct Load {
    pub connections: usize,
    pub door: Door,
}

impl Load {
    pub async fn run(&self, server: &Server, bodies: Vec<Bytes>, batch: usize) -> Timed {
        self.run_at(&server.authority, &server.key, bodies, batch).await
    }

    pub async fn run_at(
        &self,
        authority: &str,
        key: &str,
        bodies: Vec<Bytes>,
        batch: usize,
    ) -> Timed {
        let bodies = Arc::new(bodies);
        let next = Arc::new(AtomicUsize::new(0));
        let started = Instant::now();
        let mut workers = Vec::new();
        let door = self.door;
        for _ in 0..self.connections {
            let (bodies, next) = (Arc::clone(&bodies), Arc::clone(&next));
            let mut connection = Connection::open(authority, key).await;
            workers.push(tokio::spawn(async move {
                let mut times = Vec::new();
                while let Some(body) = bodies.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let asked = Instant::now();
                    let answer = connection.post(door, body.clone()).await;
                    times.push(asked.elapsed());
                    assert!(door.is_taken(&answer), "{answer}");
                }
                times
            }));
        }
        let mut times = Vec::new();
        for worker in workers {
            times.extend(worker.await.expect("the load runs"));
        }
        let seconds = started.elapsed().as_secs_f64();
        times.sort_unstable();
        Timed { events_per_second: (bodies.len() * batch) as f64 / seconds, times }
    }
}

/// The same question again and again, on one connection.
pub async fn ask(server: &Server, path: &str, count: usize) -> Timed {
    let mut connection = Connection::open(&server.authority, &server.key).await;
    let time = |millis: u64| {
        chrono::DateTime::from_timestamp_millis(millis as i64)
            .expect("in range")
            .to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
    };
    let (now, day) = (millis_now(), 24 * 3_600 * 1_000);
    let path = path
        .replace("RAGGED_FROM", &time(now - 30 * day))
        .replace("RAGGED_TO", &time(now))
        .replace("DAY_FROM", &time(now / day * day - 3 * day))
        .replace("DAY_TO", &time(now / day * day - 2 * day));
    let path = format!("/api/v1/{path}");
    let mut times = Vec::new();
    for _ in 0..count {
        let asked = Instant::now();
        let answer = connection.send(Method::GET, &path, Bytes::new()).await;
        times.push(asked.elapsed());
        assert!(
            answer.contains("\"cost_usd\":") || answer.contains("\"insights\":"),
            "{path}: {answer}"
        );
    }
    times.sort_unstable();
    Timed { events_per_second: 0.0, times }
}

/// Declares the tag that questions group by.
pub async fn declare_tag(server: &Server) {
    let mut connection = Connection::open(&server.authority, &server.key).await;
    let body = Bytes::from_static(b"{\"tag_dimensions\":[\"feature\"]}");
    let answer = connection.send(Method::PATCH, "/api/v1/settings", body).await;
    assert!(answer.contains("feature"), "{answer}");
}

/// Reads a whole list as it comes, and says how fast.
pub async fn read(server: &Server, path: &str) -> String {
    let mut connection = Connection::open(&server.authority, &server.key).await;
    let started = Instant::now();
    let path = format!("/api/v1/{path}");
    let mut body = connection.request(Method::GET, &path, Bytes::new()).await;
    let (mut bytes, mut lines) = (0, 0);
    while let Some(frame) = body.frame().await {
        let frame = frame.expect("the whole list");
        let data = frame.data_ref().expect("data");
        bytes += data.len();
        lines += data.split(|byte| *byte == b'\n').count() - 1;
    }
    let seconds = started.elapsed().as_secs_f64();
    format!("{lines} rows, {} MB, {:.0} rows/s", bytes >> 20, lines as f64 / seconds)
}

struct Connection {
    sender: SendRequest<Full<Bytes>>,
    authority: String,
    key: String,
}

impl Connection {
    async fn open(authority: &str, key: &str) -> Self {
        let stream = TcpStream::connect(authority).await.expect("the server listens");
        stream.set_nodelay(true).expect("a socket option");
        let (sender, connection) = handshake(TokioIo::new(stream)).await.expect("HTTP/1.1");
        tokio::spawn(connection);
        Self { sender, authority: authority.to_owned(), key: key.to_owned() }
    }

    async fn send(&mut self, method: Method, path: &str, body: Bytes) -> String {
        let body = self.request(method, path, body).await;
        Self::whole(body).await
    }

    async fn post(&mut self, door: Door, body: Bytes) -> String {
        let body = self.typed(Method::POST, door.path(), door.content_type(), body).await;
        Self::whole(body).await
    }

    async fn whole(body: Incoming) -> String {
        let body = body.collect().await.expect("a whole answer").to_bytes();
        String::from_utf8_lossy(&body).into_owned()
    }

    async fn request(&mut self, method: Method, path: &str, body: Bytes) -> Incoming {
        self.typed(method, path, "application/json", body).await
    }

    async fn typed(
        &mut self,
        method: Method,
        path: &str,
        content_type: &str,
        body: Bytes,
    ) -> Incoming {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", &self.authority)
            .header("authorization", format!("Bearer {}", self.key))
            .header("content-type", content_type)
            .body(Full::new(body))
            .expect("a request");
        self.sender.ready().await.expect("an open connection");
        self.sender.send_request(request).await.expect("an answer").into_body()
    }
}
