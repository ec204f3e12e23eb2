"""What the API has to answer about today, this month and its forecast, as of an instant."""

from __future__ import annotations

from datetime import date, timedelta

from answers import Costs, Json, Window, matching
from book import Ledger
from civil import local, start_of_day
from totals import Totals, change, ratio, total, usd

# Whole days before today that the forecast averages over.
AVERAGED_DAYS = 7


def summary(ledger: Ledger, filters: dict[str, str], zone: str, period: str | None, now: int) -> Json:
    today = local(now, zone).date()
    first, following = month(today, 0), month(today, 1)
    start = start_of_day(today, zone)
    since_midnight = now - start

    def sums(since: int, until: int, **more: str) -> Totals:
        return total(matching(ledger, Costs(Window(since, until, zone), filters=filters | more)))

    def compared(since: int, before: int, until: int) -> Json:
        """A window up to now, beside an earlier one up to `until`."""
        ours, earlier = sums(since, now), sums(before, until)
        return ours.shown() | change(ours, earlier) | {
            "window": Window(since, now, zone).shown(),
            "compared_window": Window(before, until, zone).shown(),
        }

    yesterday, month_start = start_of_day(today - timedelta(days=1), zone), start_of_day(first, zone)
    spent, spent_today = sums(month_start, now), sums(start, now)
    averaged = sums(start_of_day(today - timedelta(days=AVERAGED_DAYS), zone), start)
    average = round_half_even(averaged.cost, AVERAGED_DAYS)
    forecast = spent.cost + average * (following - today - timedelta(days=1)).days + max(average - spent_today.cost, 0)
    nobody = sums(month_start, now, customer="") if not filters.get("customer") else Totals()
    answer: Json = {
        "today": compared(start, yesterday, min(yesterday + since_midnight, start)),
        "month": compared(month_start, start_of_day(month(today, -1), zone), same_point(today, since_midnight, zone)),
        "forecast": {
            "cost_usd": usd(forecast),
            "month_end": start_of_day(following, zone),
            "daily_average_usd": usd(average),
            "averaged_days": AVERAGED_DAYS,
        },
        "unattributed": {"cost_share": ratio(nobody.cost, spent.cost)} | nobody.shown(),
        "unpriced_calls": spent.unpriced_calls,
    }
    if period is not None:
        since, until = (start_of_day(edge, zone) for edge in edges(period, today))
        answer["period"] = {"name": period, "window": Window(since, until, zone).shown()} | sums(since, until).shown()
    return answer


def round_half_even(part: int, whole: int) -> int:
    down, left = divmod(part, whole)
    return down + (2 * left > whole or (2 * left == whole and down % 2 == 1))


def month(day: date, later: int) -> date:
    """The first day of a month so many later."""
    months = day.year * 12 + day.month - 1 + later
    return date(months // 12, months % 12 + 1, 1)


def same_point(today: date, since_midnight: int, zone: str) -> int:
    """The same day and time of the month before, or its end where it is shorter."""
    end = month(today, 0)
    try:
        at = start_of_day(month(today, -1).replace(day=today.day), zone) + since_midnight
    except ValueError:
        at = start_of_day(end, zone)
    return min(at, start_of_day(end, zone))


def edges(period: str, today: date) -> tuple[date, date]:
    """The first day of a billing period, and the first after it."""
    day, week = timedelta(days=1), timedelta(days=7)
    monday, year = today - day * today.weekday(), date(today.year, 1, 1)
    quarter = month(year, (today.month - 1) // 3 * 3)
    named = {
        "today": (today, today + day),
        "yesterday": (today - day, today),
        "week": (monday, monday + week),
        "month": (month(today, 0), month(today, 1)),
        "last_month": (month(today, -1), month(today, 0)),
        "quarter": (quarter, month(quarter, 3)),
        "year": (year, month(year, 12)),
    }
    if period in named:
        return named[period]
    parts = period.split("-")
    if len(parts) == 3:
        return date.fromisoformat(period), date.fromisoformat(period) + day
    january = date(int(parts[0]), 1, 1)
    if len(parts) == 1:
        return january, month(january, 12)
    if parts[1].startswith("Q"):
        first = month(january, 3 * int(parts[1][1:]) - 3)
        return first, month(first, 3)
    first = month(january, int(parts[1]) - 1)
    return first, month(first, 1)
