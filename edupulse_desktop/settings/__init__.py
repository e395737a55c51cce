"""What the user prefers: one declaration per setting, one file, keys in the system's keyring.

May import: `listeners`, `errors`, `places`, `files`.
Start reading at `schema.py`.
"""
