"""Media bytes by content hash, in chunks; and which request made which asset.

Bytes are written once and never changed. They are read back through their own SHA-256, so that damage is
noticed where it matters. Programs that want a file get one in the cache folder, which may be deleted at any
time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection, bindparam, delete, insert, select

from edupulse_desktop.errors import NotMedia
from edupulse_desktop.files import replace_durably, storage_error, temporary_beside
from edupulse_desktop.model.asset import AssetKind, AssetRef
from edupulse_desktop.model.codec import CodecError, Plain, from_plain, to_plain
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Word
from edupulse_desktop.places import cache_folder
from edupulse_desktop.store.backups import remove_quietly
from edupulse_desktop.store.connection import Database
from edupulse_desktop.store.rebuilding import words_from_plain
from edupulse_desktop.store.records import words_to_plain
from edupulse_desktop.store.seal import Value, is_whole, sealed
from edupulse_desktop.store.tables import assets, chunks, makings
from edupulse_desktop.store.writer import now

CHUNK_BYTES = 2**20

_SUFFIXES = {
    "audio/mpeg": ".mp3",
    "audio/wav": ".wav",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "video/mp4": ".mp4",
    "video/webm": ".webm",
}
"""For programs that look at names; others go without."""


class OriginKind(StrEnum):
    """Where an asset comes from."""

    IMPORTED = "imported"
    MADE = "made"


@dataclass(frozen=True, slots=True)
class Origin:
    """How an asset came into the project.

    Args:
        name: file name or address it came from.
        cost_micros: millionths of the ledger's currency.
    """

    kind: OriginKind = OriginKind.IMPORTED
    name: str = ""
    provider: str = ""
    model: str = ""
    prompt: str = ""
    voice: str = ""
    licence: str = ""
    cost_micros: int = 0


@dataclass(frozen=True, slots=True)
class Asset:
    """What the project knows of an asset besides its bytes."""

    ref: AssetRef
    size_bytes: int
    origin: Origin
    at: str


@dataclass(frozen=True, slots=True)
class Making:
    """What one request has made, so that it need not be asked again."""

    request_key: str
    asset: AssetRef
    length_ms: int = 0
    words: tuple[Word, ...] = ()
    provider: str = ""
    cost_micros: int = 0


class Assets:
    """The assets of one project; may be used from any thread. Implements `media.asset_reader.AssetReader`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._taken_out: set[Path] = set()

    def put(self, data: bytes, kind: AssetKind, media_type: str, origin: Origin | None = None) -> AssetRef:
        """Keep bytes and return their name; the same bytes are kept once.

        Raises:
            ProjectReadOnly, StorageError: they could not be written.
        """
        pieces = (data[start : start + CHUNK_BYTES] for start in range(0, len(data), CHUNK_BYTES))
        ref = AssetRef(hashlib.sha256(data).hexdigest(), kind, media_type)
        self._keep(ref, len(data), pieces, origin or Origin())
        return ref

    def put_file(
        self, path: Path, kind: AssetKind, media_type: str, origin: Origin | None = None
    ) -> AssetRef:
        """Keep the bytes of a file, a piece at a time.

        Args:
            origin: if none, imported under the file's name.

        Raises:
            NotMedia: the file cannot be read, or changed meanwhile.
            ProjectReadOnly, StorageError: the bytes could not be written.
        """
        try:
            digest, size_bytes = hashlib.sha256(), 0
            for piece in _pieces(path):
                digest.update(piece)
                size_bytes += len(piece)
            ref = AssetRef(digest.hexdigest(), kind, media_type)
            self._keep(ref, size_bytes, _pieces(path), origin or Origin(name=path.name))
        except OSError as failure:
            message = f"“{path.name}” could not be read."
            raise NotMedia(
                message, hint="Check that the file is still there.", detail=str(failure)
            ) from failure
        return ref

    def read(self, asset: AssetRef) -> bytes:
        """Return the bytes of an asset.

        Raises:
            NotMedia: the asset is missing or damaged.
        """
        return b"".join(self._checked(asset))

    def file(self, asset: AssetRef) -> Path:
        """Return a file in the cache folder with the bytes of an asset; it must not be changed.

        Raises:
            NotMedia: the asset is missing or damaged.
            StorageError: there is no room for the file.
        """
        name = asset.sha256 + _SUFFIXES.get(asset.media_type, "")
        path = cache_folder() / "assets" / asset.sha256[:2] / name
        if path in self._taken_out and path.is_file():
            return path
        if not _holds(path, asset.sha256):
            self._take_out(asset, path)
        self._taken_out.add(path)
        return path

    def has(self, asset: AssetRef) -> bool:
        """Return whether the project keeps an asset."""
        with self._database.reading() as connection:
            return _is_there(connection, asset.sha256)

    def all(self) -> tuple[Asset, ...]:
        """Return every asset the project keeps, those that can still be named."""
        with self._database.reading() as connection:
            rows = [dict(row) for row in connection.execute(select(assets).order_by(assets.c.at)).mappings()]
        return tuple(asset for row in rows if (asset := _asset(row)) is not None)

    def unused(self, *lessons: Lesson) -> tuple[AssetRef, ...]:
        """Return the assets that none of these lessons names."""
        used: set[str] = set()
        for lesson in lessons:
            used.update(_named_in(to_plain(lesson)))
        return tuple(asset.ref for asset in self.all() if asset.ref.sha256 not in used)

    def remember(self, making: Making) -> None:
        """Keep what a request has made; the asset must have been put before.

        Raises:
            ProjectReadOnly, StorageError: it could not be written.
        """
        data = {
            "asset": to_plain(making.asset),
            "length_ms": making.length_ms,
            "words": words_to_plain(making.words),
            "provider": making.provider,
            "cost_micros": making.cost_micros,
        }
        row: dict[str, Value] = {
            "request_key": making.request_key,
            "sha256": making.asset.sha256,
            "data": json.dumps(data),
            "at": now(),
        }
        with self._database.writing() as connection:
            connection.execute(delete(makings).where(makings.c.request_key == making.request_key))
            connection.execute(insert(makings), [sealed("makings", row)])

    def made_by(self, request_key: str) -> Making | None:
        """Return what a request has made; none if it was never asked or its asset is gone."""
        with self._database.reading() as connection:
            found = (
                connection.execute(select(makings).where(makings.c.request_key == request_key))
                .mappings()
                .first()
            )
            if (
                found is None
                or not is_whole("makings", dict(found))
                or not _is_there(connection, found["sha256"])
            ):
                return None
        data = json.loads(found["data"])
        return Making(
            request_key,
            from_plain(AssetRef, data["asset"]),
            data["length_ms"],
            words_from_plain(data["words"]) or (),
            data["provider"],
            data["cost_micros"],
        )

    def _keep(self, ref: AssetRef, size_bytes: int, pieces: Iterator[bytes], origin: Origin) -> None:
        row: dict[str, Value] = {
            "sha256": ref.sha256,
            "kind": ref.kind.value,
            "media_type": ref.media_type,
            "size_bytes": size_bytes,
            "origin": json.dumps(to_plain(origin)),
            "at": now(),
        }
        with self._database.writing() as connection:
            if _is_there(connection, ref.sha256) and _bytes_are_whole(connection, ref.sha256):
                return
            connection.execute(delete(chunks).where(chunks.c.sha256 == ref.sha256))
            connection.execute(delete(assets).where(assets.c.sha256 == ref.sha256))
            connection.execute(insert(assets), [sealed("assets", row)])
            digest = hashlib.sha256()
            for place, piece in enumerate(pieces):
                digest.update(piece)
                connection.execute(insert(chunks), {"sha256": ref.sha256, "place": place, "bytes": piece})
            if digest.hexdigest() != ref.sha256:
                raise NotMedia(
                    f"“{origin.name}” changed while it was read.", hint="Try again when it is finished."
                )

    def _checked(self, asset: AssetRef) -> Iterator[bytes]:
        """Yield the bytes of an asset, and raise at their end if they are not its own."""
        digest = hashlib.sha256()
        place = 0
        while True:
            with self._database.reading() as connection:
                piece = connection.execute(_CHUNK, {"asset": asset.sha256, "number": place}).scalar()
            if not isinstance(piece, bytes):
                break
            digest.update(piece)
            yield piece
            place += 1
        if digest.hexdigest() != asset.sha256:
            found = "damaged" if place else "missing"
            message = (
                f"A {asset.kind.value} of this project is {found} ({asset.media_type}, {asset.sha256[:12]}…)."
            )
            raise NotMedia(
                message, hint="Replace it in the lesson, or restore a backup.", detail=asset.sha256
            )

    def _take_out(self, asset: AssetRef, path: Path) -> None:
        temporary = temporary_beside(path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with temporary.open("xb") as stream:
                for piece in self._checked(asset):
                    stream.write(piece)
        except OSError as failure:
            remove_quietly(temporary)
            raise storage_error(failure, path) from failure
        except BaseException:
            remove_quietly(temporary)
            raise
        replace_durably(temporary, path)


_CHUNK = select(chunks.c.bytes).where(
    chunks.c.sha256 == bindparam("asset"), chunks.c.place == bindparam("number")
)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(CHUNK_BYTES):
            yield piece


def _holds(path: Path, sha256: str) -> bool:
    """Return whether a file from an earlier run still has the bytes it is named by."""
    if not path.is_file():
        return False
    digest = hashlib.sha256()
    for piece in _pieces(path):
        digest.update(piece)
    return digest.hexdigest() == sha256


def _is_there(connection: Connection, sha256: str) -> bool:
    return connection.execute(select(assets.c.sha256).where(assets.c.sha256 == sha256)).first() is not None


def _bytes_are_whole(connection: Connection, sha256: str) -> bool:
    digest = hashlib.sha256()
    place = 0
    while isinstance(piece := connection.execute(_CHUNK, {"asset": sha256, "number": place}).scalar(), bytes):
        digest.update(piece)
        place += 1
    return digest.hexdigest() == sha256


def _asset(row: dict[str, Value]) -> Asset | None:
    """Return what a row says of an asset; without its origin if the row is damaged, none if it has no name left."""
    size_bytes, at, written = row["size_bytes"], row["at"], row["origin"]
    try:
        ref = AssetRef(str(row["sha256"]), AssetKind(str(row["kind"])), str(row["media_type"]))
        whole = is_whole("assets", row) and isinstance(written, str)
        origin = from_plain(Origin, json.loads(str(written))) if whole else Origin()
    except (ValueError, CodecError):
        return None
    return Asset(ref, size_bytes if isinstance(size_bytes, int) else 0, origin, str(at))


def _named_in(plain: Plain) -> Iterator[str]:
    """Yield every SHA-256 that a value names, wherever in it."""
    if isinstance(plain, list):
        for each in plain:
            yield from _named_in(each)
    elif isinstance(plain, dict):
        for name, each in plain.items():
            if name == "sha256" and isinstance(each, str):
                yield each
            else:
                yield from _named_in(each)
