"""Schema 1: the first one; from an empty file."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None

_TABLES = {
    "lesson": (
        "id TEXT NOT NULL, hash BLOB NOT NULL, title TEXT, language TEXT, description TEXT, author TEXT,"
        ' audience TEXT, objectives TEXT, "cast" TEXT, scenes TEXT, start TEXT, music TEXT, style TEXT, shape TEXT,'
        " pass_points INTEGER, state TEXT, approvals TEXT, brief TEXT, board TEXT, PRIMARY KEY (id)"
    ),
    "characters": (
        "id TEXT NOT NULL, hash BLOB NOT NULL, name TEXT, colour TEXT, look TEXT, voice TEXT, acting_notes TEXT,"
        " pronunciations TEXT, portrait TEXT, PRIMARY KEY (id)"
    ),
    "scenes": "id TEXT NOT NULL, hash BLOB NOT NULL, title TEXT, lines TEXT, music TEXT, notes TEXT, PRIMARY KEY (id)",
    "exits": (
        "scene TEXT NOT NULL, hash BLOB NOT NULL, kind TEXT, choices TEXT, data TEXT, PRIMARY KEY (scene),"
        " FOREIGN KEY (scene) REFERENCES scenes (id) DEFERRABLE INITIALLY DEFERRED"
    ),
    "choices": (
        "scene TEXT NOT NULL, id TEXT NOT NULL, hash BLOB NOT NULL, text TEXT, correct INTEGER, feedback TEXT,"
        ' points INTEGER, "to" TEXT, condition TEXT, accepts TEXT, PRIMARY KEY (scene, id),'
        " FOREIGN KEY (scene) REFERENCES scenes (id) DEFERRABLE INITIALLY DEFERRED"
    ),
    "lines": (
        "scene TEXT NOT NULL, id TEXT NOT NULL, hash BLOB NOT NULL, speaker TEXT, text TEXT, direction TEXT,"
        " pause_ms INTEGER, picture TEXT, overlays TEXT, effects TEXT, takes TEXT, chosen TEXT,"
        " PRIMARY KEY (scene, id),"
        " FOREIGN KEY (scene) REFERENCES scenes (id) DEFERRABLE INITIALLY DEFERRED"
    ),
    "takes": (
        "scene TEXT NOT NULL, line TEXT NOT NULL, id TEXT NOT NULL, hash BLOB NOT NULL, request TEXT, asset TEXT,"
        " length_ms INTEGER, words TEXT, origin TEXT, cost_micros INTEGER, PRIMARY KEY (scene, line, id),"
        " FOREIGN KEY (scene, line) REFERENCES lines (scene, id) DEFERRABLE INITIALLY DEFERRED"
    ),
    "board": "scene TEXT NOT NULL, hash BLOB NOT NULL, x INTEGER, y INTEGER, PRIMARY KEY (scene)",
    "assets": (
        "sha256 TEXT NOT NULL, hash BLOB NOT NULL, kind TEXT, media_type TEXT, size_bytes INTEGER, origin TEXT,"
        " at TEXT, PRIMARY KEY (sha256)"
    ),
    "makings": "request_key TEXT NOT NULL, hash BLOB NOT NULL, sha256 TEXT, data TEXT, at TEXT, PRIMARY KEY (request_key)",
    "history": "number INTEGER NOT NULL, hash BLOB NOT NULL, label TEXT, at TEXT, data BLOB, PRIMARY KEY (number)",
    "versions": (
        "number INTEGER NOT NULL, hash BLOB NOT NULL, name TEXT, at TEXT, step INTEGER, data BLOB,"
        " PRIMARY KEY (number)"
    ),
    "ledger": (
        "number INTEGER NOT NULL, hash BLOB NOT NULL, request_key TEXT, provider TEXT, model TEXT, asked_at TEXT,"
        " estimate_micros INTEGER, answered_at TEXT, cost_micros INTEGER, outcome TEXT, note TEXT,"
        " PRIMARY KEY (number)"
    ),
}
_CHUNKS = (
    "sha256 TEXT NOT NULL, place INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (sha256, place),"
    " FOREIGN KEY (sha256) REFERENCES assets (sha256) DEFERRABLE INITIALLY DEFERRED"
)


def upgrade() -> None:
    """Make every table."""
    for name, columns in _TABLES.items():
        op.execute(f"CREATE TABLE {name} ({columns}) WITHOUT ROWID, STRICT")
    op.execute(f"CREATE TABLE chunks ({_CHUNKS}) STRICT")
