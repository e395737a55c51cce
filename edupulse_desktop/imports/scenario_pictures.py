"""The pictures of a scenario: base64, data URIs, links that are never followed, descriptions."""

from __future__ import annotations

import base64
import binascii
import re

from edupulse_desktop.imports.fields import Fields, plain_text
from edupulse_desktop.imports.imported import ImportedAsset
from edupulse_desktop.imports.loose_json import Json
from edupulse_desktop.imports.notes import Notes
from edupulse_desktop.media.probe import sniff
from edupulse_desktop.model.asset import AssetKind, AssetRef, asset_of
from edupulse_desktop.model.draft import DraftPicture

LARGEST_PICTURE_BYTES = 50 * 2**20
PICTURES = ("image/png", "image/jpeg", "image/webp", "image/gif")

_DATA_URI = re.compile(r"data:(?P<type>[\w.+-]+/[\w.+-]+)?(?P<more>(?:;[^,;]*)*),", re.IGNORECASE)
_LINK = re.compile(r"(?:https?|ftp|file|blob):|//|www\.", re.IGNORECASE)
_SHORTEST_BARE = 60
"""Shorter text in the place of a picture is read as its description."""
_BARE = re.compile(r"[A-Za-z0-9+/_=\s-]+\Z")


class PictureReader:
    """Reads the pictures of one file and keeps the bytes of each once."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._kept: dict[AssetRef, bytes] = {}

    @property
    def assets(self) -> tuple[ImportedAsset, ...]:
        """The bytes of every picture that could be read."""
        return tuple(ImportedAsset(ref, data) for ref, data in self._kept.items())

    def read(self, value: Json, place: str) -> DraftPicture | None:
        """Return the picture a field stands for; none if nothing of it can be used."""
        if value is None or value in ("", {}, []):
            return None
        if isinstance(value, list):
            return self.read(value[0], place)
        if isinstance(value, str):
            return self._of_text(value.strip(), place)
        if not isinstance(value, dict):
            self._notes.add(place, "what stands in the place of the picture is no picture and was left out.")
            return None
        fields = Fields(value, self._notes)
        data = fields.text("base64", "b64", "b64json", "data", "imagebase64", "content")
        prompt = fields.text("prompt", "description", "caption")
        alt_text = fields.text("alttext", "alt")
        link = fields.text("url", "src", "href", "imageurl", "path")
        fields.take("mediatype", "mimetype", "type")
        fields.tell_unknown()
        if not data and _DATA_URI.match(link):
            data, link = link, ""
        asset = self._asset(data, place) if data else None
        if link and asset is None and not data:
            self._tell_link(place, described=bool(prompt))
        return DraftPicture(asset, prompt, alt_text) if asset or prompt or alt_text else None

    def _of_text(self, text: str, place: str) -> DraftPicture | None:
        is_data = _DATA_URI.match(text) or (
            len(text) >= _SHORTEST_BARE and _BARE.match(text) and " " not in text
        )
        if is_data:
            asset = self._asset(text, place)
            return DraftPicture(asset) if asset else None
        if _LINK.match(text):
            self._tell_link(place, described=False)
            return None
        return DraftPicture(prompt=plain_text(text)) if text else None

    def _tell_link(self, place: str, *, described: bool) -> None:
        kept = "its description was kept" if described else "there was nothing else to keep"
        self._notes.add(place, f"the picture is only a link, which is not followed; {kept}.")

    def _asset(self, text: str, place: str) -> AssetRef | None:
        uri = _DATA_URI.match(text)
        claimed = (uri["type"] or "").lower() if uri else ""
        try:
            data = _decoded(text[uri.end() :] if uri else text)
        except ValueError:
            self._notes.add(place, "the picture is damaged (its base64 cannot be read) and was left out.")
            return None
        media_type = sniff(data[:4096])
        if media_type not in PICTURES:
            self._notes.add(place, "the picture is not a PNG, JPEG, WebP or GIF and was left out.")
            return None
        if len(data) > LARGEST_PICTURE_BYTES:
            self._notes.add(
                place, f"the picture is larger than {LARGEST_PICTURE_BYTES // 2**20} MB and was left out."
            )
            return None
        if claimed and claimed.replace("jpg", "jpeg") != media_type:
            self._notes.add(
                place, f"the picture says it is {claimed}, but it is {media_type}, and was read as such."
            )
        ref = asset_of(data, AssetKind.PICTURE, media_type)
        self._kept.setdefault(ref, data)
        return ref


def _decoded(text: str) -> bytes:
    """Return the bytes of base64, also in the alphabet of addresses, broken into lines, or without its padding."""
    letters = re.sub(r"\s+", "", text).rstrip("=").translate(str.maketrans("-_", "+/"))
    try:
        return base64.b64decode(letters + "=" * (-len(letters) % 4), validate=True)
    except binascii.Error as failure:
        raise ValueError("not base64") from failure
