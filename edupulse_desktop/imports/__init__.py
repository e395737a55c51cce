"""Other people's files become a draft, one format per file; every repair is said in a note.

May import: media, model, errors and what lies below them; never services, store or the open document.
Start reading at `detect.py`, then `scenario.py`.
"""
