"""The suite on small tables: a healthy shop passes, and each kind of fault is found."""

from datetime import datetime, timedelta, timezone

import pytest
from databricks.sql.exc import RequestError
from shop import HEALTHY, NOON, after, message

from tools.artefacts.manifest import manifest_of
from tools.checks.data_quality.check import FAIL, INFO, PASS, WARN
from tools.checks.data_quality.derived_checks import derived_checks
from tools.checks.data_quality.sql_warehouse import SqlWarehouse
from tools.checks.data_quality.suite import run_checks
from tools.checks.data_quality.table_names import TableNames
from tools.checks.data_quality.tables import UnreachableError


def changed(name, **replaced):
    """A healthy table with some of its rows, by position, replaced."""
    return [replaced.get(f"row_{at}", row) for at, row in enumerate(HEALTHY[name])]


def troubles(results):
    """What did not pass: number of failing rows and samples, by dataset and check."""
    return {
        key: (result.verdict.status, result.verdict.failing_rows, result.sample_rows)
        for key, result in results.items()
        if result.verdict.status in (WARN, FAIL)
    }


def test_a_healthy_shop_passes_every_check(checked, warehouse):
    results = checked()
    assert troubles(results) == {}
    statuses = {key: result.verdict.status for key, result in results.items()}
    assert statuses.pop(("raw_orders", "freshness")) == INFO
    assert set(statuses.values()) == {PASS}
    assert warehouse.open_cursors == 0


def test_each_table_is_read_once_for_all_its_own_checks(checked, warehouse):
    checked()
    of_the_table = [sql for sql in warehouse.statements if sql.endswith("`silver_products`")]
    assert len(of_the_table) == 1
    assert of_the_table[0].count(" AS `m") == 3


def test_empty_tables_are_healthy(checked):
    assert troubles(checked({name: [] for name in HEALTHY})) == {}


def test_rows_that_break_a_rule_of_the_table_fail(checked):
    results = checked({"silver_products": [("lamp", 0.0), ("chair", None)]})
    assert troubles(results) == {
        ("silver_products", "weight_plausible"): (
            FAIL,
            2,
            [{"product": "lamp", "weight": 0.0}, {"product": "chair", "weight": None}],
        )
    }


def test_rows_that_break_a_warning_warn(checked):
    raw = [(*HEALTHY["raw_orders"][0][:-1], "colour"), *HEALTHY["raw_orders"][1:]]
    position = {"kafka_topic": "orders", "kafka_partition": 0, "kafka_offset": 0}
    assert troubles(checked({"raw_orders": raw})) == {
        ("raw_orders", "no_unknown_fields"): (WARN, 1, [{**position, "unknown_fields": "colour"}])
    }


def test_a_key_that_two_rows_have_and_one_that_is_null_fail(checked):
    products = [*HEALTHY["silver_products"], ("lamp", 2.0), ("lamp", 3.0), (None, 1.0)]
    assert troubles(checked({"silver_products": products})) == {
        ("silver_products", "primary_key_present"): (FAIL, 1, [{"product": None, "weight": 1.0}]),
        ("silver_products", "primary_key_unique"): (
            FAIL,
            2,
            [{"product": "lamp", "number_of_rows": 3}],
        ),
    }


def test_a_value_that_the_other_table_does_not_know_fails_and_null_does_not(checked):
    results = checked({"silver_products": [("chair", 4.0)]})
    assert troubles(results) == {
        ("silver_orders", "product_known"): (FAIL, 1, [{"event_id": "a", "product": "lamp"}])
    }
    orders = [(NOON, "a", None, 20), HEALTHY["silver_orders"][1]]
    assert ("silver_orders", "product_known") not in troubles(checked({"silver_orders": orders}))


@pytest.mark.parametrize(
    ("quarantine", "message_"),
    [
        ([], "4 rows read, 3 kept and 0 quarantined: 1 lost"),
        (HEALTHY["bronze_orders_quarantine"] * 2, "4 rows read, 3 kept and 2 quarantined: 1 too"),
    ],
)
def test_a_message_that_is_neither_kept_nor_quarantined_or_both_fails(
    checked, quarantine, message_
):
    results = checked({"bronze_orders_quarantine": quarantine})
    key = ("bronze_orders", "complete_with_quarantine")
    assert troubles(results) == {key: (FAIL, 1, [])}
    assert results[key].verdict.message.startswith(message_)


def delivered_once(checked, silver, bronze=None):
    tables = {"silver_orders": silver, **({"bronze_orders": bronze} if bronze else {})}
    result = checked(tables)[("silver_orders", "each_delivered_once")]
    return result.verdict.status, result.verdict.message


def test_an_event_that_is_lost_fails(checked):
    silver = HEALTHY["silver_orders"][:1]
    assert delivered_once(checked, silver) == (FAIL, "2 different deliveries: 1 lost")


def test_an_event_that_counts_twice_fails_also_at_the_edge_of_the_window(checked):
    silver = [*HEALTHY["silver_orders"], (after(days=7), "a", "lamp", 20)]
    assert delivered_once(checked, silver) == (FAIL, "2 different deliveries: 1 twice")


