"""Work that takes time: one kind of job for everything.

May import: `listeners`, `errors`.
Start reading at `job.py`.
"""
