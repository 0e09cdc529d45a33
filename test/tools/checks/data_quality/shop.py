"""A shop: its manifest, and tables in which all is well."""

from datetime import datetime, timedelta, timezone
from typing import Any

Rows = list[tuple[Any, ...]]


def dataset(name: str, kind: str, columns: str, **others: Any) -> dict[str, Any]:
    declared = [column.split(" ") for column in columns.split(", ")]
    return {
        "name": name,
        "pipeline": "sales",
        "layer": name.split("_")[0],
        "kind": kind,
        "comment": "",
        "columns": [{"name": name, "type": type_, "comment": ""} for name, type_ in declared],
        "expectations": [],
        **others,
        "inputs": [
            {"dataset": read, "parameter": read, "read": "batch"}
            for read in others.get("inputs", [])
        ],
    }


def rule(name: str, condition: str, action: str) -> dict[str, str]:
    return {"name": name, "rule": f"coalesce(({condition}), false)", "action": action}


MESSAGE = "kafka_timestamp TIMESTAMP, kafka_topic STRING, kafka_partition INT, kafka_offset BIGINT"
ORDER = "event_id STRING, product STRING, price INT"

MANIFEST: dict[str, Any] = {
    "version": 2,
    "platform": "shop",
    "pipelines": ["sales"],
    "notebooks": [],
    "datasets": [
        dataset(
            "raw_orders",
            "kafka_stream",
            f"{MESSAGE}, {ORDER}, unknown_fields STRING",
            topic="orders",
            expectations=[rule("no_unknown_fields", "unknown_fields IS NULL", "warn")],
        ),
        dataset(
            "bronze_orders",
            "streaming_table",
            f"{MESSAGE}, {ORDER}",
            inputs=["raw_orders"],
            quarantine="bronze_orders_quarantine",
            expectations=[rule("price_present", "price IS NOT NULL", "drop")],
        ),
        dataset(
            "bronze_orders_quarantine",
            "streaming_table",
            f"{MESSAGE}, {ORDER}",
            inputs=["raw_orders"],
            quarantineOf="bronze_orders",
        ),
        dataset(
            "silver_orders",
            "streaming_table",
            f"kafka_timestamp TIMESTAMP, {ORDER}",
            inputs=["bronze_orders"],
            primaryKey=["event_id"],
            references=[{"column": "product", "dataset": "silver_products"}],
            deduplicate={"keys": ["event_id"], "within": "7 days", "time": "kafka_timestamp"},
        ),
        dataset(
            "silver_products",
            "materialized_view",
            "product STRING, weight DOUBLE",
            inputs=["silver_orders"],
            primaryKey=["product"],
            expectations=[rule("weight_plausible", "weight > 0", "fail")],
        ),
        dataset(
            "silver_customers_changes", "temporary_view", "id STRING", inputs=["silver_orders"]
        ),
        dataset(
            "silver_customers",
            "auto_cdc_table",
            "id STRING, city STRING, __START_AT TIMESTAMP, __END_AT TIMESTAMP",
            inputs=["silver_customers_changes"],
            cdc={
                "keys": ["id"],
                "sequenceBy": "kafka_timestamp",
                "scdType": 2,
                "exceptColumns": [],
                "trackHistory": ["city"],
            },
        ),
        dataset(
            "gold_sales", "materialized_view", "product STRING, sales INT", inputs=["silver_orders"]
        ),
    ],
    "checks": [
        {
            "name": "every_order_is_sold",
            "comment": "sales of a product are its orders",
            "query": "SELECT * FROM (SELECT product, sum(price) AS ordered FROM silver_orders"
            " GROUP BY product) JOIN gold_sales USING (product) WHERE ordered <> sales -- so",
            "inputs": ["silver_orders", "gold_sales"],
        }
    ],
}

NOON = datetime(2026, 1, 5, 12, tzinfo=timezone.utc)


def after(**time: float) -> datetime:
    return NOON + timedelta(**time)


def message(offset: int, *order: Any, **time: float) -> tuple[Any, ...]:
    return (after(**time), "orders", 0, offset, *order)


# The lamp is delivered twice, and a chair has no price.
HEALTHY: dict[str, Rows] = {
    "raw_orders": [
        (*message(0, "a", "lamp", 20), None),
        (*message(1, "a", "lamp", 20, days=6), None),
        (*message(2, "b", "chair", None, days=6), None),
        (*message(3, "c", "chair", 50, days=6), None),
    ],
    "bronze_orders": [
        message(0, "a", "lamp", 20),
        message(1, "a", "lamp", 20, days=6),
        message(3, "c", "chair", 50, days=6),
    ],
    "bronze_orders_quarantine": [message(2, "b", "chair", None, days=6)],
    "silver_orders": [(NOON, "a", "lamp", 20), (after(days=6), "c", "chair", 50)],
    "silver_products": [("lamp", 1.5), ("chair", 4.0)],
    "silver_customers": [
        ("x", "Köln", NOON, after(hours=1)),
        ("x", "Bonn", after(hours=1), None),
        # Deleted, and back after an hour.
        ("y", "Trier", NOON, after(hours=1)),
        ("y", "Trier", after(hours=2), None),
    ],
    "gold_sales": [("lamp", 20), ("chair", 50)],
}
