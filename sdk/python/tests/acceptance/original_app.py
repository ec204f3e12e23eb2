"""An application of somebody who has llmobserve 0.3.0, and a real openai client. Nothing of ours."""

from __future__ import annotations

import sys
import time
from typing import Any

import httpx
import openai

import llmobserve

collector_url, port, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])


class Redirect(httpx.HTTPTransport):
    """Takes requests for api.openai.com to the fake."""

    def handle_request(self, request: Any) -> Any:
        request.url = request.url.copy_with(scheme="http", host="127.0.0.1", port=port)
        return super().handle_request(request)


llmobserve.observe(collector_url=collector_url, tenant_id="default_tenant", api_key="dev-mode")
client = openai.OpenAI(api_key="key", http_client=httpx.Client(transport=Redirect()))
for number in range(count):
    llmobserve.set_customer_id(f"customer-{number % 3}")
    with llmobserve.section("agent:research"):
        client.chat.completions.create(
            model="gpt-4o-mini", messages=[{"role": "user", "content": f"Count to {number}."}]
        )
client.embeddings.create(model="text-embedding-3-small", input="one")
# Its timer flushes every half second.
time.sleep(1.5)
