"""Every style of calling Bedrock with boto3."""

from __future__ import annotations

import json
from typing import Any

import boto3
from botocore.config import Config
from botocore.eventstream import EventStream
from check import Style
from fake import Fake

MODEL = "anthropic.claude-3-5-sonnet-20241022-v2:0"
ASK: dict[str, Any] = {"modelId": MODEL, "messages": [{"role": "user", "content": [{"text": "Count."}]}]}


def styles(fake: Fake) -> list[Style]:
    def client() -> Any:
        return boto3.client(
            "bedrock-runtime",
            region_name="us-east-1",
            endpoint_url=fake.url,
            aws_access_key_id="id",
            aws_secret_access_key="secret",
            config=Config(retries={"total_max_attempts": 1}),
        )

    def converse() -> None:
        assert client().converse(**ASK)["usage"]["totalTokens"]

    def stream() -> None:
        answer = client().converse_stream(**ASK)
        assert isinstance(answer["stream"], EventStream)
        events = list(answer["stream"])
        assert [next(iter(event)) for event in events][-1] == "metadata"

    def closed() -> None:
        answer = client().converse_stream(**ASK)
        next(iter(answer["stream"]))
        answer["stream"].close()

    def invoke() -> None:
        answer = client().invoke_model(modelId=MODEL, body=json.dumps({"messages": []}))
        assert json.loads(answer["body"].read())["content"]

    def invoke_stream() -> None:
        answer = client().invoke_model_with_response_stream(modelId=MODEL, body=json.dumps({"messages": []}))
        assert len(list(answer["body"])) == 2

    return [
        Style("converse", converse),
        Style("converse, inference profile", lambda: client().converse(**{**ASK, "modelId": "us." + MODEL})),
        Style("converse_stream", stream),
        Style("converse_stream closed early", closed, is_given_up=True),
        Style("invoke_model", invoke),
        Style("invoke_model_with_response_stream", invoke_stream),
    ]
