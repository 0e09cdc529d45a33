"""A valid event of each topic, and how others differ from it: `test/fixtures/topics`."""

import json
from pathlib import Path
from typing import Any

# What a usable event of any topic has.
EVERY_EVENT = {"ts": 1_541_073_600_123, "userId": 7, "sessionId": 100, "level": "paid"}


def topic_fixtures(project_root: Path) -> dict[str, dict[str, Any]]:
    """By topic: the fields that its rules decide on, and its cases."""
    files = sorted((project_root / "test" / "fixtures" / "topics").glob("*.json"))
    return {file.stem: json.loads(file.read_text()) for file in files}
