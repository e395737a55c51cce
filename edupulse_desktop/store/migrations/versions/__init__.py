"""One file for each step; its number is the schema it leads to.

May import: `alembic`, `sqlalchemy`.
Start reading at the highest number.
"""
