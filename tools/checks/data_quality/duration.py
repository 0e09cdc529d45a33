"""Parse and format durations."""

import re

SECONDS = {"minute": 60, "hour": 3600, "day": 86_400}


def seconds_of(duration: str) -> int:
    """Return the seconds of a duration such as '7 days'."""
    found = re.fullmatch(r"(\d+) (minute|hour|day)s?", duration)
    if found is None:
        raise ValueError(
            f"'{duration}' is not a duration: use minutes, hours or days, such as '7 days'"
        )
    return int(found[1]) * SECONDS[found[2]]


def in_words(seconds: int) -> str:
    """Format a duration in its two largest units: 2 days 3 hours."""
    words = []
    rest = max(seconds, 0)
    for name, length in (*reversed(SECONDS.items()), ("second", 1)):
        count, rest = divmod(rest, length)
        if count > 0:
            words.append(f"{count:,} {name}{'' if count == 1 else 's'}")
        elif words:
            # More units would suggest more precision than needed.
            break
    return " ".join(words[:2]) or "0 seconds"
