"""The reader of the lineage manifest: what it takes from it, and what it refuses."""

import json

import pytest

from tools.artefacts.manifest import ManifestError, manifest_of, read_manifest


def dataset(name, kind, *reads, **others):
    return {
        "name": name,
        "pipeline": "sales",
        "comment": "",
        "layer": "silver",
        "kind": kind,
        "columns": [{"name": "id", "type": "STRING", "comment": ""}],
        "expectations": [],
        "inputs": [{"dataset": read, "parameter": read, "read": "stream"} for read in reads],
        **others,
    }


def content(*datasets):
    return {
        "version": 2,
        "platform": "shop",
        "pipelines": ["sales"],
        "notebooks": [
            {
                "pipeline": "sales",
                "layer": "silver",
                "file": "sales/silver.py",
                "language": "PYTHON",
            }
        ],
        "datasets": datasets,
        "checks": [],
    }


def test_datasets_run_after_their_inputs_and_a_quarantine_after_its_table():
    manifest = manifest_of(
        content(
            dataset("sales", "materialized_view", "orders"),
            dataset("orders_quarantine", "streaming_table", "raw", quarantineOf="orders"),
            dataset("orders", "streaming_table", "raw", quarantine="orders_quarantine"),
            dataset("raw", "kafka_stream", topic="orders"),
        )
    )
    assert manifest.running_order() == ["raw", "orders", "sales", "orders_quarantine"]
    assert manifest.upstream("sales") == {"orders", "raw"}
    assert manifest.runs_after("orders_quarantine") == {"orders", "raw"}


def test_views_are_not_stored():
    kinds = ("kafka_stream", "temporary_view", "published_view", "auto_cdc_table")
    manifest = manifest_of(content(*(dataset(kind, kind) for kind in kinds)))
    assert list(manifest.tables) == ["kafka_stream", "auto_cdc_table"]


def test_the_manifest_of_the_platform_is_read_whole(artefacts):
    written = json.loads((artefacts / "lineage.json").read_text())
    manifest = read_manifest(artefacts)
    assert list(manifest.datasets) == [entry["name"] for entry in written["datasets"]]
    assert [notebook.file for notebook in manifest.notebooks] == [
        entry["file"] for entry in written["notebooks"]
    ]
    assert [check.name for check in manifest.checks] == [
        entry["name"] for entry in written["checks"]
    ]


ORDERS = dataset("orders", "kafka_stream")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"version": 1', "is not valid JSON"),
        (json.dumps({**content(ORDERS), "version": 3}), "version 3 is not supported, only 2"),
        ("[]", "version None is not supported, only 2"),
        (json.dumps({**content(ORDERS), "checks": None}), "the manifest is damaged"),
        (
            json.dumps(content({**ORDERS, "columns": [{}]})),
            "the manifest is damaged, 'name' is missing",
        ),
        (
            json.dumps(content(dataset("orders", "streaming_table", "raw"))),
            "orders reads 'raw', which is not a dataset",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_place_reason_and_fix(tmp_path, text, reason):
    (tmp_path / "lineage.json").write_text(text)
    with pytest.raises(ManifestError) as refused:
        read_manifest(tmp_path)
    message = str(refused.value)
    assert message.startswith(str(tmp_path / "lineage.json"))
    assert reason in message
    assert message.endswith("synthesize the platform again")


def test_a_missing_manifest_is_refused(tmp_path):
    with pytest.raises(ManifestError, match="does not exist: synthesize the platform first"):
        read_manifest(tmp_path)
