"""Writes THIRD_PARTY_NOTICES.md: every locked package, the fonts and the programs, with their licences.

    python packaging/notices.py

Names and versions come from requirements.lock, licences from the metadata of what is installed here.
"""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "THIRD_PARTY_NOTICES.md"

PROGRAMS = """## Programs and data inside packages

| What | Comes with | Licence | How it is used |
|---|---|---|---|
| FFmpeg with x264 | imageio-ffmpeg | GPL-3.0-or-later | started as a separate program |
| FFmpeg libraries with x264 | av | LGPL-3.0-or-later, x264 GPL-2.0-or-later | encodes raw pictures and sound that we made |
| espeak-ng and its voice data | espeakng-loader | GPL-3.0-or-later | runs in a helper program of its own |
| Qt | pyside6 | LGPL-3.0-only | libraries that can be replaced |
| Fonts | resources/fonts | OFL-1.1 | licence texts lie beside the fonts |

An installer that contains these parts is distributed under the terms of the GPL-3.0.
"""


def main() -> None:
    """Write the notices."""
    lock = (ROOT / "requirements.lock").read_text()
    pinned = sorted(set(re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", lock, re.MULTILINE)))
    rows = [f"| {name} | {version} | {_licence(name)} |" for name, version in pinned]
    head = "# Third-party notices\n\nMade by `packaging/notices.py`; do not edit.\n\n"
    table = "## Python packages\n\n| Package | Version | Licence |\n|---|---|---|\n" + "\n".join(rows)
    TARGET.write_text(f"{head}{PROGRAMS}\n{table}\n", "utf-8")


def _licence(name: str) -> str:
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return "not installed on this system; see the package"
    named = about.get("License-Expression")
    classified = [
        entry.rsplit(" :: ", 1)[-1]
        for entry in about.get_all("Classifier", [])
        if entry.startswith("License ::")
    ]
    short = (about.get("License") or "").strip().splitlines()
    text = named or ", ".join(classified) or (short[0] if short else "see the package")
    return text[:80]


if __name__ == "__main__":
    main()
