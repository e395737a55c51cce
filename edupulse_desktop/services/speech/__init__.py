"""Text to speech with word times: the protocol of a speaker, and the speakers there are.

May import: media, model and what lies below them.
Start reading at `speaker.py`, then `espeak.py`.
"""
