#!/usr/bin/env python3
"""Real clients of providers against fakes of their APIs, through the SDK, into a real collector.

    run.py PROGRAM CLIENT… [--out FILE]

Every style of calling each client must be stored with the fake's usage, at the price book's cost to the nano-dollar,
with the right customer and section.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from importlib.metadata import version

from check import Check, finish, llmobserve
from collector import Collector
from fake import Fake

# Client → its distribution, as the table names it.
CLIENTS = {
    "openai": "openai",
    "anthropic": "anthropic",
    "google": "google-genai",
    "bedrock": "boto3",
    "pinecone": "pinecone",
    "mistral": "mistralai",
    "cohere": "cohere",
    "langchain": "langgraph",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program")
    parser.add_argument("clients", nargs="+", choices=CLIENTS)
    parser.add_argument("--out")
    options = parser.parse_args()
    collector = Collector(options.program)
    llmobserve.observe(collector.url, flush_interval_ms=50)
    checks, versions = [], {}
    try:
        for client in options.clients:
            distribution = CLIENTS[client]
            versions[distribution] = version(distribution)
            fake = Fake(importlib.import_module(f"fake_{client}").ROUTES)
            check = Check(collector, fake, distribution)
            check.run(importlib.import_module(f"styles_{client}").styles(fake))
            checks.append(check)
            fake.close()
        llmobserve.shutdown()
        collector.verify()
    finally:
        collector.close()
    return finish(checks, versions, options.out)


if __name__ == "__main__":
    sys.exit(main())
