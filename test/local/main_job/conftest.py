"""The command that people run, in a copy of the project that has nothing but its own state."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

# The modules beside this file are imported by their names.
sys.path.insert(0, str(Path(__file__).parent))

NEEDED = ["main.ts", "constructs", "environments", "notebooks", "local", "package.json"]
SETTINGS = ["tsconfig.json", "cdktf.json"]
SHARED = ["node_modules", ".local/toolchain"]

PATIENCE_SECONDS = 900


class Project:
    """A copy of the project whose `.local` is empty but for the toolchain."""

    def __init__(self, original: Path, directory: Path) -> None:
        self.directory = directory
        for name in NEEDED + SETTINGS:
            copy = shutil.copytree if (original / name).is_dir() else shutil.copy
            copy(original / name, directory / name)
        for name in SHARED:
            (directory / name).parent.mkdir(exist_ok=True)
            (directory / name).symlink_to(original / name)

    def start(self, *options: str) -> str:
        """What `npm start` runs when everything is set up; tells what it printed."""
        return self._run("local/start.ts", *options)

    def query(self, sql: str) -> list[dict[str, Any]]:
        """What `npm run query` runs."""
        return json.loads(self._run("local/query.ts", "--format", "json", sql))

    @property
    def warehouse(self) -> Path:
        """The directory with a Delta table for each dataset."""
        return self.directory / ".local" / "warehouse"

    def _run(self, script: str, *options: str) -> str:
        command = ["node", "node_modules/ts-node/dist/bin.js", script, *options]
        # Nothing that the tests set for their own Spark: it must find everything by itself.
        environment = {name: text for name, text in os.environ.items() if "SPARK" not in name}
        finished = subprocess.run(
            command,
            cwd=self.directory,
            env=environment,
            capture_output=True,
            timeout=PATIENCE_SECONDS,
        )
        output, problems = finished.stdout.decode(), finished.stderr.decode()
        assert finished.returncode == 0, f"{' '.join(command)}\n{output}\n{problems}"
        return output


@pytest.fixture(scope="session")
def fresh_project(
    project_root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], Project]:
    return lambda: Project(project_root, tmp_path_factory.mktemp("project"))
