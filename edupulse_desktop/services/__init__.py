"""Other minds, behind protocols: speech, pictures, scripts, reviews; one of each is built in and needs no network.

May import: media, wire, edits, model and what lies below them; the kinds do not know each other.
Start reading at `speech/speaker.py`.
"""
