"""What can be done to a lesson: each verb a frozen dataclass, lesson in, lesson out.

May import: `model`, `errors` and the standard library.
Start reading at `edit.py`, then `lines.py`.
"""
