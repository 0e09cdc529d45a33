"""Grants and tags of tables, statement by statement, on a catalog that remembers them."""

import re
from typing import Any

import pytest
from pyspark.sql import DataFrame, SparkSession

from constructs.workspace.notebooks.table_access import TableAccessError, set_table_access

SALES = {"layer": "gold", "readers": ["analysts"], "personal_columns": []}
VISITS = {"layer": "gold", "readers": [], "personal_columns": ["firstName", "city"]}
EVENT_LOG = {"layer": None, "readers": ["auditors"], "personal_columns": []}

PARAMETERS = {
    "catalog": "prod",
    "schema": "shop",
    "analysts": "Data Analysts",
    "auditors": "auditor@example.com",
    "tags": '{"environment": "prod"}',
}

NAME = "`((?:[^`]|``)+)`"


class Catalog:
    """Takes the place of `spark`: knows grants and tags, and does what statements say.

    It is as strict as Unity Catalog: a tag that is set cannot be set again.
    """

    def __init__(self, spark: SparkSession, *tables: str) -> None:
        self._spark = spark
        self.tables = tables
        self.grants: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
        self.tags: dict[str, dict[str, str]] = {}
        self.statements: list[str] = []
        self.refused = "nothing"

    def table(self, name: str) -> DataFrame:
        """A view of the information schema, with tables of other schemas."""
        assert name.startswith("`prod`.`information_schema`.")
        view = name.split(".")[-1].strip("`")
        if view == "tables":
            rows = [("shop", table) for table in self.tables] + [("other", "refunds")]
            return self._spark.createDataFrame(rows, "table_schema STRING, table_name STRING")
        kind = {"table_tags": "TABLE", "column_tags": "COLUMN"}[view]
        rows = [("other", "sales", "city", "personal_data", "no")]
        for target, tags in self.tags.items():
            target_kind, *path = target.split(" ", 1)
            _, _, table, *column = path[0].replace("`", "").split(".")
            if target_kind == kind:
                rows += [("shop", table, *(column or [""]), *tag) for tag in tags.items()]
        names = "schema_name STRING, table_name STRING, column_name STRING, tag_name STRING"
        return self._spark.createDataFrame(rows, f"{names}, tag_value STRING")

    def sql(self, statement: str) -> DataFrame | None:
        """Run a statement, and remember it if it changes something."""
        if self.refused in statement:
            raise RuntimeError(f"PERMISSION_DENIED: not {self.refused}.\nMore about it.")
        if shown := re.fullmatch(r"SHOW GRANTS ON TABLE (.+)", statement):
            return self._show_grants(shown[1])
        self.statements.append(statement)
        if grant := re.fullmatch(rf"GRANT SELECT ON TABLE (.+) TO {NAME}", statement):
            self._granted(grant[1]).append((grant[2].replace("``", "`"), "SELECT"))
        elif revoke := re.fullmatch(
            rf"REVOKE (SELECT|ALL PRIVILEGES) ON TABLE (.+) FROM {NAME}", statement
        ):
            self._granted(revoke[2]).remove((revoke[3].replace("``", "`"), revoke[1]))
        elif tag := re.fullmatch(rf"SET TAG ON (\w+ .+) {NAME} = {NAME}", statement):
            assert tag[2] not in self.tags.setdefault(tag[1], {}), f"{tag[2]} is set"
            self.tags[tag[1]][tag[2]] = tag[3]
        elif tag := re.fullmatch(rf"UNSET TAG ON (\w+ .+) {NAME}", statement):
            del self.tags[tag[1]][tag[2]]
        else:
            raise AssertionError(f"no statement: {statement}")
        return None

    def grant(self, table: str, principal: str, privilege: str, on: str = "TABLE") -> None:
        """What somebody else has granted."""
        self.grants.setdefault(("TABLE", f"`prod`.`shop`.`{table}`", on), []).append(
            (principal, privilege)
        )

    def _granted(self, path: str) -> list[tuple[str, str]]:
        return self.grants.setdefault(("TABLE", path, "TABLE"), [])

    def _show_grants(self, path: str) -> DataFrame:
        rows = [
            (principal, privilege, on, path)
            for (_, table, on), grants in self.grants.items()
            if table == path
            for principal, privilege in grants
        ]
        columns = "Principal STRING, ActionType STRING, ObjectType STRING, ObjectKey STRING"
        return self._spark.createDataFrame(rows, columns)


def run(
    catalog: Catalog, tables: dict[str, dict[str, Any]], parameters: dict[str, str] = PARAMETERS
) -> list[str]:
    """The statements that a run of the notebook needs."""
    before = len(catalog.statements)
    set_table_access(catalog, parameters, tables)
    return catalog.statements[before:]


