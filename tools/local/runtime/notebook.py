"""Executes notebooks unchanged, in the Databricks source format."""

import ast
import hashlib
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyspark

from tools.local.runtime.databricks_utilities import LocalUtilities
from tools.local.runtime.errors import PipelineError
from tools.local.runtime.notebook_code import NotebookCode
from tools.local.runtime.pipelines import Registry
from tools.local.runtime.source_places import SourcePlaces


def run_python_notebook(path: Path, registry: Registry, spark: Any, places: SourcePlaces) -> None:
    """Execute a Python notebook; the datasets it defines are added to the registry.

    Cells are comments to Python, so the file is compiled whole and tracebacks name its real lines.
    """
    source = path.read_text(encoding="utf-8")
    before = set(registry.definitions)
    try:
        code = compile(source, str(path), "exec", dont_inherit=True)
    except SyntaxError as error:
        place = places.of_line(path, error.lineno or 1)
        raise PipelineError(f"{place}: {error.msg}") from None
    namespace: dict[str, Any] = {
        "__name__": path.stem,
        "__file__": str(path),
        "spark": spark,
        "dbutils": LocalUtilities(),
    }
    with _pipelines_module(registry):
        try:
            exec(code, namespace)
        except PipelineError:
            raise
        except Exception as error:
            place = places.of_error(error) or _place_in(path, error)
            raise PipelineError(f"{place}: {type(error).__name__}: {error}") from error
    notebook_code = NotebookCode(ast.parse(source))
    for name, definition in registry.definitions.items():
        if name not in before:
            line = int(definition.place.rsplit(":", 1)[1])
            evaluated = repr((definition.schema, definition.expectations, definition.change_flow))
            text = notebook_code.closure_of(line) + evaluated
            definition.code = hashlib.sha256(text.encode()).hexdigest()


def _place_in(path: Path, error: BaseException) -> str:
    """`file:line` of the last line of a notebook that an error passed through."""
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == str(path)
    ]
    return f"{path}:{lines[-1]}" if lines else str(path)


@contextmanager
def _pipelines_module(registry: Registry) -> Iterator[None]:
    """Let `from pyspark import pipelines` find our API while a notebook is executed."""
    earlier_module = sys.modules.get("pyspark.pipelines")
    earlier_attribute = getattr(pyspark, "pipelines", None)
    module = registry.as_module()
    sys.modules["pyspark.pipelines"] = module
    pyspark.pipelines = module
    try:
        yield
    finally:
        _restore(earlier_module, earlier_attribute)


def _restore(module: Any, attribute: Any) -> None:
    if module is None:
        del sys.modules["pyspark.pipelines"]
    else:
        sys.modules["pyspark.pipelines"] = module
    if attribute is None:
        del pyspark.pipelines
    else:
        pyspark.pipelines = attribute
