"""What a reconciliation finds in two tables, and what it does not."""

import json
from datetime import date, datetime, timezone
from decimal import Decimal

import pytest
from pyspark.sql import SparkSession

from constructs.workspace.notebooks.reconciliation import (
    ReconciliationError,
    compare_tables,
    pair_of,
    reconcile,
)

EXACTLY = {"missing": 0, "surplus": 0, "duplicate": 0, "different": 0}
COLUMNS = "day DATE, shop STRING, sales BIGINT, revenue DOUBLE, closed_at TIMESTAMP"


def at(hour, second=0, microsecond=0):
    return datetime(2026, 1, 5, hour, 0, second, microsecond, timezone.utc)


def naive(hour, minute=0):
    return datetime(2026, 1, 5, hour, minute)


MONDAY, TUESDAY = date(2026, 1, 5), date(2026, 1, 6)
ROWS = [
    (MONDAY, "north", 3, 10.5, at(20)),
    (MONDAY, "south", 0, float("nan"), None),
    (TUESDAY, None, 7, None, at(21)),
]


def pair(**changes):
    described = {
        "dataset": "daily_sales",
        "original": "sales",
        "keys": {"day": "day", "shop": "shop"},
        "columns": {
            name: {"original": name, "tolerance": 0} for name in ("sales", "revenue", "closed_at")
        },
        "tolerated": EXACTLY,
        "personal": [],
    }
    return {**described, **changes}


def comparing(column, tolerance, original=None):
    return pair(columns={column: {"original": original or column, "tolerance": tolerance}})


@pytest.fixture
def table(spark: SparkSession):
    """A table from rows."""
    return lambda rows, columns=COLUMNS: spark.createDataFrame(rows, columns)


@pytest.fixture
def results(table):
    """What is found where the dataset has the usual rows, or `ours`, and the original others."""

    def results(original, described=None, ours=None):
        dataset = ours if ours is not None else table(ROWS)
        if isinstance(original, list):
            original = table(original)
        return compare_tables(pair_of(described or pair()), dataset, original)

    return results


@pytest.fixture
def found(results):
    """The checks that failed: name, column, rows concerned, rows compared, examples."""

    def found(*arguments, **others):
        return [
            (
                result.check,
                result.column,
                result.concerned,
                result.compared,
                json.loads(result.examples) if result.examples else result.message,
            )
            for result in results(*arguments, **others)
            if result.passed is False
        ]

    return found


NORTH, SOUTH = {"day": "2026-01-05", "shop": "north"}, {"day": "2026-01-05", "shop": "south"}
NOWHERE = {"day": "2026-01-06", "shop": None}


class TestTablesThatAreEqual:
    def test_give_one_result_a_check_and_none_fails(self, results):
        assert [(result.check, result.column, result.passed) for result in results(ROWS)] == [
            ("row_count", None, None),
            ("missing_key", None, True),
            ("surplus_key", None, True),
            ("duplicate_key", None, True),
            ("duplicate_key_in_original", None, True),
            ("different_value", "sales", True),
            ("different_value", "revenue", True),
            ("different_value", "closed_at", True),
        ]

    def test_may_have_rows_and_columns_in_any_order_and_other_columns(self, found, table):
        others = "closed_at TIMESTAMP, other STRING, revenue DOUBLE, sales INT, shop STRING"
        rows = [(closed, "x", money, n, shop, day) for day, shop, n, money, closed in ROWS[::-1]]
        assert found(table(rows, f"{others}, day DATE")) == []

    def test_may_have_columns_by_other_names_with_any_characters(self, found, table):
        columns = "`the.day` DATE, SHOP STRING, `no. of sales` BIGINT"
        described = pair(
            keys={"day": "the.day", "shop": "shop"},
            columns={"sales": {"original": "no. of sales", "tolerance": 0}},
        )
        assert found(table([row[:3] for row in ROWS], columns), described) == []

    def test_may_be_empty(self, found, table):
        assert found([], ours=table([])) == []

    def test_may_have_nothing_but_keys(self, found):
        assert found(ROWS, pair(columns={})) == []
        assert found(ROWS[1:], pair(columns={})) == [("surplus_key", None, 1, 3, [NORTH])]


