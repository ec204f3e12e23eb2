"""Instants as whole microseconds since 1970, and civil time: days and hours as clocks in a zone show them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def micros(at: datetime) -> int:
    return (at - EPOCH) // timedelta(microseconds=1)


def utc(at: int) -> datetime:
    return EPOCH + timedelta(microseconds=at)


def local(at: int, zone: str) -> datetime:
    return utc(at).astimezone(ZoneInfo(zone))


def rfc3339(at: int, zone: str) -> str:
    """Local time with its offset, as fine as needed; `Z` where the offset is zero."""
    fineness = "microseconds" if at % 1_000 else "milliseconds" if at % 1_000_000 else "seconds"
    return local(at, zone).isoformat(timespec=fineness).replace("+00:00", "Z")


@cache
def start_of_day(day: date, zone: str) -> int:
    """The first instant of a day. `fold=0`, the default, is the first of two midnights, and the instant of the jump
    where clocks jump over midnight."""
    return micros(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)))


def start_of_hour(at: int, zone: str) -> int:
    """The first instant of a civil hour: of what has the same date, hour and UTC offset."""
    return _start_of_hour(at // MINUTE, zone)


@cache
def _start_of_hour(minute: int, zone: str) -> int:
    here = local(minute * MINUTE, zone)
    start = minute - here.minute
    # Clocks that change within an hour leave a part of it, which begins late.
    while _hour(local(start * MINUTE, zone)) != _hour(here):
        start += 1
    return start * MINUTE


def _hour(at: datetime) -> tuple[date, int, timedelta | None]:
    return at.date(), at.hour, at.utcoffset()


def last_days(days: int, now: int, zone: str) -> tuple[int, int]:
    """The last days up to the end of the one that `now` falls on."""
    today = local(now, zone).date()
    return start_of_day(today - timedelta(days=days - 1), zone), start_of_day(today + timedelta(days=1), zone)
