"""The headless program `edupulse`: one verb, one file.

May import: `studio` and everything below it; never `ui`.
Start reading at `main.py`.
"""