class TestARow:
    def test_that_only_the_original_has_is_missing(self, found):
        assert found([*ROWS, (TUESDAY, "north", 1, 1.0, None)]) == [
            ("missing_key", None, 1, 4, [{"day": "2026-01-06", "shop": "north"}])
        ]

    def test_that_only_the_dataset_has_is_surplus(self, found):
        assert found(ROWS[1:]) == [("surplus_key", None, 1, 3, [NORTH])]

    def test_without_a_counterpart_is_found_whatever_it_holds(self, found):
        assert found([]) == [("surplus_key", None, 3, 3, [NORTH, SOUTH, NOWHERE])]

    def test_that_is_there_twice_is_told_and_its_values_are_not_compared(self, results, found):
        twice = [*ROWS, (MONDAY, "north", 99, 99.0, None)]
        assert found(twice) == [("duplicate_key_in_original", None, 1, 3, [NORTH])]
        compared = {result.column: result.compared for result in results(twice) if result.column}
        assert compared == {"sales": 2, "revenue": 2, "closed_at": 2}

    def test_that_is_there_twice_in_both_makes_no_more_rows(self, found, table):
        twice = [*ROWS, ROWS[0], ROWS[0]]
        assert found(twice, ours=table(twice)) == [
            ("duplicate_key", None, 1, 3, [NORTH]),
            ("duplicate_key_in_original", None, 1, 3, [NORTH]),
        ]

    def test_with_a_null_key_is_matched_missed_and_found_twice_as_any_other(self, found, table):
        assert found(ROWS[:2]) == [("surplus_key", None, 1, 3, [NOWHERE])]
        assert found(ROWS, ours=table(ROWS[:2])) == [("missing_key", None, 1, 3, [NOWHERE])]
        assert found([*ROWS, ROWS[2]]) == [("duplicate_key_in_original", None, 1, 3, [NOWHERE])]
        changed = [*ROWS[:2], (TUESDAY, None, 8, None, at(21))]
        assert [(check, column) for check, column, *_ in found(changed)] == [
            ("different_value", "sales")
        ]

    def test_with_a_number_as_key_may_have_none_or_a_negative_zero(self, found, table):
        rows = [(float("nan"), 1), (0.0, 2)]
        described = pair(
            keys={"revenue": "revenue"}, columns={"sales": {"original": "sales", "tolerance": 0}}
        )
        columns = "revenue DOUBLE, sales BIGINT"
        original = table([rows[0], (-0.0, 2)], columns)
        assert found(original, described, ours=table(rows, columns)) == []


class TestAValue:
    def test_that_differs_is_shown_as_both_have_it(self, found):
        changed = [(MONDAY, "north", 4, 10.5, at(20, 1)), *ROWS[1:]]
        assert found(changed) == [
            (
                "different_value",
                "sales",
                1,
                3,
                [{**NORTH, "sales": {"dataset": 3, "original": 4}}],
            ),
            (
                "different_value",
                "closed_at",
                1,
                3,
                [
                    {
                        **NORTH,
                        "closed_at": {
                            "dataset": "2026-01-05T20:00:00.000Z",
                            "original": "2026-01-05T20:00:01.000Z",
                        },
                    }
                ],
            ),
        ]

    def test_that_is_null_or_no_number_equals_only_itself(self, found, table):
        nan = float("nan")
        pairs = [(1.0, 1.0), (None, None), (nan, nan), (None, 1.0), (1.0, None), (nan, None)]
        pairs += [(1.0, nan)]
        ours, theirs = (
            table(
                [(MONDAY, f"shop {number}", both[side]) for number, both in enumerate(pairs)],
                "day DATE, shop STRING, revenue DOUBLE",
            )
            for side in (0, 1)
        )
        for tolerance in (0, 1000):
            [(check, _, _, _, examples)] = found(theirs, comparing("revenue", tolerance), ours)
            assert check == "different_value"
            assert [example["shop"] for example in examples] == [f"shop {n}" for n in range(3, 7)]

    def test_may_be_as_far_off_as_is_tolerated(self, found, table):
        # Type, value of the dataset, values of the original that are near enough and too far.
        cases = [
            ("SMALLINT", 10, 8, 7, 2),
            ("BIGINT", 2**63 - 1, 2**63 - 3, -(2**63), 2),
            ("DOUBLE", 1.0, 1.125, 1.1251, 0.125),
            ("DOUBLE", float("inf"), float("inf"), 1.0, 5),
            (
                "DECIMAL(38, 2)",
                Decimal("9" * 36),
                Decimal("9" * 35 + "8"),
                Decimal("-" + "9" * 36),
                1,
            ),
            ("TIMESTAMP", at(20), at(20, 1), at(20, 1, 1), 1),
            ("TIMESTAMP", at(20), at(20, 0, 1000), at(20, 0, 1001), 0.001),
            ("TIMESTAMP_NTZ", naive(20), naive(19, 59), naive(19, 58), 60),
            ("DATE", MONDAY, TUESDAY, date(2026, 1, 7), 1),
        ]
        names = [f"{case[0].split('(')[0].lower()}_{n}" for n, case in enumerate(cases)]
        columns = ", ".join(f"{name} {case[0]}" for name, case in zip(names, cases, strict=True))
        ours, near, far = (
            table([("a", *(case[place] for case in cases))], f"shop STRING, {columns}")
            for place in (1, 2, 3)
        )

        def different(original, exactly=False):
            described = pair(
                keys={"shop": "shop"},
                columns={
                    name: {"original": name, "tolerance": 0 if exactly else case[4]}
                    for name, case in zip(names, cases, strict=True)
                },
            )
            return [column for _, column, *_ in found(original, described, ours)]

        assert different(near) == []
        assert different(far) == names
        # Only infinity is the same.
        assert different(near, exactly=True) == [name for name in names if name != "double_3"]

    def test_of_a_list_or_record_is_compared_as_a_whole(self, found, spark):
        def rows(pages):
            return spark.sql(
                f"SELECT DATE '2026-01-05' AS day, 'a' AS shop, array({pages}) AS pages,"
                f" struct({pages}) AS record"
            )

        described = pair(
            columns={
                "pages": {"original": "pages", "tolerance": 0},
                "record": {"original": "record", "tolerance": 0},
            }
        )
        same, other = rows("'Home', 'Help'"), rows("'Help', 'Home'")
        assert found(same, described, same) == []
        assert [column for _, column, *_ in found(other, described, same)] == ["pages", "record"]


