"""`python -m edupulse_desktop`: the program, as the command `edupulse`."""

from __future__ import annotations

from edupulse_desktop.cli.main import main

if __name__ == "__main__":
    main()
