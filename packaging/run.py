"""One command from a fresh machine: sets everything up in .venv, then runs the main job or the tests.

    python3 packaging/run.py demo [FOLDER]     the sample lesson becomes a project, a film and a web player
    python3 packaging/run.py test [ARGUMENTS]  every check and test; ARGUMENTS go to pytest alone
    python3 packaging/run.py setup             only sets up

Needs Python 3.11 to 3.14 and nothing else: on Debian and Ubuntu, system packages that are missing are
installed if you are root, and named in one sentence if you are not.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
PACKAGES = ROOT / "resources" / "debian_packages.json"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST, NEWEST = (3, 11), (3, 14)


def main(arguments: list[str]) -> int:
    """Set up and run what was asked for; return the exit code."""
    verb, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if verb not in {"demo", "test", "setup"}:
        print(__doc__)
        return 2
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        return _refuse(
            "EduPulse needs Python 3.11, 3.12, 3.13 or 3.14; this is " + sys.version.split()[0] + "."
        )
    missing = _missing_packages(for_tests=verb == "test")
    if missing and not _installed(missing):
        return _refuse(
            f"This machine lacks: {' '.join(missing)}. Install them with: "
            f"sudo apt-get install -y --no-install-recommends {' '.join(missing)}"
        )
    _set_up()
    if verb == "demo":
        return subprocess.call([PYTHON, "-m", "edupulse_desktop.cli.main", "demo", *rest])
    if verb == "test":
        checks = [PYTHON, ROOT / "packaging" / "check.py"]
        return subprocess.call([PYTHON, "-m", "pytest", *rest] if rest else checks, cwd=ROOT)
    return 0


def _missing_packages(*, for_tests: bool) -> list[str]:
    missing = [] if importlib.util.find_spec("ensurepip") else [f"python3.{sys.version_info.minor}-venv"]
    if sys.platform != "linux":
        return missing
    known = json.loads(PACKAGES.read_text("utf-8"))
    missing += [package for library, package in known["libraries"].items() if not _loads(library)]
    if for_tests and os.environ.get("EDUPULSE_NO_CHROMIUM") != "1":
        missing += [package for library, package in known["test_libraries"].items() if not _loads(library)]
        missing += [
            package for program, package in known["test_programs"].items() if not shutil.which(program)
        ]
    return missing


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _installed(packages: list[str]) -> bool:
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    print("Installing", *packages, flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = {"env": environment, "stdout": subprocess.DEVNULL}
    subprocess.call(["apt-get", "update", "-qq"], **quiet)
    return (
        subprocess.call(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], **quiet)
        == 0
    )


def _set_up() -> None:
    mark = VENV / "set-up-from"
    wanted = hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()
    if PYTHON.exists() and mark.exists() and mark.read_text() == wanted:
        return
    print("Setting up in", VENV, "(once; about a minute)", flush=True)
    subprocess.check_call([sys.executable, "-m", "venv", "--clear", VENV])
    pip = [PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    print("Fetching and installing packages …", flush=True)
    subprocess.check_call([*pip, "--require-hashes", "--only-binary", ":all:", "-r", LOCK], cwd=ROOT)
    subprocess.check_call([*pip, "--no-deps", "--no-build-isolation", "--editable", "."], cwd=ROOT)
    mark.write_text(wanted)


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
