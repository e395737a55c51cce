"""MP4 files: one film track, one sound track, captions, chapters and a poster, written in one pass.

May import: its neighbours in render; knows boxes and tables, nothing of lessons.
Start reading at `film.py`, then `tracks.py` and `boxes.py`.
"""
