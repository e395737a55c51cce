"""From film to a package, one format per file; what a format cannot carry is listed, never dropped silently.

May import: media, wire, edits, model, jobs, settings, listeners, errors, places.
Start reading at `exporter.py`, then `web.py`.
"""
