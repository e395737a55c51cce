"""The project file: one SQLite file that holds the lesson, its media, its history and its versions.

May import: `media`, `model`, `files`, `listeners`, `errors`, `places`; never `document` or another craft.
Start reading at `project.py`.
"""
