"""Where things stand on a card: pure geometry, in parts of the shorter side.

The lowest 18 % stay free of words, because captions lie there. Everything is laid out for scripts that run to
the right and mirrored for those that run to the left.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from edupulse_desktop.services.picture.styles import Layout

CAPTION_SHARE = 0.18
"""Part of the height that captions need, kept free of words."""
SOURCE_GAP = 44
"""Between centred words and the speaker beneath them, for a screen of 1080."""
_REFERENCE = 1080


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """First column after it."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """First row after it."""
        return self.y + self.height

    def mirrored(self, width_px: int) -> Box:
        """Return the box as seen in a mirror beside a card of this width."""
        return replace(self, x=width_px - self.right)


@dataclass(frozen=True, slots=True)
class Places:
    """The boxes of one card; a box nobody needs has no width.

    Args:
        words: the largest room the words may take.
        badge: circle with the speaker's initial.
        name: the speaker's name, beside or below the badge.
        title: the scene's title.
        panel: coloured or raised area behind some of the rest.
        is_centred: words, name and title are centred.
    """

    words: Box
    badge: Box
    name: Box
    title: Box
    panel: Box
    is_centred: bool


NOTHING = Box(0, 0, 0, 0)


def places(layout: Layout, width_px: int, height_px: int, *, has_speaker: bool, has_title: bool) -> Places:
    """Return where things stand on a card of this size."""
    page = _Page(width_px, height_px, has_speaker, has_title)
    if layout is Layout.CENTRED:
        return _centred(page)
    if layout is Layout.PANEL:
        return _panel(page)
    if layout is Layout.SIDE:
        return _side(page)
    if layout is Layout.COLUMN:
        return _column(page)
    measure = 0.86 if width_px > height_px else 1.0
    room = round((width_px - 2 * page.margin) * measure)
    return _editorial(page, Box(page.margin, page.top, room, page.floor - page.top))


@dataclass(frozen=True, slots=True)
class _Page:
    """A card's size and what is on it."""

    width: int
    height: int
    has_speaker: bool
    has_title: bool

    def of(self, pixels: float) -> int:
        """Return a length given for a screen of 1080."""
        return round(pixels * min(self.width, self.height) / _REFERENCE)

    @property
    def is_tall(self) -> bool:
        return self.height > self.width

    @property
    def margin(self) -> int:
        return self.of(88 if self.is_tall or self.width == self.height else 128)

    @property
    def top(self) -> int:
        return self.of(150 if self.is_tall else 88)

    @property
    def floor(self) -> int:
        return round(self.height * (1 - CAPTION_SHARE))


def _editorial(page: _Page, room: Box) -> Places:
    """Speaker and title in a row at the top, words below, all from the same left edge."""
    size = page.of(92)
    gap = page.of(26)
    if page.has_speaker:
        badge = Box(room.x, room.y, size, size)
        left = badge.right + gap
        name_height = page.of(52)
        name_top = room.y + (0 if page.has_title else (size - name_height) // 2)
        name = Box(left, name_top, room.right - left, name_height)
        title = Box(left, room.y + page.of(50), room.right - left, page.of(44)) if page.has_title else NOTHING
        header = size
    else:
        badge = name = NOTHING
        title = Box(room.x, room.y, room.width, page.of(48)) if page.has_title else NOTHING
        header = page.of(48) if page.has_title else 0
    top = room.y + header + page.of(40)
    words = Box(room.x, top, room.width, page.floor - top)
    return Places(words, badge, name, title, NOTHING, is_centred=False)


def _centred(page: _Page) -> Places:
    """Title on top, words in the middle, the speaker beneath them like the source of a quotation."""
    side = page.of(96) if page.is_tall or page.width == page.height else round(page.width * 0.12)
    width = page.width - 2 * side
    title = Box(side, page.top, width, page.of(48)) if page.has_title else NOTHING
    top = page.top + (page.of(48) + page.of(28) if page.has_title else 0)
    foot = page.of(84) if page.has_speaker else 0
    words = Box(side, top, width, page.floor - top - foot - (page.of(SOURCE_GAP) if foot else 0))
    badge = Box(side, page.floor - foot, foot, foot) if foot else NOTHING
    name = Box(badge.right + page.of(22), badge.y, width - foot, foot) if foot else NOTHING
    return Places(words, badge, name, title, NOTHING, is_centred=True)


def _panel(page: _Page) -> Places:
    """Everything on a raised sheet that shows the motif around it."""
    side = page.of(64 if page.is_tall or page.width == page.height else 120)
    top = page.of(170 if page.is_tall else 84)
    panel = Box(side, top, page.width - 2 * side, page.floor - top)
    inset = page.of(60 if page.is_tall or page.width == page.height else 76)
    room = Box(panel.x + inset, panel.y + page.of(60), panel.width - 2 * inset, panel.height - page.of(60))
    inner = _editorial(page, room)
    words = replace(inner.words, height=panel.bottom - page.of(52) - inner.words.y)
    return replace(inner, words=words, panel=panel)


def _side(page: _Page) -> Places:
    """A coloured field with the speaker, the words on the open side of it."""
    margin = page.margin
    if page.is_tall:
        panel = Box(0, 0, page.width, round(page.height * 0.27))
        size = page.of(190)
        badge = Box(margin, (panel.height - size) // 2 + page.of(24), size, size)
        name = Box(badge.right + page.of(40), badge.y, page.width - badge.right - page.of(40) - margin, size)
        room = Box(margin, panel.bottom + page.of(70), page.width - 2 * margin, 0)
    else:
        panel = Box(0, 0, round(page.width * 0.29), page.height)
        size = round(panel.width * 0.46)
        badge = Box(
            (panel.width - size) // 2, round(page.height * 0.43) - size // 2 - page.of(40), size, size
        )
        name = Box(page.of(28), badge.bottom + page.of(28), panel.width - page.of(56), page.of(110))
        left = panel.right + (margin if page.width > page.height else page.of(64))
        room = Box(left, page.top, page.width - left - margin, 0)
    title = Box(room.x, room.y, room.width, page.of(48)) if page.has_title else NOTHING
    top = room.y + (page.of(48) + page.of(32) if page.has_title else 0)
    words = Box(room.x, top, room.width, page.floor - top)
    if not page.has_speaker:
        badge = name = NOTHING
    return Places(words, badge, name, title, panel, is_centred=False)


def _column(page: _Page) -> Places:
    """The motif has a band of its own on the right, or on top of a tall card."""
    margin = page.margin
    if page.is_tall:
        top = round(page.width * 0.4) + page.of(80)
        return _editorial(page, Box(margin, top, page.width - 2 * margin, page.floor - top))
    band = round(page.height * (0.4 if page.width > page.height else 0.2))
    width = page.width - band - margin - page.of(90 if page.width > page.height else 56)
    return _editorial(page, Box(margin, page.top, width, page.floor - page.top))
