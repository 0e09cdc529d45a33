"""Which checks a manifest asks for, and by which SQL."""

import pytest

from tools.artefacts.manifest import manifest_of, read_manifest
from tools.checks.data_quality.derived_checks import derived_checks
from tools.checks.data_quality.duration import in_words, seconds_of
from tools.checks.data_quality.table_names import TableNames


def named(checks):
    return [(check.dataset, check.name, check.kind) for check in checks]


def the(checks, name):
    (found,) = [check for check in checks if check.name == name]
    return found


def test_checks_are_in_the_order_of_the_tables_that_they_are_about(manifest):
    assert named(derived_checks(manifest, TableNames())) == [
        ("raw_orders", "freshness", "freshness"),
        ("raw_orders", "no_unknown_fields", "expectation"),
        ("bronze_orders", "price_present", "expectation"),
        ("bronze_orders", "complete_with_quarantine", "completeness"),
        ("silver_orders", "primary_key_present", "primary_key"),
        ("silver_orders", "primary_key_unique", "primary_key"),
        ("silver_orders", "product_known", "reference"),
        ("silver_orders", "each_delivered_once", "deduplication"),
        ("silver_products", "weight_plausible", "expectation"),
        ("silver_products", "primary_key_present", "primary_key"),
        ("silver_products", "primary_key_unique", "primary_key"),
        ("silver_customers", "one_current_version", "history"),
        ("silver_customers", "no_overlapping_versions", "history"),
        ("gold_sales", "every_order_is_sold", "query"),
    ]


def test_of_some_datasets_only_checks_that_read_one_of_them_are_wanted(manifest):
    wanted = derived_checks(manifest, TableNames(), datasets=["silver_products", "gold_sales"])
    assert named(wanted) == [
        ("silver_orders", "product_known", "reference"),
        ("silver_products", "weight_plausible", "expectation"),
        ("silver_products", "primary_key_present", "primary_key"),
        ("silver_products", "primary_key_unique", "primary_key"),
        ("gold_sales", "every_order_is_sold", "query"),
    ]


def test_a_rule_is_read_as_it_was_written_and_measured_as_it_is_enforced(manifest):
    check = the(derived_checks(manifest, TableNames()), "weight_plausible")
    assert check.sentence == "weight > 0"
    assert check.measures == {"failing": "count_if(NOT coalesce((weight > 0), false))"}
    assert check.failing_rows == (
        "SELECT `product`, `weight` FROM `silver_products` WHERE NOT coalesce((weight > 0), false)"
    )


def test_on_a_warehouse_every_derived_name_has_its_catalog_and_schema(manifest):
    checks = derived_checks(manifest, TableNames("my-catalog", "music"))
    for check in checks:
        if check.kind != "query":
            for name in check.reads:
                assert f"`my-catalog`.`music`.`{name}`" in check.source
    assert "FROM silver_orders" in the(checks, "every_order_is_sold").source


def test_a_table_of_latest_versions_has_its_keys_as_primary_key(content):
    customers = content["datasets"][6]
    customers["cdc"] = {**customers["cdc"], "scdType": 1}
    del customers["cdc"]["trackHistory"]
    checks = derived_checks(manifest_of(content), TableNames(), datasets=["silver_customers"])
    assert [check.name for check in checks] == ["primary_key_present", "primary_key_unique"]
    assert the(checks, "primary_key_unique").sentence == "no two rows have the same id"


def test_views_without_rows_and_streams_that_cannot_be_followed_have_no_completeness(content):
    silver = content["datasets"][3]
    silver["inputs"].append({"dataset": "raw_orders", "parameter": "raw", "read": "stream"})
    names = [check.name for check in derived_checks(manifest_of(content), TableNames())]
    assert "each_delivered_once" not in names
    silver["inputs"] = [{"dataset": "silver_customers_changes", "parameter": "x", "read": "stream"}]
    names = [check.name for check in derived_checks(manifest_of(content), TableNames())]
    assert "each_delivered_once" not in names


def test_a_stream_that_drops_rows_for_good_cannot_lose_any(content):
    content["datasets"][3]["expectations"] = [
        {"name": "known", "rule": "coalesce((price > 0), false)", "action": "drop"}
    ]
    check = the(derived_checks(manifest_of(content), TableNames()), "each_delivered_once")
    assert check.measures["lost"] == "count_if(false)"
    content["datasets"][3]["quarantine"] = "silver_orders_quarantine"
    check = the(derived_checks(manifest_of(content), TableNames()), "each_delivered_once")
    assert check.measures["lost"] == "count_if(`kept` = 0)"
    assert "`silver_orders_quarantine`" in check.source


def test_freshness_says_which_age_is_asked_for(manifest):
    assert the(derived_checks(manifest, TableNames(), 90 * 60), "freshness").sentence == (
        "a message arrived within the last 1 hour 30 minutes"
    )


def test_every_check_of_the_platform_reads_tables_that_the_manifest_has(artefacts):
    manifest = read_manifest(artefacts)
    checks = derived_checks(manifest, TableNames())
    assert {name for check in checks for name in check.reads} <= set(manifest.tables)
    assert len({(check.dataset, check.name) for check in checks}) == len(checks)


@pytest.mark.parametrize(
    ("duration", "seconds"), [("1 minute", 60), ("36 hours", 129_600), ("7 days", 604_800)]
)
def test_durations_of_the_manifest(duration, seconds):
    assert seconds_of(duration) == seconds


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "0 seconds"),
        (59, "59 seconds"),
        (60, "1 minute"),
        (3661, "1 hour 1 minute"),
        (7205, "2 hours"),
        (200_000, "2 days 7 hours"),
        (86_400 * 1234, "1,234 days"),
    ],
)
def test_durations_for_people(seconds, words):
    assert in_words(seconds) == words
