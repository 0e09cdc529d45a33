"""The runtime as a process: commands in, events out, an exit code at the end."""

import json
import re
import subprocess
import sys
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parents[4]

NOTEBOOK = """
print("what notebooks print is not an event")


@dp.table(name="events", comment="What happened.")
@dp.expect_or_fail("positive", "id > 0")
def events() -> DataFrame:
    return spark.readStream.schema("id INT, at TIMESTAMP").json(spark.conf.get("events"))
"""
VIEW = """
-- COMMAND ----------

CREATE VIEW latest COMMENT 'The last one' AS SELECT max(id) AS id, max(at) AS at FROM events
"""


def run(module, *arguments, **options):
    return subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        **options,
    )


def test_updates_are_told_line_by_line_and_queries_answered(pipeline):
    datasets = {
        "events": ("streaming_table", {}),
        "latest": ("published_view", {"events": "batch"}),
    }
    pipeline.define(NOTEBOOK, datasets, VIEW)
    update = {"command": "update", "configuration": pipeline.configuration(), "fullRefresh": []}
    commands = f"{json.dumps(update)}\n{json.dumps(update)}\n" + '{"command": "stop"}\n'
    pipeline.arrive({"id": 1, "at": "2018-11-01T00:00:00.123Z"}, {"id": 2, "at": None})
    places = ["--artefacts", pipeline.artefacts, "--state", pipeline.state.root]

    done = run("tools.local.runtime", *places, input=commands)
    assert done.returncode == 0, done.stderr
    events = [json.loads(line) for line in done.stdout.splitlines()]
    told = [(event["event"], event.get("dataset"), event.get("status")) for event in events]
    assert told == [
        ("ready", None, None),
        ("update_started", None, None),
        ("flow", "events", "RUNNING"),
        ("flow", "events", "COMPLETED"),
        ("flow", "latest", "SKIPPED"),
        ("update_finished", None, "COMPLETED"),
        ("update_started", None, None),
        ("flow", "events", "SKIPPED"),
        ("flow", "latest", "SKIPPED"),
        ("update_finished", None, "COMPLETED"),
    ]
    assert events[1]["datasets"] == ["events", "latest"]
    assert "what notebooks print" in done.stderr
    assert not (PROJECT_ROOT / "spark-warehouse").exists()
    assert list((pipeline.state.runtime / "scratch").iterdir()) == []

    query = ["tools.local.runtime.query", *places]
    answer = run(*query, "--format", "json", "SELECT id, at FROM latest")
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout) == [{"id": 2, "at": "2018-11-01T00:00:00.123Z"}]
    assert answer.stderr == ""
    unknown = run(*query, "SELECT * FROM evens")
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert "no dataset 'evens' (known: event_log_small, events, latest)" in unknown.stderr

    pipeline.arrive({"id": -1})
    logs = pipeline.state.root / "logs"
    debugging = ["--logs", logs]
    failed = run("tools.local.runtime", *places, *debugging, input=json.dumps(update) + "\n")
    assert failed.returncode == 1
    assert (
        '{"id":-1,"at":null}'
        in json.loads(failed.stdout.splitlines()[-1])["problems"][0]["message"]
    )
    steps = (logs / "runtime.log").read_text()
    assert re.search(r"DEBUG events: compute rows: \d+\.\d+ s", steps)
    assert " INFO " in (logs / "spark.log").read_text()
