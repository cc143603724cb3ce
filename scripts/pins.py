"""Print uv.lock as pip constraints, so that an environment without uv gets the same versions."""

import sys
import tomllib
from pathlib import Path
from typing import Any


def pins(lock: Path) -> list[str]:
    packages = tomllib.loads(lock.read_text(encoding="utf-8"))["package"]
    return [pin(package) for package in packages if "registry" in package["source"]]


def pin(package: dict[str, Any]) -> str:
    # A package may be locked twice, for older and newer Pythons: pip then needs the markers.
    markers = " or ".join(f"({marker})" for marker in package.get("resolution-markers", []))
    return f"{package['name']}=={package['version']}" + (f" ; {markers}" if markers else "")


if __name__ == "__main__":
    here = Path(__file__).resolve().parent.parent
    sys.stdout.write("\n".join(pins(here / "uv.lock")) + "\n")