def test_one_lost_and_one_twice_do_not_make_up_for_each_other(checked):
    silver = [HEALTHY["silver_orders"][0], (after(days=6), "a", "lamp", 20)]
    assert delivered_once(checked, silver) == (FAIL, "2 different deliveries: 1 lost, 1 twice")


def test_an_event_that_nobody_delivered_fails(checked):
    silver = [*HEALTHY["silver_orders"], (NOON, "z", "lamp", 20)]
    assert delivered_once(checked, silver) == (FAIL, "2 different deliveries: 1 never delivered")


def test_deliveries_further_apart_than_the_window_may_both_count(checked):
    again = {"days": 7, "seconds": 1}
    bronze = [*HEALTHY["bronze_orders"], message(4, "a", "lamp", 20, **again)]
    silver = [*HEALTHY["silver_orders"], (after(**again), "a", "lamp", 20)]
    assert delivered_once(checked, silver, bronze) == (PASS, "2 different deliveries")


def test_a_user_with_two_current_versions_fails(checked):
    customers = [("x", "Köln", NOON, None), ("x", "Bonn", after(hours=1), None)]
    results = checked({"silver_customers": customers})
    assert {key[1]: value[:2] for key, value in troubles(results).items()} == {
        "one_current_version": (FAIL, 2),
        "no_overlapping_versions": (FAIL, 1),
    }


@pytest.mark.parametrize(
    "customers",
    [
        [("x", "Köln", NOON, after(hours=2)), ("x", "Bonn", after(hours=1), None)],
        [("x", "Köln", NOON, NOON), ("x", "Bonn", after(hours=1), None)],
    ],
)
def test_versions_that_overlap_or_hold_for_no_time_fail(checked, customers):
    (key, found), *others = troubles(checked({"silver_customers": customers})).items()
    assert (key[1], found[:2], others) == ("no_overlapping_versions", (FAIL, 1), [])
    assert found[2][0]["__START_AT"] == "2026-01-05T12:00:00.000Z"


def test_rows_that_a_query_of_the_manifest_returns_fail(checked):
    results = checked({"gold_sales": [("lamp", 21), ("chair", 50)]})
    assert troubles(results) == {
        ("gold_sales", "every_order_is_sold"): (
            FAIL,
            1,
            [{"product": "lamp", "ordered": 20, "sales": 21}],
        )
    }


def freshness(checked, newest, max_age):
    raw = [(newest, *row[1:]) for row in HEALTHY["raw_orders"][:1]] if newest else []
    verdict = checked({"raw_orders": raw}, max_age)[("raw_orders", "freshness")].verdict
    return verdict.status, verdict.message


def test_freshness_is_told_and_judged_only_where_an_age_is_given(checked):
    newest = datetime.now(timezone.utc) - timedelta(hours=25, minutes=3, seconds=10)
    told = "the newest message is 1 day 1 hour old"
    assert freshness(checked, newest, None) == (INFO, told)
    assert freshness(checked, newest, 86_400) == (FAIL, told)
    assert freshness(checked, newest, 2 * 86_400) == (PASS, told)
    assert freshness(checked, None, None) == (INFO, "no message yet")
    assert freshness(checked, None, 86_400) == (FAIL, "no message yet")


def test_a_table_that_is_missing_fails_its_checks_and_no_others(checked):
    results = checked({"silver_products": None})
    failed = troubles(results)
    assert set(failed) == {
        ("silver_products", "weight_plausible"),
        ("silver_products", "primary_key_present"),
        ("silver_products", "primary_key_unique"),
        ("silver_orders", "product_known"),
    }
    assert {found for found in map(str, failed.values())} == {str((FAIL, None, []))}
    message = results[("silver_products", "weight_plausible")].verdict.message
    assert "TABLE_OR_VIEW_NOT_FOUND" in message
    assert "\n" not in message


def test_a_check_that_cannot_be_measured_leaves_those_of_the_same_table_alone(
    warehouse, content, schemas
):
    content["datasets"][4]["expectations"].append(
        {"name": "of_yesterday", "rule": "coalesce((colour > 0), false)", "action": "fail"}
    )
    warehouse.create("silver_products", schemas["silver_products"], HEALTHY["silver_products"])
    checks = derived_checks(manifest_of(content), TableNames(), datasets=["silver_products"])
    own = [check for check in checks if check.reads == ("silver_products",)]
    results = run_checks(own, SqlWarehouse(warehouse))
    assert {result.check.name: result.verdict.status for result in results} == {
        "weight_plausible": PASS,
        "of_yesterday": FAIL,
        "primary_key_present": PASS,
        "primary_key_unique": PASS,
    }
    assert "colour" in results[1].verdict.message


def test_where_nobody_answers_nothing_further_is_asked(warehouse, manifest):
    tables = SqlWarehouse(warehouse)
    warehouse.trouble = RequestError("connection refused")
    checks = derived_checks(manifest, TableNames())
    with pytest.raises(UnreachableError, match="does not answer: connection refused"):
        run_checks(checks, tables)
    assert len(warehouse.statements) == 2