def test_a_table_for_analysts_is_tagged_and_then_granted(spark: SparkSession) -> None:
    assert run(Catalog(spark, "sales"), {"sales": SALES}) == [
        "SET TAG ON TABLE `prod`.`shop`.`sales` `environment` = `prod`",
        "SET TAG ON TABLE `prod`.`shop`.`sales` `layer` = `gold`",
        "GRANT SELECT ON TABLE `prod`.`shop`.`sales` TO `Data Analysts`",
    ]


def test_personal_columns_are_tagged_one_by_one(spark: SparkSession) -> None:
    assert run(Catalog(spark, "visits"), {"visits": VISITS}) == [
        "SET TAG ON COLUMN `prod`.`shop`.`visits`.`firstName` `personal_data` = `true`",
        "SET TAG ON COLUMN `prod`.`shop`.`visits`.`city` `personal_data` = `true`",
        "SET TAG ON TABLE `prod`.`shop`.`visits` `environment` = `prod`",
        "SET TAG ON TABLE `prod`.`shop`.`visits` `layer` = `gold`",
    ]


def test_a_table_without_layer_gets_the_other_tags(spark: SparkSession) -> None:
    assert run(Catalog(spark, "event_log"), {"event_log": EVENT_LOG}) == [
        "SET TAG ON TABLE `prod`.`shop`.`event_log` `environment` = `prod`",
        "GRANT SELECT ON TABLE `prod`.`shop`.`event_log` TO `auditor@example.com`",
    ]


def test_a_second_run_has_nothing_to_do(spark: SparkSession) -> None:
    catalog = Catalog(spark, "sales", "visits", "event_log")
    tables = {"sales": SALES, "visits": VISITS, "event_log": EVENT_LOG}
    assert len(run(catalog, tables)) == 9
    assert run(catalog, tables) == []


def test_who_may_no_longer_read_loses_the_right_before_anything_else(spark: SparkSession) -> None:
    catalog = Catalog(spark, "sales")
    run(catalog, {"sales": SALES})
    personal = {**SALES, "readers": [], "personal_columns": ["city"]}
    assert run(catalog, {"sales": personal}) == [
        "REVOKE SELECT ON TABLE `prod`.`shop`.`sales` FROM `Data Analysts`",
        "SET TAG ON COLUMN `prod`.`shop`.`sales`.`city` `personal_data` = `true`",
    ]


def test_another_group_of_analysts_takes_the_place_of_the_one_before(spark: SparkSession) -> None:
    catalog = Catalog(spark, "sales")
    run(catalog, {"sales": SALES})
    assert run(catalog, {"sales": SALES}, {**PARAMETERS, "analysts": "readers"}) == [
        "REVOKE SELECT ON TABLE `prod`.`shop`.`sales` FROM `Data Analysts`",
        "GRANT SELECT ON TABLE `prod`.`shop`.`sales` TO `readers`",
    ]


def test_without_analysts_nobody_is_granted_and_nobody_keeps_a_grant(spark: SparkSession) -> None:
    catalog = Catalog(spark, "sales")
    run(catalog, {"sales": SALES})
    nobody = {key: value for key, value in PARAMETERS.items() if key != "analysts"}
    assert run(catalog, {"sales": SALES}, nobody) == [
        "REVOKE SELECT ON TABLE `prod`.`shop`.`sales` FROM `Data Analysts`"
    ]


def test_a_right_to_read_that_somebody_gave_by_hand_is_taken_away(spark: SparkSession) -> None:
    catalog = Catalog(spark, "visits")
    run(catalog, {"visits": VISITS})
    catalog.grant("visits", "Data Analysts", "ALL PRIVILEGES")
    catalog.grant("visits", "curious@example.com", "SELECT")
    assert run(catalog, {"visits": VISITS}) == [
        "REVOKE ALL PRIVILEGES ON TABLE `prod`.`shop`.`visits` FROM `Data Analysts`",
        "REVOKE SELECT ON TABLE `prod`.`shop`.`visits` FROM `curious@example.com`",
    ]


@pytest.mark.parametrize("on", ["SCHEMA", "CATALOG", "METASTORE"])
def test_rights_on_what_holds_the_table_stay(spark: SparkSession, on: str) -> None:
    catalog = Catalog(spark, "visits")
    run(catalog, {"visits": VISITS})
    catalog.grant("visits", "engineers", "SELECT", on)
    assert run(catalog, {"visits": VISITS}) == []


def test_rights_that_let_nobody_read_stay(spark: SparkSession) -> None:
    catalog = Catalog(spark, "visits")
    run(catalog, {"visits": VISITS})
    catalog.grant("visits", "stewards", "APPLY TAG")
    assert run(catalog, {"visits": VISITS}) == []


def test_a_tag_with_another_value_is_taken_off_before_it_is_set(spark: SparkSession) -> None:
    catalog = Catalog(spark, "sales")
    run(catalog, {"sales": SALES})
    assert run(catalog, {"sales": {**SALES, "layer": "platinum"}}) == [
        "UNSET TAG ON TABLE `prod`.`shop`.`sales` `layer`",
        "SET TAG ON TABLE `prod`.`shop`.`sales` `layer` = `platinum`",
    ]


def test_tags_of_other_people_stay(spark: SparkSession) -> None:
    catalog = Catalog(spark, "sales")
    run(catalog, {"sales": SALES})
    catalog.tags["TABLE `prod`.`shop`.`sales`"]["certified"] = "yes"
    catalog.tags["COLUMN `prod`.`shop`.`sales`.`id`"] = {"unit": "none"}
    assert run(catalog, {"sales": SALES}) == []


def test_a_column_that_is_personal_no_more_loses_its_tag(spark: SparkSession) -> None:
    catalog = Catalog(spark, "visits")
    run(catalog, {"visits": VISITS})
    assert run(catalog, {"visits": {**VISITS, "personal_columns": ["firstName"]}}) == [
        "UNSET TAG ON COLUMN `prod`.`shop`.`visits`.`city` `personal_data`"
    ]


def test_the_catalog_may_write_columns_in_lower_case(spark: SparkSession) -> None:
    catalog = Catalog(spark, "visits")
    run(catalog, {"visits": VISITS})
    written = catalog.tags.pop("COLUMN `prod`.`shop`.`visits`.`firstName`")
    catalog.tags["COLUMN `prod`.`shop`.`visits`.`firstname`"] = written
    assert run(catalog, {"visits": VISITS}) == []


def test_names_are_quoted_whatever_they_have_in_them(spark: SparkSession) -> None:
    odd = {**PARAMETERS, "analysts": "the `best` readers", "tags": '{"cost_centre": "a=b: 12"}'}
    assert run(Catalog(spark, "sales"), {"sales": SALES}, odd) == [
        "SET TAG ON TABLE `prod`.`shop`.`sales` `cost_centre` = `a=b: 12`",
        "SET TAG ON TABLE `prod`.`shop`.`sales` `layer` = `gold`",
        "GRANT SELECT ON TABLE `prod`.`shop`.`sales` TO `the ``best`` readers`",
    ]


def test_a_table_that_no_update_has_created_yet_is_told_and_does_not_keep_others_waiting(
    spark: SparkSession, capsys: pytest.CaptureFixture[str]
) -> None:
    statements = run(Catalog(spark, "sales"), {"visits": VISITS, "refunds": SALES, "sales": SALES})
    assert len(statements) == 3
    assert capsys.readouterr().out.splitlines() == [
        "visits does not exist yet. The next update creates it.",
        "refunds does not exist yet. The next update creates it.",
        *statements,
        "Statements run: 3, failed: 0.",
    ]


def test_all_that_fails_is_told_at_once_and_everything_else_is_done(spark: SparkSession) -> None:
    catalog = Catalog(spark, "sales", "visits")
    catalog.refused = "TAG ON TABLE `prod`.`shop`.`sales`"
    with pytest.raises(TableAccessError) as error:
        run(catalog, {"sales": SALES, "visits": VISITS})
    reason = "PERMISSION_DENIED: not TAG ON TABLE `prod`.`shop`.`sales`."
    assert str(error.value).splitlines() == [
        "These statements failed:",
        f"SET TAG ON TABLE `prod`.`shop`.`sales` `environment` = `prod`: {reason}",
        f"SET TAG ON TABLE `prod`.`shop`.`sales` `layer` = `gold`: {reason}",
    ]
    assert "GRANT SELECT ON TABLE `prod`.`shop`.`sales` TO `Data Analysts`" in catalog.statements
    assert "SET TAG ON TABLE `prod`.`shop`.`visits` `layer` = `gold`" in catalog.statements


def test_a_table_whose_grants_cannot_be_seen_is_left_as_it_is(spark: SparkSession) -> None:
    catalog = Catalog(spark, "sales", "visits")
    catalog.refused = "SHOW GRANTS ON TABLE `prod`.`shop`.`sales`"
    with pytest.raises(TableAccessError, match="failed:\nSHOW GRANTS ON TABLE"):
        run(catalog, {"sales": SALES, "visits": VISITS})
    assert {statement for statement in catalog.statements if "sales" in statement} == set()
    assert catalog.statements != []
