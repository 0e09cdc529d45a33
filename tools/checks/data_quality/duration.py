"""Lengths of time: as the manifest states them, and as people read them."""

import re

SECONDS = {"minute": 60, "hour": 3600, "day": 86_400}


def seconds_of(duration: str) -> int:
    """Seconds of a duration such as '7 days'."""
    found = re.fullmatch(r"(\d+) (minute|hour|day)s?", duration)
    if found is None:
        raise ValueError(f"'{duration}' is no duration: minutes, hours and days are known")
    return int(found[1]) * SECONDS[found[2]]


def in_words(seconds: int) -> str:
    """A duration in its two largest units: 2 days 3 hours."""
    words = []
    rest = max(seconds, 0)
    for name, length in (*reversed(SECONDS.items()), ("second", 1)):
        count, rest = divmod(rest, length)
        if count > 0:
            words.append(f"{count:,} {name}{'' if count == 1 else 's'}")
        elif words:
            # The next unit would claim a precision that is not read.
            break
    return " ".join(words[:2]) or "0 seconds"
