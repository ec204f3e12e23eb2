"""Invented calls: single events as clients send them, every field now and then, from one seeded generator."""

from __future__ import annotations

import random
import uuid
from datetime import timedelta, timezone

from civil import DAY, HOUR, MINUTE, utc
from events import Number, Wire

TENANTS = {
    "default_tenant": "UTC",
    "new-york": "America/New_York",
    "lord.howe": "Australia/Lord_Howe",
    "kathmandu": "Asia/Kathmandu",
    # Where midnight happens twice a year, or not at all.
    "havana": "America/Havana",
}

CUSTOMERS: list[str | int] = ["alice", "bob", "Zoë", 'o"brien, the 3rd', "=1+1", "100%/x?y&z+", "東京", 42]
SECTIONS = ["agent:research", "tool:web", "feature/chat", "-dash", "answers, long"]
STATUSES = ["ok", "ok", "ok", "success", "error", "cancelled", "rate_limited", "Timeout"]
UNPRICED = [("acme-labs", "acme-1"), ("acme-labs", "acme-2"), ("Acme-Labs", None), ("zeta", "gpt-4o")]
PRICED = [
    ("openai", "gpt-4o-mini"),
    ("openai", "gpt-4o"),
    ("openai", "text-embedding-3-small"),
    ("anthropic", "claude-3-5-haiku-20241022"),
    ("perplexity", "sonar"),
]
STEPS = [
    ("agent", "acme-labs"),
    ("tool", "openai"),
    ("workflow", "internal"),
    ("llm", "internal"),
    ("llm", "voice_pipeline"),
]
# Also as they come from clients that join names carelessly.
PATHS = ["agent:research/tool:web", "agent:research", "agent:research/tool:web/rerank", "-dash/x", "/a//b/"]
ENVIRONMENTS = ["prod", "prod", "Prod", "staging, eu", "@dev"]
USERS: list[str | int] = [f"user {number}" for number in range(12)] + ["=u", "ünï", "-5", 7]
SESSIONS: list[str | int] = [f"s/{number}" for number in range(30)] + ["+s", 99]
# By name: one is declared as a dimension at once, one midway, one never.
TAGS = {"tier": ["gold", "free", "=x", "7"], "team": ["a, b", "core", "東"], "never": ["x"]}


class Caller:
    """Invents calls."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.ids = dict.fromkeys(TENANTS, 0)

    def call(self, tenant: str, at: int) -> Wire:
        event: Wire = {"id": self.id(tenant), "tenant_id": tenant, "run_id": f"run {self.ids[tenant]}"}
        if tenant == "default_tenant" and self.chance(0.5):
            del event["tenant_id"]
        provider, model = self.random.choice(UNPRICED if self.chance(0.6) else PRICED)
        event |= {"provider": provider, "status": self.random.choice(STATUSES)}
        if model:
            event["model"] = model
        if event["status"] == "ok" and self.chance(0.5):
            del event["status"]
        if self.chance(0.75):
            event["customer_id"] = self.customer()
        if self.chance(0.8):
            event["section"] = self.random.choice(SECTIONS)
        event |= self.surroundings()
        if self.chance(0.15):
            event["paid_by"] = "customer"
        if self.chance(0.7):
            event["latency_ms"] = Number(self.random.choice(["0", "12", "345.678", "1e3", "0.0005", "88.4671"]))
        if self.chance(0.7 if (provider, model) in UNPRICED else 0.2):
            event["cost_usd"] = self.figure()
        return self.timed(event | self.usage(), at)

    def step(self, tenant: str, at: int) -> Wire:
        span_type, provider = self.random.choice(STEPS)
        return self.call(tenant, at) | {"span_type": span_type, "provider": provider}

    def surroundings(self) -> Wire:
        """Whose call it is, and where."""
        some: Wire = {}
        if self.chance(0.3):
            some["section_path"] = self.random.choice(PATHS)
        if self.chance(0.6):
            some["environment"] = self.random.choice(ENVIRONMENTS)
        for name, ids in (("user_id", USERS), ("session_id", SESSIONS)):
            if self.chance(0.6):
                some[name] = self.text_or_number(ids)
        tags = {name: self.random.choice(values) for name, values in TAGS.items() if self.chance(0.5)}
        return some | ({"tags": tags} if tags else {})

    def usage(self) -> Wire:
        tokens = self.tokens
        flat: Wire = {"input_tokens": tokens()}
        if self.chance(0.8):
            flat["output_tokens"] = tokens()
        if self.chance(0.3):
            flat["cached_tokens"] = tokens()
        kinds = {"input": tokens(), "output": tokens(), "cache_creation_input_tokens": tokens(), "reasoning": tokens()}
        for kind in self.random.sample(list(kinds), self.random.randint(0, 2)):
            del kinds[kind]
        if self.chance(0.2):
            kinds["cache_write_1h"] = tokens()
        if self.chance(0.1):
            kinds["gpu_seconds"] = Number("61.5")
        # Where both are sent the object counts.
        return self.random.choice([{}, flat, flat, flat, {"usage": kinds}, {"usage": kinds}, flat | {"usage": kinds}])

    def tokens(self) -> Number:
        some = [0, 1, 3, 10, 15, self.random.randrange(100, 5_000), self.random.randrange(10**6)]
        units = self.random.choice(some)
        return Number(self.random.choice([f"{units}", f"{units}", f"{units}.0", f"{units}e0"]))

    def figure(self) -> Number | str:
        """What a client may say a call cost, ties and floats among it."""
        whole, digits = self.random.choice(["0", "0", "3"]), self.random.randrange(10**9)
        tiny = self.random.randrange(10)
        text = self.random.choice(
            [
                f"{whole}.{digits:09}",
                f"{whole}.{digits:09}5",
                f"0.00000000{tiny}5",
                # Rounded at once it would go up; rounded to 15 digits first it is a tie.
                f"0.00000000{tiny}50000000000000001",
                f"1.23456789{tiny}123455",
                f"{self.random.random() * 0.01!r}",
                f"{digits}e-12",
                f"{digits}E-7",
                "0",
                "0.0",
                "4e-10",
            ]
        )
        return text if self.chance(0.1) else Number(text)

    def customer(self) -> str | Number:
        return self.text_or_number(CUSTOMERS)

    def text_or_number(self, ids: list[str | int]) -> str | Number:
        id = self.random.choice(ids)
        return Number(id) if isinstance(id, int) else id

    def id(self, tenant: str) -> str:
        """The tenants' ids are the same ones."""
        self.ids[tenant] += 1
        count = self.ids[tenant]
        if count % 10 == 0:
            return str(uuid.UUID(int=count << 64 | 0x8000_0000_0000_0000, version=4))
        return f"event/{count}"

    # ------------------------------------------------------------ times

    def moment(self, since: int, until: int) -> int:
        """A time; often exactly on a border, or just before one."""
        at = self.random.randrange(since, until)
        border = self.random.choice([1, 1, MINUTE, 15 * MINUTE, HOUR, DAY])
        return at - at % border - (self.random.random() < 0.2)

    def timed(self, event: Wire, at: int) -> Wire:
        """The event at a time, written in one of the ways that are understood."""
        if self.chance(0.2):
            return event | {"timestamp": Number(f"{at // 1000}.{at % 1000:03}")}
        offset = timezone(timedelta(minutes=self.random.choice([0, 0, 345, -570])))
        text = utc(at).astimezone(offset).isoformat()
        return event | {"timestamp": text.replace("+00:00", "Z")}

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability
