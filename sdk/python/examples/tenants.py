"""A platform with tenants of its own, each with an API key of the collector's, at work at the same time.

ACME_KEY and GLOBEX_KEY are their keys, where the collector requires keys. Needs the openai package; see quickstart.py.
"""

from __future__ import annotations

import asyncio
import os
from urllib.parse import urlsplit

import openai
from fake_provider import FakeProvider

import llmobserve

KEYS = {"acme": os.environ.get("ACME_KEY"), "globex": os.environ.get("GLOBEX_KEY")}


async def serve(client: openai.AsyncOpenAI, tenant: str, customer: str) -> None:
    with llmobserve.tenant(tenant, KEYS[tenant]), llmobserve.customer(customer):
        messages = [{"role": "user", "content": "Count to three."}]
        stream = await client.chat.completions.create(model="gpt-4o-mini", messages=messages, stream=True)
        words = [chunk.choices[0].delta.content async for chunk in stream]
        print(f"{tenant}/{customer}: {''.join(words)}")


async def main(provider: str) -> None:
    async with openai.AsyncOpenAI(api_key="none", base_url=provider) as client:
        pairs = [(tenant, customer) for tenant in KEYS for customer in ("alice", "bob")]
        await asyncio.gather(*(serve(client, tenant, customer) for tenant, customer in pairs))


with FakeProvider() as provider:
    llmobserve.observe(providers={urlsplit(provider).netloc: "openai"})
    asyncio.run(main(provider))
print("delivered" if llmobserve.flush() else "not delivered")
