"""Kills: a process may die at any point; run again, the tables are those of a run without kill."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parents[4]

NOTEBOOK = """
@dp.table(name="events")
@dp.expect_or_drop("numbered", "seq IS NOT NULL")
def events() -> DataFrame:
    reader = spark.readStream.schema("id STRING, seq INT, level STRING")
    return reader.option("maxFilesPerTrigger", 2).json(spark.conf.get("events"))


@dp.table(name="copies")
def copies() -> DataFrame:
    return spark.readStream.table("events")


dp.create_streaming_table(name="states")
dp.create_auto_cdc_flow(
    target="states", source="events", keys=["id"], sequence_by="seq", stored_as_scd_type=1
)

dp.create_streaming_table(name="history")
dp.create_auto_cdc_flow(
    target="history", source="events", keys=["id"], sequence_by="seq", stored_as_scd_type=2,
    except_column_list=["seq"],
)


@dp.materialized_view(name="levels")
def levels() -> DataFrame:
    return spark.read.table("copies").groupBy("level").count()
"""
DATASETS = {
    "events": ("streaming_table", {}),
    "copies": ("streaming_table", {"events": "stream"}),
    "states": ("auto_cdc_table", {"events": "stream"}),
    "history": ("auto_cdc_table", {"events": "stream"}),
    "levels": ("materialized_view", {"copies": "batch"}),
}
TABLE_EVENTS_OF_AN_UPDATE = 10


def start(pipeline):
    command = [sys.executable, "-m", "tools.local.runtime"]
    command += ["--artefacts", pipeline.artefacts, "--state", pipeline.state.root]
    process = subprocess.Popen(
        command,
        cwd=PROJECT_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    update = {"command": "update", "configuration": pipeline.configuration()}
    process.stdin.write(json.dumps(update) + "\n")
    process.stdin.flush()
    return process


def kill_at_random(process, dice):
    """Wait for a random number of events and a moment more, then kill Python, or Spark as well."""
    for _ in range(dice.randint(2, TABLE_EVENTS_OF_AN_UPDATE)):
        line = process.stdout.readline()
        if not line or json.loads(line)["event"] == "update_finished":
            break
    time.sleep(dice.uniform(0, 1.5))
    if dice.random() < 0.5:
        os.kill(process.pid, signal.SIGKILL)
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def finish(process):
    output, _ = process.communicate(timeout=300)
    assert json.loads(output.splitlines()[-1])["status"] == "COMPLETED"
    assert process.returncode == 0


def test_tables_are_the_same_as_without_kills(pipeline):
    dice = random.Random(7)
    # Kills come inside each of the two pipelines, and between them.
    pipeline.define(NOTEBOOK, DATASETS, second_pipeline=("levels",))
    events = {}
    for _ in range(3):
        for _ in range(4):
            fresh = []
            for _ in range(25):
                seq = len(events) + len(fresh)
                fresh.append(
                    {"id": f"u{dice.randint(1, 6)}", "seq": seq, "level": dice.choice("abc")}
                )
            events |= {one["seq"]: one for one in fresh}
            dice.shuffle(fresh)
            pipeline.arrive(*fresh, {"id": "u1", "seq": None, "level": "a"})
        kill_at_random(start(pipeline), dice)
    finish(start(pipeline))

    rows = sorted((one["id"], one["seq"], one["level"]) for one in events.values())
    assert sorted(pipeline.rows("events")) == rows
    assert sorted(pipeline.rows("copies")) == rows
    assert sorted(pipeline.rows("states")) == [
        max(row for row in rows if row[0] == user) for user in sorted({row[0] for row in rows})
    ]
    assert pipeline.rows("history") == sorted(versions(rows), key=repr)
    found = [row[2] for row in rows]
    assert pipeline.rows("levels") == [(level, found.count(level)) for level in "abc"]


def versions(rows):
    told = []
    for user in {row[0] for row in rows}:
        changes = []
        for _, seq, level in (row for row in rows if row[0] == user):
            if not changes or changes[-1][1] != level:
                changes.append((seq, level))
        ends = [seq for seq, _ in changes[1:]] + [None]
        told += [(user, level, seq, end) for (seq, level), end in zip(changes, ends, strict=True)]
    return told


def test_a_second_process_is_refused_and_a_killed_one_does_not_block(pipeline):
    # Kills come inside each of the two pipelines, and between them.
    pipeline.define(NOTEBOOK, DATASETS, second_pipeline=("levels",))
    first = start(pipeline)
    assert json.loads(first.stdout.readline())["event"] == "ready"
    command = [sys.executable, "-m", "tools.local.runtime"]
    command += ["--artefacts", pipeline.artefacts, "--state", pipeline.state.root]
    second = subprocess.run(
        command,
        cwd=PROJECT_ROOT,
        input="",
        capture_output=True,
        text=True,
    )
    assert second.returncode == 1
    assert second.stdout == ""
    assert f"in use by another run (process {first.pid})" in second.stderr
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    third = start(pipeline)
    finish(third)
