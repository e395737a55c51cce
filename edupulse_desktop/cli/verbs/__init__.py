"""One file per verb, each short: arguments in, a workflow, an answer out.

May import: `cli.console`, `cli.run`, `studio` and everything below.
Start reading at `demo.py`.
"""
