"""A graph of LangGraph's with a tool of LangChain's. Each asks a model: two calls in two sections, billed once each."""

from __future__ import annotations

import asyncio
from typing import Any, TypedDict

from check import Style
from fake import Fake
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from langgraph.graph import END, START, StateGraph


class State(TypedDict):
    said: str


def styles(fake: Fake) -> list[Style]:
    def model(**options: Any) -> Any:
        return ChatOpenAI(model="gpt-4o-mini", api_key="key", base_url=f"{fake.url}/v1", max_retries=0, **options)

    @tool
    def search(question: str) -> str:
        """Asks a model."""
        return str(model().invoke(question).content)

    def ask(state: State) -> State:
        return {"said": str(model().invoke("Count.").content) + search.invoke({"question": "On."})}

    async def async_ask(state: State) -> State:
        return {"said": str((await model().ainvoke("Count.")).content) + await search.ainvoke({"question": "On."})}

    def graph(node: Any) -> Any:
        built = StateGraph(State)
        built.add_node("ask", node)
        built.add_edge(START, "ask")
        built.add_edge("ask", END)
        return built.compile(name="research")

    async def async_graph() -> None:
        assert (await graph(async_ask).ainvoke({"said": ""}))["said"]

    def stream() -> None:
        assert list(model(stream_usage=True).stream("Count."))

    sections = ("agent:research", "tool:search")
    return [
        Style("a model", lambda: model().invoke("Count.")),
        Style("a model, stream", stream),
        Style("a graph and its tool", lambda: graph(ask).invoke({"said": ""}), sections=sections),
        Style("a graph and its tool, async", lambda: asyncio.run(async_graph()), sections=sections),
    ]
