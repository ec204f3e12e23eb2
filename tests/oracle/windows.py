"""Random windows, and the parameters that name them."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta, timezone

from answers import Window
from book import Ledger
from calls import TENANTS
from civil import DAY, HOUR, MINUTE, last_days, local, micros, start_of_day, utc
from events import Event
from invent import CHANGES

ZONES = [
    *sorted(TENANTS.values()),
    "Europe/Amsterdam",
    "Europe/Berlin",
    "Europe/London",
    "America/Santiago",
    "America/St_Johns",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Pacific/Chatham",
    "Pacific/Apia",
    "Africa/Cairo",
    "Africa/Casablanca",
]

# Days of the longest windows. An answer has at most 10,000 hours.
LONGEST, LONGEST_OF_HOURS = 500, 400

# Days when nothing happened; on the second, nothing at all in Apia, which left it out.
FAR = [date(1995, 6, 1), date(2011, 12, 30), date(2012, 3, 1), date(2030, 10, 1)]

Params = dict[str, str]
Edges = tuple[str | None, str | None]


class Windows:
    """Draws windows near events."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def window(self, ledger: Ledger, longest: int = LONGEST) -> tuple[Params, Window]:
        """A window of at most `longest` days near some event, with the parameters that name it."""
        zone = self.random.choice(ZONES) if self.chance(0.4) else None
        params = {} if zone is None else {"time_zone": zone}
        zone = zone or ledger.zone
        common = [self.days, self.days, self.ragged, self.even, self.exact, self.default]
        edges = self.far if self.chance(0.04) else self.random.choice([*common, self.at_change])
        since, until = edges(ledger, zone, self.random.choice([1, 3, 12, longest, longest]))
        for name, edge in (("from", since), ("to", until)):
            if edge is not None:
                params[name] = edge
        return params, self.read(since, until, zone)

    def compared(self, ledger: Ledger, window: Window) -> tuple[Params, Window]:
        """The window before, or any other."""
        if self.chance(0.6):
            return {"compare": "previous"}, window.previous()
        edges = self.random.choice([self.days, self.ragged, self.exact, self.at_change])
        since, until = edges(ledger, window.zone, self.random.choice([1, 12, LONGEST]))
        other = self.read(since, until, window.zone)
        if other.is_empty or since is None or until is None:
            return self.compared(ledger, window)
        return {"compare_from": since, "compare_to": until}, other

    def read(self, since: str | None, until: str | None, zone: str) -> Window:
        """What a window's parameters mean."""

        def instant(text: str) -> int:
            if "T" in text:
                return micros(datetime.fromisoformat(text))
            return start_of_day(date.fromisoformat(text), zone)

        now = micros(datetime.now(UTC))
        end = last_days(1, now, zone)[1] if until is None else instant(until)
        start = last_days(30, end - 1, zone)[0] if since is None else instant(since)
        return Window(start, end, zone)

    def days(self, ledger: Ledger, zone: str, longest: int) -> Edges:
        first = local(self.event(ledger).at, zone).date() - timedelta(days=self.random.randrange(longest))
        return first.isoformat(), (first + timedelta(days=self.random.randint(1, longest))).isoformat()

    def ragged(self, ledger: Ledger, zone: str, longest: int) -> Edges:
        length = self.random.choice([MINUTE, HOUR, longest * DAY])
        start = self.event(ledger).at - self.random.randrange(length)
        return self.instant(start), self.instant(start + self.random.randint(1, length))

    def even(self, ledger: Ledger, zone: str, longest: int) -> Edges:
        """Whole quarters or hours."""
        unit = self.random.choice([15 * MINUTE, HOUR])
        start = self.event(ledger).at // unit * unit - self.random.randrange(20) * unit
        return self.instant(start), self.instant(start + self.random.randint(1, longest * DAY // unit) * unit)

    def exact(self, ledger: Ledger, zone: str, longest: int) -> Edges:
        """Edges on events: the first is inside, the last is not."""
        events = sorted([self.event(ledger).at, self.event(ledger).at])
        start = events[0] + self.random.randint(-1, 1)
        end = min(events[1], start + longest * DAY) + self.random.randint(-1, 1)
        return self.instant(start), self.instant(max(end, start + 1))

    def at_change(self, ledger: Ledger, zone: str, longest: int) -> Edges:
        """Edges where clocks change somewhere, to the microsecond."""
        some = [start_of_day(self.random.choice(CHANGES), zone) for _ in range(2)]
        edges = sorted(at + self.random.randint(-4, 52) * 30 * MINUTE + self.random.randint(-1, 1) for at in some)
        until = min(edges[1], edges[0] + longest * DAY)
        return self.instant(edges[0]), self.instant(until)

    def far(self, ledger: Ledger, zone: str, longest: int) -> Edges:
        """When nothing happened; sometimes for no time at all, which is refused."""
        first = self.random.choice(FAR)
        return first.isoformat(), (first + timedelta(days=self.random.choice([-1, 0, 1, 1, 1, 2, 7]))).isoformat()

    def default(self, ledger: Ledger, zone: str, longest: int) -> Edges:
        """An edge that is not named: 30 days, today included."""
        if longest < LONGEST:
            return self.days(ledger, zone, longest)
        if self.chance(0.3):
            return None, None
        known = local(self.event(ledger).at, zone).date().isoformat()
        today = local(micros(datetime.now(UTC)), zone).date().isoformat()
        return (known, None) if known <= today and self.chance(0.5) else (None, known)

    def event(self, ledger: Ledger) -> Event:
        return self.random.choice(list(ledger.events.values()))

    def instant(self, at: int) -> str:
        offset = timezone(timedelta(minutes=self.random.choice([0, 0, 330, -300])))
        return utc(at).astimezone(offset).isoformat().replace("+00:00", "Z")

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability
