"""AUTO CDC: the table that change events lead to, whatever their order and batches."""

import random

import pytest

FLOW = """
@dp.temporary_view(name="changes")
def changes() -> DataFrame:
    schema = "id STRING, seq INT, op STRING, level STRING, city STRING, note STRING"
    events = spark.readStream.schema(schema).option("maxFilesPerTrigger", 1)
    return events.json(spark.conf.get("events"))


dp.create_streaming_table(name="users"{table})

dp.create_auto_cdc_flow(
    target="users",
    source="changes",
    keys=["id"],
    sequence_by="seq",
    apply_as_deletes="op = 'delete'",
    except_column_list=["op", "seq"],
    {flow}
)
"""
SCD_1 = "stored_as_scd_type=1,"
SCD_2 = "stored_as_scd_type=2,\n    track_history_column_list=['level', 'city'],"
VIEW = {"changes": ("temporary_view", {}), "users": ("auto_cdc_table", {"changes": "stream"})}


def define(pipeline, flow, table=""):
    pipeline.define(FLOW.replace("{flow}", flow).replace("{table}", table), VIEW)


def event(id_, seq, level=None, city=None, note=None, op="put"):
    return {"id": id_, "seq": seq, "op": op, "level": level, "city": city, "note": note}


def delete(id_, seq):
    return event(id_, seq, op="delete")


# What the tables must be, in plain Python.


def in_sequence(events):
    """Events of one key by sequence; of equal ones a deletion wins, else the greater values."""

    def rank(one):
        values = [one[name] for name in ("level", "city", "note")]
        return one["op"] == "delete", [(value is not None, value) for value in values]

    winners = {}
    for one in sorted(events, key=rank):
        winners[one["seq"]] = one
    return [winners[seq] for seq in sorted(winners)]


def expected_states(events):
    last = in_sequence(events)[-1]
    return [] if last["op"] == "delete" else [values_of(last)]


def expected_versions(events):
    versions, current = [], None
    for one in in_sequence(events):
        tracked = (one["level"], one["city"])
        if one["op"] == "delete":
            if current:
                versions.append((*values_of(current["last"]), current["start"], one["seq"]))
            current = None
        elif current and current["tracked"] == tracked:
            current["last"] = one
        else:
            if current:
                versions.append((*values_of(current["last"]), current["start"], one["seq"]))
            current = {"tracked": tracked, "start": one["seq"], "last": one}
    if current:
        versions.append((*values_of(current["last"]), current["start"], None))
    return versions


def values_of(one):
    return one["id"], one["level"], one["city"], one["note"]


def random_histories(seed, keys):
    """Events of many keys: few values, so that they repeat, and few sequence values, so that some
    are equal; some events come twice."""
    dice = random.Random(seed)
    histories = {}
    for key in range(keys):
        name = f"user {key:03d}"
        events = []
        for _ in range(dice.randint(1, 9)):
            seq = dice.randint(1, 12)
            if dice.random() < 0.2:
                events.append(delete(name, seq))
            else:
                level, city = dice.choice(["free", "paid", None]), dice.choice("AB")
                events.append(event(name, seq, level, city, dice.choice("xyz")))
        events += [dict(one) for one in events if dice.random() < 0.1]
        histories[name] = events
    return histories


@pytest.mark.parametrize(
    ("flow", "expected"), [(SCD_1, expected_states), (SCD_2, expected_versions)], ids=["1", "2"]
)
def test_order_of_arrival_and_batches_do_not_matter(pipeline, flow, expected):
    histories = random_histories(seed=1, keys=400)
    dice = random.Random(2)
    batches = [[] for _ in range(4)]
    for events in histories.values():
        for one in events:
            dice.choice(batches).append(one)
    define(pipeline, flow)
    for batch in batches:
        dice.shuffle(batch)
        pipeline.arrive(*batch)
    assert pipeline.update().succeeded
    wanted = [row for events in histories.values() for row in expected(events)]
    assert pipeline.rows("users") == sorted(wanted, key=repr)


def test_a_late_event_between_equal_ones_splits_their_version(pipeline):
    define(pipeline, SCD_2)
    pipeline.arrive(event("u", 1, "A", note="first"))
    pipeline.arrive(event("u", 3, "A", note="third"))
    pipeline.update()
    assert pipeline.rows("users") == [("u", "A", None, "third", 1, None)]
    pipeline.arrive(event("u", 2, "B"))
    pipeline.update()
    assert pipeline.rows("users") == [
        ("u", "A", None, "first", 1, 2),
        ("u", "A", None, "third", 3, None),
        ("u", "B", None, None, 2, 3),
    ]


def test_a_deletion_closes_the_version_and_a_later_event_opens_another(pipeline):
    define(pipeline, SCD_2)
    pipeline.arrive(event("u", 1, "A"), delete("u", 5), event("u", 8, "A"))
    pipeline.update()
    assert pipeline.rows("users") == [
        ("u", "A", None, None, 1, 5),
        ("u", "A", None, None, 8, None),
    ]


