"""The Painter protocol: a request in, a picture out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from edupulse_desktop.model.picture import PictureRequest


@dataclass(frozen=True, slots=True)
class Painted:
    """A finished picture.

    Args:
        media_type: `image/png` or `image/jpeg`.
        alt_text: for learners who do not see it.
    """

    data: bytes
    media_type: str
    width_px: int
    height_px: int
    alt_text: str


class Painter(Protocol):
    """Somebody who makes pictures: the built-in designer of cards, or a model in the network."""

    @property
    def provider(self) -> str:
        """The name that requests and the ledger know this painter by."""

    async def paint(self, request: PictureRequest, width_px: int, height_px: int) -> Painted:
        """Make a picture of exactly this size.

        Raises:
            ServiceError: the provider refused, is not reachable, or answered with something else.
        """
