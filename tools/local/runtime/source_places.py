"""Where the author wrote what a generated notebook holds."""

import re
import traceback
from pathlib import Path

from tools.artefacts.manifest import AuthorSource, Manifest

CELL = "# COMMAND ----------"
# How Spark writes the place of an error in SQL, and Python one in a traceback.
LINE_OF_SQL = re.compile(r"line (\d+),? pos")
LINE_OF_CALL = re.compile(r'^\s*File "(?P<file>[^"]+)", line (?P<line>\d+)', re.MULTILINE)
LINE_OF_CALL_SITE = re.compile(r"^(?P<file>.+):(?P<line>\d+)$", re.MULTILINE)


class SourcePlaces:
    """Translates lines of the notebooks of a pipeline to lines of the author's files."""

    def __init__(self, manifest: Manifest) -> None:
        """Notebooks are read when a place is asked for."""
        self._manifest = manifest

    def of_dataset(self, name: str, notebook_place: str) -> str:
        """The function or statement that computes a dataset; else where its notebook defines it."""
        return self.of_author(name) or displayed(notebook_place)

    def of_author(self, name: str) -> str | None:
        """The function or statement that computes a dataset; none if its code is generated."""
        dataset = self._manifest.datasets.get(name)
        return str(dataset.source) if dataset and dataset.source else None

    def of_sql_error(self, name: str, message: str, notebook_place: str) -> str:
        """The line of a view's statement that Spark's message names."""
        dataset, line = self._manifest.datasets.get(name), LINE_OF_SQL.search(message)
        if dataset is None or dataset.source is None or line is None:
            return self.of_dataset(name, notebook_place)
        return f"{dataset.source.file}:{line[1]}"

    def of_error(self, error: BaseException) -> str | None:
        """The last line of the author's files that an error passed through, if there is one."""
        frames = traceback.extract_tb(error.__traceback__)
        passed = [(frame.filename, frame.lineno or 0) for frame in frames]
        # Python functions fail in other processes, and expressions in Spark: their errors are text.
        text = str(error)
        found = [*LINE_OF_CALL.finditer(text), *LINE_OF_CALL_SITE.finditer(text)]
        passed += [(match["file"], int(match["line"])) for match in found]
        places = [self._of_line(Path(file), line) for file, line in passed]
        return next((place for place in reversed(places) if place is not None), None)

    def of_line(self, notebook: Path, line: int) -> str:
        """The author's line, or that of the notebook if it is generated."""
        return self._of_line(notebook, line) or displayed(f"{notebook}:{line}")

    def _of_line(self, notebook: Path, line: int) -> str | None:
        if self._manifest.directory not in notebook.parents or not notebook.exists():
            return None
        file = notebook.relative_to(self._manifest.directory).as_posix()
        lines = notebook.read_text(encoding="utf-8").splitlines()
        first = max((i for i in range(line) if lines[i] == CELL), default=0)
        for number, text in enumerate(lines[first + 1 :], first + 2):
            if text == CELL:
                return None
            source = self._function(file, text)
            if source is not None:
                return f"{source.file}:{source.line + line - number}"
        return None

    def _function(self, notebook: str, text: str) -> AuthorSource | None:
        """The author's function that begins with a line of a notebook."""
        for dataset in self._manifest.datasets.values():
            source = dataset.source
            if source is None or dataset.notebook != notebook:
                continue
            if source.function is not None and text.startswith(f"def {source.function}("):
                return source
        return None


def displayed(place: str) -> str:
    """A place as a person would type it at the project's root."""
    path, line = place.rsplit(":", 1)
    try:
        return f"{Path(path).relative_to(Path.cwd())}:{line}"
    except ValueError:
        return place
