"""The open lesson: do, undo, redo, and the news of it.

May import: `edits`, `model`, `listeners`, `errors` and the standard library.
Start reading at `document.py`.
"""