TEXT = "day STRING, shop STRING, sales STRING, revenue STRING, closed_at STRING"
TEXTS = [
    ("2026-01-05", "north", "3", "10.50", "2026-01-05 20:00:00"),
    ("2026-01-05", "south", "0", "NaN", None),
    ("2026-01-06", None, "7", None, "2026-01-05T21:00:00Z"),
]


class TestAnotherType:
    def test_is_read_as_that_of_the_dataset(self, results, found, table):
        original = table(TEXTS, TEXT)
        assert found(original) == []
        assert [
            result.column for result in results(original) if result.check == "castable_value"
        ] == ["day", "sales", "revenue", "closed_at"]

    def test_may_hold_a_value_that_cannot_be_read_which_is_told_once(self, results, found, table):
        original = table([*TEXTS[:2], (*TEXTS[2][:2], "seven", *TEXTS[2][3:])], TEXT)
        assert found(original) == [
            (
                "castable_value",
                "sales",
                1,
                3,
                [{**NOWHERE, "sales": {"original": "seven"}}],
            )
        ]
        [sales] = [
            result.compared
            for result in results(original)
            if (result.check, result.column) == ("different_value", "sales")
        ]
        assert sales == 2

    def test_may_hold_a_key_that_cannot_be_read_so_that_nothing_has_that_key(self, found, table):
        original = table([*TEXTS, ("yesterday", "north", "1", None, None)], TEXT)
        assert found(original) == [
            (
                "castable_value",
                "day",
                1,
                4,
                [{"day": {"original": "yesterday"}, "shop": "north"}],
            )
        ]

    def test_that_holds_more_is_not_cut_off(self, found, table):
        columns = "shop STRING, sales DOUBLE, day TIMESTAMP"
        described = pair(
            keys={"shop": "shop"},
            columns={name: {"original": name, "tolerance": 0} for name in ("sales", "day")},
        )
        ours = table([(shop, MONDAY, 3) for shop in "abc"], "shop STRING, day DATE, sales BIGINT")
        original = table([("a", 3.0, at(0)), ("b", 3.5, at(12)), ("c", 1e300, at(0))], columns)
        sales, day = found(original, described, ours)
        assert sales[:4] == ("castable_value", "sales", 2, 3)
        assert [example["shop"] for example in sales[4]] == ["b", "c"]
        assert day[:4] == ("castable_value", "day", 1, 3)

    def test_that_has_nothing_in_common_leaves_the_other_columns_to_be_compared(self, found, table):
        rows = [(*row[:2], MONDAY, 99.0, row[4]) for row in ROWS]
        original = table(rows, COLUMNS.replace("BIGINT", "DATE"))
        (check, column, *_, message), *others = found(original)
        assert (check, column) == ("castable_value", "sales")
        assert '"DATE" to "BIGINT"' in message
        assert [(check, column) for check, column, *_ in others] == [("different_value", "revenue")]


