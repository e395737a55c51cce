"""What a lesson is: frozen values, and what can be derived from them.

May import: the standard library and `errors`.
Start reading at `lesson.py`.
"""
