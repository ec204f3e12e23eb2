"""Two customers, two sections, a stream; then who cost what.

python3 examples/quickstart.py, beside a collector at http://localhost:8000 (or LLMOBSERVE_COLLECTOR_URL).
Needs the openai package.
"""

from __future__ import annotations

import os
from urllib.parse import urlsplit
from urllib.request import urlopen

import openai
from fake_provider import FakeProvider

import llmobserve

COLLECTOR = os.environ.get("LLMOBSERVE_COLLECTOR_URL", "http://localhost:8000")

with FakeProvider() as provider:
    # The provider behind an address that nobody can know is named; behind api.openai.com it need not be.
    llmobserve.observe(COLLECTOR, environment="example", providers={urlsplit(provider).netloc: "openai"})
    client = openai.OpenAI(api_key="none", base_url=provider)
    question = [{"role": "user", "content": "Count to three."}]

    for customer in ("alice", "bob"):
        with llmobserve.customer(customer), llmobserve.section("agent:counter"):
            answer = client.chat.completions.create(model="gpt-4o-mini", messages=question)
            print(f"{customer}: {answer.choices[0].message.content}")

    with llmobserve.customer("alice"), llmobserve.section("agent:counter"), llmobserve.section("step:stream"):
        for chunk in client.chat.completions.create(model="gpt-4o-mini", messages=question, stream=True):
            print(chunk.choices[0].delta.content, end="", flush=True)
        print()

llmobserve.flush()
print(urlopen(f"{COLLECTOR}/api/v1/costs?group_by=customer,section").read().decode())
