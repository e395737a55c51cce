"""Numbered steps from schema to schema, each with a stored project of the schema it starts from as its test.

May import: `alembic`, `sqlalchemy`; never `store.tables`, which describes only the newest schema.
Start reading at `versions/`.
"""
