#!/usr/bin/env python3
"""What a dry run of a price import says is what the import and a re-pricing do, killed on the way or not.

    reprice.py --program PATH --genai FILE [--litellm FILE] [--postgres URL] [--events N] [--kills N] [--seed N]

Imports a genai-prices file with some prices changed, and the price file of LiteLLM; re-prices the last 30 days while
the process is killed again and again; compares each customer's change with what the dry run said, to the nano-dollar;
verifies; undoes both and compares every total with what it was.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from program import Broken, Collector, Postgres

MODELS = [
    ("openai", "gpt-4o"),
    ("openai", "gpt-4o-mini"),
    ("anthropic", "claude-sonnet-4-5"),
    ("google", "gemini-2.5-flash"),
    ("mistral", "mistral-large-latest"),
    # Of these the book knows no price, and LiteLLM's file does.
    ("deepinfra", "microsoft/WizardLM-2-8x22B"),
    ("friendliai", "meta-llama-3.1-70b-instruct"),
    ("nowhere", "no-such-model"),
]
GROUPINGS = ["customer", "model,price_state", "day", "customer,model", "section,status"]


def events(count: int, seed: int, now: datetime) -> Iterator[str]:
    chance = random.Random(seed)
    for number in range(count):
        provider, model = chance.choice(MODELS)
        event = {
            "id": f"r{number}",
            "run_id": f"run {number // 10}",
            "provider": provider,
            "model": model,
            "section": f"step:{number % 4}",
            "status": "ok" if chance.random() < 0.98 else "error",
            "usage": {"input": chance.randrange(1, 9_000), "cache_read": chance.randrange(0, 4_000), "output": chance.randrange(1, 900)},
            "timestamp": (now - timedelta(seconds=chance.randrange(60, 29 * 86_400))).isoformat(),
        }
        if chance.random() < 0.9:
            event["customer_id"] = f"c{chance.randrange(40)}"
        yield json.dumps(event) + "\n"


def dearer(text: str) -> str:
    """A genai-prices file in which every price of some models is half as high again."""
    providers = json.loads(text)

    def raised(price: Any) -> Any:
        if isinstance(price, dict):
            return {key: raised(value) if key in ("base", "price", "tiers") else value for key, value in price.items()}
        if isinstance(price, list):
            return [raised(value) for value in price]
        return f"{Decimal(price) * Decimal('1.5'):f}" if isinstance(price, str) else price

    def change(prices: Any) -> Any:
        if isinstance(prices, list):
            return [entry | {"prices": change(entry["prices"])} for entry in prices]
        return {kind: raised(price) for kind, price in prices.items()}

    for provider in providers:
        for model in provider["models"]:
            if model["id"].startswith(("gpt-4o", "claude-sonnet")):
                model["prices"] = change(model["prices"])
    return json.dumps(providers)


def costs(collector: Collector, group_by: str) -> str:
    return collector.get("/api/v1/costs", {"group_by": group_by, "limit": "10000", "from": "2020-01-01"}).text


def totals(collector: Collector) -> list[str]:
    """Every sum, as it is written."""
    return [costs(collector, by) for by in GROUPINGS]


def by_customer(collector: Collector) -> dict[str | None, Decimal]:
    groups = json.loads(costs(collector, "customer"), parse_float=Decimal, parse_int=Decimal)["groups"]
    return {group["customer"]: group["cost_usd"] for group in groups}


def killed(collector: Collector, first: list[str], kills: int, chance: random.Random) -> tuple[int, dict[str, Any]]:
    """Runs a change to its end though it is killed, first as told and then resumed. How often it was, and the answer."""
    deaths, command = 0, first
    while True:
        process = subprocess.Popen(
            collector.command(*command), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=collector.env
        )
        if deaths < kills:
            time.sleep(chance.uniform(0.05, 0.4))
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
                deaths += 1
        answer, told = process.communicate(timeout=600)
        if process.returncode == 0:
            return deaths, json.loads(answer, parse_float=Decimal)
        if "no unfinished revision" in told:
            command = first
        elif process.returncode == -signal.SIGKILL or "is not finished" in told:
            command = ["revisions", "resume"]
        else:
            raise Broken(f"{collector.name}: {' '.join(command)}: {told}")


def check(collector: Collector, imports: list[list[str]], kills: int, chance: random.Random, since: str) -> None:
    for command in imports:
        before, customers = totals(collector), by_customer(collector)
        _, text = collector.run_long("prices", "import", *command, "--dry-run")
        dry = json.loads(text, parse_float=Decimal, parse_int=Decimal)
        effect = dry["last_30_days"][0] if dry["last_30_days"] else {"customers": [], "total": {"changed_events": 0}}
        predicted = {found["customer"]: found["cost_change_usd"] for found in effect["customers"]}
        _, text = collector.run_long("prices", "import", *command)
        imported = json.loads(text)
        deaths, done = killed(collector, ["prices", "reprice", "--since", since, "--reason", "new prices"], kills, chance)
        after = by_customer(collector)
        changed = {name: after.get(name, Decimal()) - cost for name, cost in customers.items()}
        wrong = {name for name in changed | predicted if changed.get(name, 0) != predicted.get(name, 0)}
        if wrong or done["changed_events"] != effect["total"]["changed_events"]:
            raise Broken(f"{collector.name}: {command}: predicted and done differ for {wrong}: {predicted} {changed}")
        collector.run_long("verify")
        undone, _ = killed(collector, ["revisions", "undo", done["id"], "--reason", "back"], kills, chance)
        collector.run_long("prices", "retire", imported["id"])
        if totals(collector) != before:
            raise Broken(f"{collector.name}: {command}: undoing does not restore every total")
        collector.run_long("verify")
        counts = dry["changes"]["counts"]
        print(
            f"{collector.name}: {dry['format']}: {counts['models_added']} models added, {counts['models_changed']} changed; "
            f"{done['changed_events']} events changed by {done['cost_change_usd']} USD, as predicted for {len(predicted)} customers; "
            f"killed {deaths} and {undone} times; undone, every total restored",
            flush=True,
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=Path, required=True)
    parser.add_argument("--genai", type=Path, required=True, help="data of genai-prices, JSON")
    parser.add_argument("--litellm", type=Path, help="LiteLLM's price file")
    parser.add_argument("--postgres", default=os.environ.get("LLMOBSERVE_TEST_POSTGRES"))
    parser.add_argument("--events", type=int, default=60_000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    now = datetime.now(UTC)
    since = str((now - timedelta(days=30)).isoformat())
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        file, changed = folder / "events.ndjson", folder / "genai.json"
        file.write_text("".join(events(options.events, options.seed, now)))
        changed.write_text(dearer(options.genai.read_text()))
        imports = [[str(changed), "--format", "genai-prices"]]
        if options.litellm:
            imports.append([str(options.litellm), "--format", "litellm", "--from", since])
        places = [("sqlite", f"sqlite://{folder}/reprice.db")]
        if options.postgres:
            database = Postgres(options.postgres)
            stack.callback(database.drop)
            places.append(("postgres", database.url(database.name)))
        for name, url in places:
            collector = Collector(options.program.resolve(), name, url, folder)
            try:
                code, text = collector.run_long("events", "import", str(file))
                if code:
                    raise Broken(f"{name}: import: {text}")
                check(collector, imports, options.kills, random.Random(options.seed), since)
            finally:
                collector.stop()
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Broken as broken:
        print(f"error: {broken}", file=sys.stderr)
        sys.exit(1)
