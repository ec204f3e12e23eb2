"""Whose API a base URL is."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from .._loopback import is_loopback
from .._runtime import runtime

# Ends of host names. The names on the right are those of the collector's price book.
HOSTS = {
    "openai.com": "openai",
    "azure.com": "azure",
    "anthropic.com": "anthropic",
    "groq.com": "groq",
    "together.xyz": "together",
    "together.ai": "together",
    "fireworks.ai": "fireworks",
    "deepseek.com": "deepseek",
    "mistral.ai": "mistral",
    "openrouter.ai": "openrouter",
    "perplexity.ai": "perplexity",
    "x.ai": "x-ai",
    "cerebras.ai": "cerebras",
    "moonshot.ai": "moonshotai",
    "moonshot.cn": "moonshotai",
    "googleapis.com": "google",
    "amazonaws.com": "aws",
    "cohere.com": "cohere",
    "cohere.ai": "cohere",
    "novita.ai": "novita",
    "minimax.io": "minimax",
    "z.ai": "zai",
    "bigmodel.cn": "zhipuai",
    "databricks.com": "databricks",
    "baseten.co": "baseten",
    "ovh.net": "ovhcloud",
    "githubcopilot.com": "github-copilot",
    "voyageai.com": "voyageai",
    "cloudflare.com": "cloudflare",
    "deepinfra.com": "deepinfra",
    "nebius.com": "nebius",
    "sambanova.ai": "sambanova",
}

OLLAMA_PORT = 11434


def provider_of(base_url: Any, default: str) -> str:
    """The provider at a base URL. For an address that nobody knows it is the one whose API is spoken there: its own
    models are then priced, and any other has no price rather than a wrong one.
    """
    url = urlsplit(str(base_url))
    host = (url.hostname or "").lower()
    known = runtime.settings.providers if runtime.settings else {}
    for name in (url.netloc.rpartition("@")[2].lower(), host):
        if name in known:
            return known[name]
    labels = host.split(".")
    for start in range(len(labels)):
        provider = HOSTS.get(".".join(labels[start:]))
        if provider:
            return provider
    if url.port == OLLAMA_PORT and is_loopback(host):
        return "ollama"
    return default
