//! An HTTP client that keeps what it was told, text for text.

use std::net::SocketAddr;

use reqwest::header::HeaderMap;
use reqwest::{Method, StatusCode};
use serde_json::Value;

/// A caller.
#[derive(Clone)]
pub struct Client {
    base: String,
    token: Option<String>,
    http: reqwest::Client,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
    pub bytes: Vec<u8>,
}

impl Client {
    pub fn new(address: SocketAddr, token: Option<String>) -> Self {
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .unwrap();
        Self { base: format!("http://{address}"), token, http }
    }

    /// Its bearer token.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// Sends a request and reads the answer to its end.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<reqwest::Body>,
    ) -> Answer {
        self.try_send(method, path, headers, body).await.unwrap()
    }

    async fn try_send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<reqwest::Body>,
    ) -> reqwest::Result<Answer> {
        let mut request = self.http.request(method, format!("{}{path}", self.base)).body(body);
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await?;
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes: Vec<u8> = response.bytes().await?.into();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Ok(Answer { status, headers, text, bytes })
    }

    /// The bytes of an answer as they travel; it must be whole.
    pub async fn bytes(&self, path: &str, headers: &[(&str, &str)]) -> Vec<u8> {
        let mut request = self.http.get(format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send().await.unwrap().bytes().await.unwrap().into()
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], "").await
    }

    pub async fn post(&self, path: &str, body: impl Into<reqwest::Body>) -> Answer {
        self.send(Method::POST, path, &[("content-type", "application/json")], body).await
    }

    /// Posts to a server that may go away: then there is no answer.
    pub async fn try_post(&self, path: &str, body: String) -> Option<Answer> {
        let headers = [("content-type", "application/json")];
        self.try_send(Method::POST, path, &headers, body).await.ok()
    }

    /// Posts events; all of them must be stored now.
    pub async fn store(&self, events: &Value) {
        let count = events.as_array().map_or(1, Vec::len);
        let answer = self.post("/events", events.to_string()).await.status(201).json();
        assert_eq!(answer["created"], count, "{answer}");
    }

    /// Asks for a change of what is stored, and waits until it is done.
    pub async fn revise(&self, change: &Value) -> Value {
        let begun = self.post("/api/v1/revisions", change.to_string()).await.status(202).json();
        self.revised(begun["id"].as_str().unwrap()).await
    }

    /// A revision, once it is done.
    pub async fn revised(&self, id: &str) -> Value {
        for _ in 0..10_000 {
            let found = self.get(&format!("/api/v1/revisions/{id}")).await.status(200).json();
            if found["state"] == "done" {
                return found;
            }
        }
        panic!("revision {id} does not end")
    }

    /// Puts a customer's record.
    pub async fn put_customer(&self, id: &str, record: &Value) -> Answer {
        self.send(Method::PUT, &format!("/api/v1/customers/{id}"), &[], record.to_string()).await
    }

    /// The answer to a question about costs.
    pub async fn costs(&self, query: &str) -> Answer {
        self.get(&format!("/api/v1/costs?{query}")).await.status(200)
    }

    /// Total cost, exactly as written, and calls.
    pub async fn total(&self, query: &str) -> (String, i64) {
        let answer = self.costs(query).await;
        let total = answer.json();
        (answer.number("\"total\":{\"cost_usd\":"), total["total"]["calls"].as_i64().unwrap())
    }
}

impl Answer {
    /// Checks the status.
    #[track_caller]
    pub fn status(self, expected: u16) -> Self {
        assert_eq!(self.status.as_u16(), expected, "{}", self.text);
        self
    }

    /// The body as JSON. Numbers become floats: for amounts use [`Self::number`].
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// The number that follows a text, as it is written.
    #[track_caller]
    pub fn number(&self, after: &str) -> String {
        let start = self.text.find(after).unwrap_or_else(|| panic!("no {after} in {}", self.text));
        let rest = &self.text[start + after.len()..];
        rest.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | '-')).collect()
    }

    /// The groups of a cost answer: labels of a dimension with amounts as they are written.
    #[track_caller]
    pub fn groups(&self, dimension: &str) -> Vec<(Option<String>, String)> {
        #[derive(serde::Deserialize)]
        struct Costs<'a> {
            #[serde(borrow)]
            groups: Vec<std::collections::BTreeMap<String, &'a serde_json::value::RawValue>>,
        }
        let costs: Costs<'_> = serde_json::from_str(&self.text).unwrap();
        costs
            .groups
            .iter()
            .map(|group| {
                let label = serde_json::from_str(group[dimension].get()).unwrap();
                (label, group["cost_usd"].get().to_owned())
            })
            .collect()
    }

    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}
