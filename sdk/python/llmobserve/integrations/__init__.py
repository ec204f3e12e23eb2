"""The providers whose packages are patched. A module listed here is touched only when the application imports it."""

from __future__ import annotations

import importlib
from types import ModuleType

from .._hooks import hooks

# Module of the provider's package → our module that patches it.
PATCHES = {
    "openai._base_client": "openai",
    "anthropic._base_client": "anthropic",
    "google.genai._api_client": "google_genai",
    "botocore.client": "bedrock",
    "pinecone.data.index": "pinecone",
    "pinecone.data.index_asyncio": "pinecone",
    "pinecone.db_data.index": "pinecone",
    "pinecone.db_data.index_asyncio": "pinecone",
    "pinecone.index": "pinecone",
    "pinecone.async_client.async_index": "pinecone",
    "mistralai.basesdk": "mistral",
    "mistralai.client.basesdk": "mistral",
    "cohere.core.http_client": "cohere",
    "cohere.client": "cohere",
    "langchain_core.tools.base": "langchain",
    "langgraph.pregel.main": "langchain",
    "langgraph.pregel": "langchain",
}


def install() -> None:
    """Patches what is loaded, and waits for the rest."""
    for module, ours in PATCHES.items():
        hooks.add(module, lambda loaded, ours=ours: _patch(ours, loaded))  # type: ignore[misc]  # `ours` is bound early


def _patch(ours: str, module: ModuleType) -> None:
    importlib.import_module(f".{ours}", __name__).patch(module)
