"""Files that are seen and heard, and the only door to FFmpeg and to child processes.

May import: model, jobs, settings, listeners, errors, places.
Start reading at `ffmpeg.py`.
"""
