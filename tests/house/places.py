"""Where the house tests look."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "govflow"
VENDORED = (PACKAGE / "web" / "static" / "vendor", ROOT / "tests" / "vendor")


def python_files(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def product_texts() -> Iterator[Path]:
    """Everything whose words a person may read."""
    for folder, kinds in (
        ("govflow", {".py", ".css", ".js", ".md", ".yaml", ".json"}),
        ("templates", {".jinja", ".html", ".txt"}),
        ("workflows", {".yaml"}),
    ):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in kinds and not any(path.is_relative_to(v) for v in VENDORED):
                yield path


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
