"""The `dbutils` that notebooks see: only secrets, whose values are environment variables."""

import os
import re

from tools.local.runtime.errors import PipelineError


class LocalSecrets:
    """`dbutils.secrets`, for local runs that need a secret after all."""

    def get(self, scope: str, key: str) -> str:
        """The value of a secret: of `SECRET_<SCOPE>_<KEY>`, with `_` for other characters."""
        variable = "SECRET_" + re.sub(r"\W", "_", f"{scope}_{key}").upper()
        value = os.environ.get(variable)
        if value is None:
            raise PipelineError(
                f"dbutils.secrets.get('{scope}', '{key}'): a local run takes the value from the "
                f"environment variable {variable}, which is not set"
            )
        return value


class LocalUtilities:
    """`dbutils` of a local run."""

    def __init__(self) -> None:
        """Secrets are read when they are asked for."""
        self.secrets = LocalSecrets()

    def __getattr__(self, name: str) -> None:
        """Everything else that Databricks offers is missing."""
        raise AttributeError(f"dbutils.{name} does not exist in a local run: only dbutils.secrets")
