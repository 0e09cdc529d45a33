"""The checks as a process, on the Delta tables of this machine."""

import json
import subprocess
import sys

import pytest
from shop import HEALTHY

from tools.local.runtime.state_directory import StateDirectory


@pytest.fixture
def shop(tmp_path, content, schemas, spark):
    """The healthy shop on disk, with a lamp that weighs nothing and without sales."""
    artefacts = tmp_path / "artefacts"
    artefacts.mkdir()
    (artefacts / "lineage.json").write_text(json.dumps(content))
    state = StateDirectory(tmp_path / "state")
    for name, rows in {**HEALTHY, "silver_products": [("lamp", 0.0), ("chair", 4.0)]}.items():
        if name != "gold_sales":
            table = spark.createDataFrame(rows, schemas[name]).coalesce(1)
            table.write.format("delta").save(str(state.table(name)))
    return ["--artefacts", artefacts, "--state", state.root]


def run(project_root, *arguments):
    done = subprocess.run(
        [sys.executable, "-m", "tools.checks.data_quality", *map(str, arguments)],
        cwd=project_root,
        capture_output=True,
        text=True,
    )
    return done, [json.loads(line) for line in done.stdout.splitlines()]


def test_results_are_told_line_by_line(project_root, shop):
    done, (started, *checking, finished) = run(project_root, *shop)
    assert (done.returncode, done.stderr) == (0, "")
    assert started == {"event": "started", "checks": 14}
    assert checking[0] == {
        "event": "checking",
        "dataset": "raw_orders",
        "check": "freshness",
        "done": 0,
    }
    assert [event["done"] for event in checking] == sorted(event["done"] for event in checking)
    results = {check["name"]: check for check in finished["checks"]}
    assert {name for name, check in results.items() if check["status"] == "FAIL"} == {
        "weight_plausible",
        "every_order_is_sold",
    }
    assert results["weight_plausible"] == {
        "name": "weight_plausible",
        "dataset": "silver_products",
        "kind": "expectation",
        "description": "weight > 0",
        "status": "FAIL",
        "failingRows": 1,
        "message": None,
        "sampleRows": [{"product": "lamp", "weight": 0.0}],
        "query": "SELECT `product`, `weight` FROM `silver_products` "
        "WHERE NOT coalesce((weight > 0), false)",
    }
    assert results["every_order_is_sold"]["message"] == (
        "'gold_sales' has no table yet: no update has created it; run 'npm start' first"
    )


def test_where_nothing_was_synthesized_that_is_the_one_event(project_root, tmp_path):
    done, events = run(project_root, "--artefacts", tmp_path, "--state", tmp_path)
    assert done.returncode == 1
    assert [event["event"] for event in events] == ["unreachable"]
    assert "synthesize the platform first" in events[0]["message"]


def test_of_a_view_there_is_nothing_to_check_and_spark_does_not_start(project_root, shop):
    done, events = run(project_root, *shop, "--dataset", "silver_customers_changes")
    assert done.returncode == 0
    assert events == [{"event": "started", "checks": 0}, {"event": "finished", "checks": []}]
