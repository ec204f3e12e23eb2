//! The operations that the collector says it has.

use super::Client;
use reqwest::Method;

/// A documented operation.
#[derive(Debug, Clone)]
pub struct Operation {
    pub method: Method,
    /// With `{id}` where an id belongs.
    pub path: String,
    /// The scopes that it needs; `None` for an operation that asks for no credential.
    pub scopes: Option<Vec<String>>,
}

impl Operation {
    /// The path with an id in it.
    pub fn path_of(&self, id: &str) -> String {
        self.path.replace("{id}", id)
    }
}

/// Every operation of the document that the collector serves.
pub async fn operations(client: &Client) -> Vec<Operation> {
    let document = client.get("/api/openapi.json").await.status(200).json();
    let mut found = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let scopes = operation["security"][0]["api_key"].as_array().map(|scopes| {
                scopes.iter().map(|scope| scope.as_str().unwrap().to_owned()).collect()
            });
            let method = method.to_uppercase().parse().unwrap();
            found.push(Operation { method, path: path.clone(), scopes });
        }
    }
    assert!(found.len() > 10, "{found:?}");
    found
}