class TestAColumnThatIsMissing:
    def test_leaves_the_others_to_be_compared(self, found, table):
        original = table(
            [(*row[:3], row[4]) for row in ROWS], COLUMNS.replace("revenue DOUBLE, ", "")
        )
        described = pair(
            columns={
                "revenue": {"original": "turn over", "tolerance": 0},
                "sales": {"original": "sales", "tolerance": 0},
            }
        )
        assert found(original, described) == [
            ("present_column", "revenue", None, None, "the original has no column turn over")
        ]

    def test_may_be_one_of_the_dataset(self, found, table):
        ours = table([row[:4] for row in ROWS], COLUMNS.replace(", closed_at TIMESTAMP", ""))
        assert found(ROWS, ours=ours) == [
            ("present_column", "closed_at", None, None, "the dataset has no column closed_at")
        ]

    def test_leaves_nothing_to_compare_if_it_is_a_key(self, results):
        described = pair(keys={"day": "day", "shop": "store"})
        [result] = results(ROWS, described)
        assert str(result) == "present_column of shop: the original has no column store"


OTHERS = [ROWS[0], (MONDAY, "south", 9, 0.0, None), (TUESDAY, "west", 1, None, None)]


class TestTolerance:
    def tolerated(self, **shares):
        return pair(tolerated={**EXACTLY, **shares})

    def test_is_a_share_of_the_rows_that_may_be_so(self, found):
        all_found = found([*OTHERS, ROWS[0]])
        assert [
            (check, column, concerned, of) for check, column, concerned, of, _ in all_found
        ] == [
            ("missing_key", None, 1, 3),
            ("surplus_key", None, 1, 3),
            ("duplicate_key_in_original", None, 1, 3),
            ("different_value", "sales", 1, 1),
            ("different_value", "revenue", 1, 1),
        ]
        enough = self.tolerated(missing=1 / 3, surplus=1 / 3, duplicate=1 / 3, different=1)
        assert found([*OTHERS, ROWS[0]], enough) == []

    def test_of_one_kind_is_none_of_another(self, found):
        checks = [check for check, *_ in found(OTHERS, self.tolerated(missing=0.4))]
        assert list(dict.fromkeys(checks)) == ["surplus_key", "different_value"]
        checks = [check for check, *_ in found(OTHERS, self.tolerated(missing=0.3, different=1))]
        assert checks == ["missing_key", "surplus_key"]

    def test_of_missing_rows_is_one_of_keys_that_cannot_be_read(self, found, table):
        texts = [*TEXTS, ("yesterday", "north", "1", None, None)]
        original = table(texts, TEXT)
        assert found(original, self.tolerated(missing=0.25)) == []
        assert len(found(original, self.tolerated(different=0.25))) == 1


class TestExamples:
    def test_are_the_first_few_keys(self, found):
        many = [(MONDAY, f"shop {number}", 1, 1.0, None) for number in range(9, 0, -1)]
        [(_, _, concerned, _, examples)] = found([*ROWS, *many])
        assert concerned == 9
        assert [example["shop"] for example in examples] == [f"shop {n}" for n in range(1, 6)]

    def test_have_nothing_personal(self, found):
        changed = [(MONDAY, "north", 4, 11.0, at(20)), *ROWS[1:]]
        described = pair(personal=["shop", "sales"])
        monday = {"day": "2026-01-05"}
        assert found(changed, described) == [
            ("different_value", "sales", 1, 3, [monday]),
            (
                "different_value",
                "revenue",
                1,
                3,
                [{**monday, "revenue": {"dataset": 10.5, "original": 11.0}}],
            ),
        ]
        nobody = pair(keys={"shop": "shop"}, columns={}, personal=["shop"])
        assert found(ROWS[1:], nobody) == [("surplus_key", None, 1, 3, None)]


@pytest.fixture
def schemas(spark, tmp_path, table):
    """A schema for the datasets, with the usual rows, and one for the tables of the original."""
    for schema in ("ours", "theirs"):
        spark.sql(f"CREATE DATABASE {schema} LOCATION '{tmp_path / schema}'")
    create(table(ROWS), "ours.daily_sales")
    yield {"schema": "ours", "original_schema": "theirs"}
    for schema in ("ours", "theirs"):
        spark.sql(f"DROP DATABASE {schema} CASCADE")


