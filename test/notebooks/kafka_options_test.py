"""The options that the raw notebook gives Spark's Kafka reader."""

from types import SimpleNamespace
from typing import Any

import pytest

JAAS = 'ScramLoginModule required username="music" password="{}";'

Configuration = dict[str, str]


@pytest.fixture
def options_of(pipeline: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The options of the reader, by the pipeline's configuration and secrets by scope and key."""
    notebook = pipeline.definitions["ingestion/raw"]

    def options_of(
        configuration: Configuration, secrets: dict[tuple[str, str], str] | None = None
    ) -> Configuration:
        given: Configuration = {}
        reader = SimpleNamespace(format=lambda _: reader, options=lambda **all: given.update(all))
        spark = SimpleNamespace(conf=configuration, readStream=reader)
        known = secrets or {}
        get = SimpleNamespace(get=lambda scope, key: known[scope, key])
        monkeypatch.setitem(notebook, "spark", spark)
        monkeypatch.setitem(notebook, "dbutils", SimpleNamespace(secrets=get))
        with pytest.raises(AttributeError):  # there is nothing to load
            notebook["read_topic"]("events")
        assert given.pop("subscribe") == "events"
        return given

    return options_of


def test_options_are_those_of_the_configuration(options_of: Any) -> None:
    configuration = {"kafka.bootstrap_servers": "a:9092", "kafka.min_partitions": "8", "own": "x"}
    assert options_of(configuration) == {"kafka.bootstrap.servers": "a:9092", "minPartitions": "8"}


def test_a_secret_that_is_a_whole_setting_is_taken_as_it_is(options_of: Any) -> None:
    jaas = JAAS.format('a\\"b')
    options = options_of(
        {"kafka.sasl_jaas_config": "<secret:music/jaas>"}, {("music", "jaas"): jaas}
    )
    assert options == {"kafka.sasl.jaas.config": jaas}


@pytest.mark.parametrize(
    ("password", "quoted"),
    [("plain", "plain"), ('a"b', 'a\\"b'), ("a\\b", "a\\\\b"), ("\\1", "\\\\1")],
)
def test_a_password_is_quoted_within_a_jaas_configuration(
    options_of: Any, password: str, quoted: str
) -> None:
    options = options_of(
        {"kafka.sasl_jaas_config": JAAS.format("<secret:music/password>")},
        {("music", "password"): password},
    )
    assert options == {"kafka.sasl.jaas.config": JAAS.format(quoted)}
