"""A valid event of each topic, and how others differ from it: `test/fixtures/topics`."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "fixtures" / "topics"

TOPIC_FIXTURES: dict[str, dict[str, Any]] = {
    file.stem: json.loads(file.read_text()) for file in sorted(FOLDER.glob("*.json"))
}

# What a usable event of any topic has.
EVERY_EVENT = {"ts": 1_541_073_600_123, "userId": 7, "sessionId": 100, "level": "paid"}


def valid_event(topic: str) -> dict[str, Any]:
    """The fields of an event that no rule rejects."""
    return EVERY_EVENT | TOPIC_FIXTURES[topic]["fields"]
