"""Days, weeks and hours of UTC, computed from milliseconds since 1970."""

from collections.abc import Iterator
from datetime import date, timedelta

AN_HOUR = 3_600_000
A_DAY = 24 * AN_HOUR
FIRST_DAY = date(1970, 1, 1)


def day_of(moment: int) -> date:
    return FIRST_DAY + timedelta(days=moment // A_DAY)


def end_of(day: date) -> int:
    """The last millisecond of a day."""
    return ((day - FIRST_DAY).days + 1) * A_DAY - 1


def hour_of(moment: int) -> int:
    """The moment at which the hour began."""
    return moment - moment % AN_HOUR


def week_of(moment: int) -> date:
    """The Monday of the week."""
    day = day_of(moment)
    return day - timedelta(days=day.weekday())


def every_day(first: date, last: date) -> Iterator[date]:
    for days in range((last - first).days + 1):
        yield first + timedelta(days=days)
