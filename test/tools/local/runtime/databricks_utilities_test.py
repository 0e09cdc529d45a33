"""`dbutils` of a local run: secrets are environment variables."""

import pytest

from tools.local.runtime.databricks_utilities import LocalUtilities
from tools.local.runtime.errors import PipelineError


def test_a_secret_is_the_value_of_an_environment_variable(monkeypatch):
    monkeypatch.setenv("SECRET_MUSIC_STREAMING_KAFKA_PASSWORD", 'a"b')
    assert LocalUtilities().secrets.get("music-streaming", "kafka.password") == 'a"b'
    assert LocalUtilities().secrets.get(scope="music-streaming", key="kafka-password") == 'a"b'


def test_a_missing_secret_names_its_variable():
    with pytest.raises(PipelineError, match="SECRET_SHOP_PASSWORD, which is not set"):
        LocalUtilities().secrets.get("shop", "password")


def test_nothing_else_exists():
    with pytest.raises(AttributeError, match=r"dbutils\.fs does not exist in a local run"):
        LocalUtilities().fs.ls("/")
