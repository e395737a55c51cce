"""What a person asks for: plain async functions that turn a lesson into an edit, or into files.

May import: the crafts (`services`, `render`, `export`, `imports`, `store`) and everything below them.
Start reading at `voice_lines.py`.
"""
