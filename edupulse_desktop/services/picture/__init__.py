"""Painters: who makes a picture from words; the built-in one designs a card.

May import: media, model and what lies below them; never the other kinds of service.
Start reading at `painter.py`.
"""
