"""Fetch the NHS design system's files and axe-core from npm, make them ours to serve, and commit.

Run by hand when a version changes: `.venv/bin/python scripts/vendor_assets.py`. The result is
committed, so that nobody needs npm to run or test govflow. The licensed Frutiger font is taken out
(it may not be used here), and so is every address outside our own server.
"""

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
STATIC = HERE / "govflow" / "web" / "static" / "vendor"
TESTS = HERE / "tests" / "vendor"
PACKAGES = {"nhsuk-frontend": "10.6.1", "axe-core": "4.14.1"}

FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
FRUTIGER = re.compile(r"""["']?frutiger[^,;"'}]*["']?\s*,\s*""", re.IGNORECASE)
SOURCE_MAP = re.compile(r"(/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=.*)\s*$")
ABSOLUTE = re.compile(r"url\(/assets/")
OUTSIDE = re.compile(r"(?:https?:)?//(?!www\.w3\.org/)[a-z0-9-]+\.[a-z.]+", re.IGNORECASE)
LOGOS = re.compile(r"favicon|opengraph|nhsuk-icon-(mask|\d+)")


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        modules = fetched(Path(scratch))
        vendor_frontend(modules / "nhsuk-frontend" / "dist" / "nhsuk")
        vendor_axe(modules / "axe-core")
    for folder in (STATIC, TESTS):
        write_checksums(folder)


def fetched(scratch: Path) -> Path:
    wanted = [f"{name}@{version}" for name, version in PACKAGES.items()]
    command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    subprocess.run([*command, *wanted], cwd=scratch, check=True)
    return scratch / "node_modules"


def vendor_frontend(dist: Path) -> None:
    target = emptied(STATIC / "nhsuk-frontend")
    images = emptied(target / "assets" / "images")
    css = without_strangers((dist / "nhsuk-frontend.min.css").read_text(encoding="utf-8"))
    js = SOURCE_MAP.sub("", (dist / "nhsuk-frontend.min.js").read_text(encoding="utf-8"))
    (target / "nhsuk-frontend.min.css").write_text(css + "\n", encoding="utf-8")
    (target / "nhsuk-frontend.min.js").write_text(js + "\n", encoding="utf-8")
    for name in sorted(set(re.findall(r"url\(assets/images/([\w-]+\.svg)\)", css))):
        refuse_logo(name)
        shutil.copyfile(dist / "assets" / "images" / name, images / name)
    shutil.copyfile(HERE / "scripts" / "licences" / "nhsuk-frontend.txt", target / "LICENSE.txt")
    refuse_outside(css, "nhsuk-frontend.min.css")
    refuse_outside(js, "nhsuk-frontend.min.js")


def without_strangers(css: str) -> str:
    """The stylesheet without the licensed font, and with addresses relative to itself."""
    css = FRUTIGER.sub("", FONT_FACE.sub("", css))
    return ABSOLUTE.sub("url(assets/", SOURCE_MAP.sub("", css))


def vendor_axe(package: Path) -> None:
    target = emptied(TESTS / "axe-core")
    for name in ("axe.min.js", "LICENSE", "LICENSE-3RD-PARTY.txt"):
        shutil.copyfile(package / name, target / name)


def emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def refuse_outside(text: str, name: str) -> None:
    found = sorted(set(OUTSIDE.findall(text)))
    if found or "frutiger" in text.lower():
        sys.exit(f"{name} still points outside, or names the licensed font: {found}")


def refuse_logo(name: str) -> None:
    if LOGOS.search(name):
        sys.exit(f"{name} carries the NHS logo, which govflow may not use.")


def write_checksums(folder: Path) -> None:
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}"
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "SHA256SUMS"
    ]
    (folder / "SHA256SUMS").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
