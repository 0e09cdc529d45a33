"""The files that a stream of a directory reads."""

from glob import glob, has_magic
from pathlib import Path

FILE_FORMATS = ("json", "csv", "text", "parquet", "orc", "xml")


def is_local(path: str) -> bool:
    """Whether a path names this machine's files, and not those of a service."""
    return "://" not in path and not path.startswith(("dbfs:", "s3:", "abfss:", "gs:"))


def matching_files(paths: tuple[str, ...]) -> list[str]:
    """Files of directories or patterns, by name; as in Spark, hidden files do not count."""
    found: set[str] = set()
    for path in paths:
        plain = path.removeprefix("file:")
        places = glob(plain) if has_magic(plain) else [plain]
        for place in map(Path, places):
            entries = place.iterdir() if place.is_dir() else [place]
            found |= {str(entry.resolve()) for entry in entries if _counts(entry)}
    return sorted(found)


def _counts(file: Path) -> bool:
    return file.is_file() and not file.name.startswith(("_", "."))
