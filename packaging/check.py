"""Everything CI checks, in CI's order: format, lint, types, contracts, tests. Stops at the first that fails."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
TOOLS = Path(PYTHON).parent

CHECKS: tuple[tuple[str, list[str]], ...] = (
    ("format", [PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."]),
    ("lint", [PYTHON, "-m", "ruff", "check", "--quiet", "."]),
    ("types", [PYTHON, "-m", "mypy"]),
    ("contracts", [str(TOOLS / "lint-imports"), "--no-cache"]),
    ("tests", [PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider"]),
)


def main() -> int:
    """Run every check; return the exit code of the first that fails."""
    for name, command in CHECKS:
        started_s = time.monotonic()
        print(f"--- {name}", flush=True)
        code = subprocess.call(command, cwd=ROOT)
        print(
            f"--- {name}: {'ok' if code == 0 else 'FAILED'} in {time.monotonic() - started_s:.0f} s",
            flush=True,
        )
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