def create(rows, name):
    rows.write.format("delta").saveAsTable(name)


def written(spark):
    return spark.table("ours.results").orderBy("run_time", "dataset", "check_name")


class TestTheJob:
    def test_writes_a_row_a_check_and_appends_those_of_the_next_run(self, spark, schemas, table):
        create(table([(MONDAY, "north", 4, 10.5, at(20)), *ROWS[1:]]), "theirs.sales")
        described = pair(tolerated={**EXACTLY, "different": 0.5})
        began = datetime.now()
        reconcile(spark, schemas, [described], "results")
        reconcile(spark, schemas, [described], "results")
        rows = written(spark).collect()
        assert len(rows) == 16
        assert rows[0].run_time >= began
        assert len({row.run_time for row in rows}) == 2
        assert next(row.asDict() for row in rows if row.column_name == "sales") == {
            "run_time": rows[0].run_time,
            "dataset": "daily_sales",
            "original_table": "sales",
            "check_name": "different_value",
            "column_name": "sales",
            "rows_concerned": 1,
            "rows_compared": 3,
            "tolerated": 0.5,
            "passed": True,
            "message": None,
            "examples": '[{"day":"2026-01-05","shop":"north","sales":{"dataset":3,"original":4}}]',
        }

    def test_fails_after_everything_was_compared_and_written_and_names_it_all(
        self, spark, schemas, table
    ):
        create(table(ROWS[1:]), "theirs.sales")
        create(table([(MONDAY, "north", 4, 10.5, at(20)), *ROWS[1:]]), "theirs.turnover")
        pairs = [
            pair(original="nothing_like_it"),
            pair(keys={"day": "week"}),
            pair(),
            pair(original="turnover"),
        ]
        with pytest.raises(ReconciliationError) as failure:
            reconcile(spark, schemas, pairs, "results")
        first, unreadable, absent, surplus, different = str(failure.value).splitlines()
        assert first == "4 checks failed:"
        assert unreadable.startswith(
            "daily_sales and nothing_like_it: readable_table: the original"
            " `theirs`.`nothing_like_it` cannot be read: [TABLE_OR_VIEW_NOT_FOUND]"
        )
        assert absent == (
            "daily_sales and sales: present_column of day: the original has no column week"
        )
        assert surplus == (
            "daily_sales and sales: surplus_key: 1 of 3 (33.33%), 0.00% tolerated,"
            ' such as [{"day":"2026-01-05","shop":"north"}]'
        )
        assert different.startswith(
            "daily_sales and turnover: different_value of sales: 1 of 3 (33.33%), 0.00% tolerated"
        )
        assert written(spark).where("NOT passed").count() == 4
        assert written(spark).where("original_table = 'turnover'").count() == 8

    def test_tells_of_a_dataset_that_does_not_exist(self, spark, schemas, table):
        create(table(ROWS), "theirs.sales")
        with pytest.raises(ReconciliationError, match=r"the dataset `ours`\.`weekly_sales` cannot"):
            reconcile(spark, schemas, [pair(dataset="weekly_sales")], "results")

    def test_tells_of_what_goes_wrong_while_comparing(self, spark, schemas, table):
        spark.sql(
            "CREATE VIEW theirs.sales AS SELECT *, raise_error('no rows today') AS failing"
            " FROM ours.daily_sales"
        )
        create(table(ROWS), "theirs.others")
        failing = pair(columns={"sales": {"original": "failing", "tolerance": 0}})
        with pytest.raises(ReconciliationError) as failure:
            reconcile(spark, schemas, [failing, pair(original="others")], "results")
        assert "daily_sales and sales: comparison:" in str(failure.value)
        assert "no rows today" in str(failure.value)
        assert written(spark).where("original_table = 'others' AND passed").count() == 7

    def test_never_compares_a_table_with_itself(self, spark, schemas):
        with pytest.raises(ReconciliationError, match="compared with itself"):
            reconcile(spark, {"schema": "ours"}, [pair(original="daily_sales")], "results")

    def test_compares_only_what_it_is_asked_for(self, spark, schemas, table):
        create(table(ROWS), "theirs.sales")
        pairs = [pair(), pair(dataset="weekly_sales")]
        reconcile(spark, {**schemas, "datasets": "daily_sales"}, pairs, "results")
        assert {row.dataset for row in written(spark).collect()} == {"daily_sales"}
        with pytest.raises(ValueError, match="valid names: daily_sales, weekly"):
            reconcile(spark, {**schemas, "datasets": "daily"}, pairs, "results")