def test_all_columns_but_the_keys_are_tracked_unless_a_list_says_otherwise(pipeline):
    define(pipeline, "stored_as_scd_type=2,")
    pipeline.arrive(event("u", 1, "A", note="x"), event("u", 2, "A", note="y"))
    pipeline.update()
    assert [row[3:] for row in pipeline.rows("users")] == [("x", 1, 2), ("y", 2, None)]


def test_a_late_event_does_not_bring_a_deleted_row_back(pipeline):
    define(pipeline, SCD_1)
    pipeline.arrive(event("u", 1, "A"), event("v", 1, "A"))
    pipeline.update()
    pipeline.arrive(delete("u", 5))
    pipeline.update()
    pipeline.arrive(event("u", 3, "B"), event("v", 3, "B"))
    pipeline.update()
    assert pipeline.rows("users") == [("v", "B", None, None)]
    # Readers see an ordinary table: the deletion is remembered elsewhere.
    assert pipeline.table("users").columns == ["id", "level", "city", "note"]


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ({"id": None, "seq": 1}, "key 'id' is NULL in 1 change events"),
        ({"id": "u", "seq": None}, "sequence_by 'seq' is NULL in 1 change events"),
    ],
)
def test_an_event_without_key_or_sequence_fails_the_flow(pipeline, broken, told):
    define(pipeline, SCD_1)
    pipeline.arrive({**event("u", 1, "A"), **broken})
    result = pipeline.update()
    assert told in result.problem
    assert '"op":"put"' in result.problem
    assert pipeline.rows("users") == []


def test_expectations_are_applied_before_the_merge(pipeline):
    define(pipeline, SCD_2, ', expect_all_or_drop={"known": "level <> \'?\'"}')
    pipeline.arrive(event("u", 1, "A"), event("u", 2, "?"), event("u", 3, "A"))
    flow = pipeline.update().flows["users"]
    assert flow["rejected"] == {"known": 1}
    assert pipeline.rows("users") == [("u", "A", None, None, 1, None)]


def test_expectations_of_the_changes_are_counted_by_the_flow_that_takes_them(pipeline):
    rules = """
@dp.expect_all({"has_note": "note IS NOT NULL"})
@dp.expect_all_or_drop({"has_city": "city IS NOT NULL"})
"""
    changes = '@dp.temporary_view(name="changes")'
    pipeline.define(
        FLOW.replace("{flow}", SCD_1)
        .replace("{table}", "")
        .replace(changes, changes + rules.rstrip()),
        VIEW,
    )
    pipeline.arrive(event("a", 1, city="Oslo"), event("b", 1), event("c", 1, city="Rome", note="x"))
    flow = pipeline.update().flows["users"]
    assert flow["rejected"] == {"has_city": 1}
    assert flow["warned"] == {"has_note": 2}
    assert {row[0] for row in pipeline.rows("users")} == {"a", "c"}


def test_a_fail_expectation_leaves_the_target_as_it_was(pipeline):
    define(pipeline, SCD_1, ', expect_all_or_fail={"known": "level <> \'?\'"}')
    pipeline.arrive(event("u", 1, "A"))
    pipeline.update()
    pipeline.arrive(event("u", 2, "B"))
    pipeline.arrive(event("v", 3, "?"))
    result = pipeline.update()
    assert "expectation 'known'" in result.problem
    assert pipeline.rows("users") == [("u", "A", None, None)]


def test_a_changed_flow_asks_for_a_full_refresh(pipeline):
    define(pipeline, SCD_1)
    pipeline.arrive(event("u", 1, "A"))
    pipeline.update()
    define(pipeline, SCD_2)
    assert "--full-refresh users" in pipeline.update().problem
    assert pipeline.update(["users"]).succeeded
    assert pipeline.rows("users") == [("u", "A", None, None, 1, None)]


def test_a_column_that_the_source_lacks_is_named(pipeline):
    define(pipeline, SCD_2.replace("'city'", "'town'"))
    assert "track_history_column_list names 'town'" in pipeline.update().problem


def test_changes_that_spark_must_remember_are_merged_batch_by_batch(pipeline):
    remembering = """
@dp.temporary_view(name="changes")
def changes() -> DataFrame:
    events = spark.readStream.schema("id STRING, at TIMESTAMP").json(spark.conf.get("events"))
    return events.withWatermark("at", "1 hour").dropDuplicates(["id", "at"])


dp.create_streaming_table(name="users")
dp.create_auto_cdc_flow(
    target="users", source="changes", keys=["id"], sequence_by="at", stored_as_scd_type=2
)
"""
    pipeline.define(remembering, VIEW)
    one = {"id": "u", "at": "2026-01-01T00:00:00Z"}
    pipeline.arrive(one, one)
    assert pipeline.update().flows["users"]["rowsOut"] == 1
    pipeline.arrive({"id": "u", "at": "2026-01-01T00:30:00Z"}, one)
    assert pipeline.update().flows["users"]["rowsOut"] == 2
    assert [row[0] for row in pipeline.rows("users")] == ["u", "u"]
