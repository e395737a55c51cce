"""Files that are seen and heard, text that becomes pixels, and the only doors to child processes.

May import: model, jobs, settings, files, listeners, errors, places.
Start reading at `ffmpeg.py`, then `typesetter.py`.
"""
