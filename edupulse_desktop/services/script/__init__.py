"""Scripts from a brief: the protocol of a script writer, and the writers there are.

May import: media, model and what lies below them.
Start reading at `writer.py`, then `outline.py`.
"""
