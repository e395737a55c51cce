"""CardPainter, built in: a designed card from the style, the speaker and the words.

The background stays the same while a character speaks in a scene, so that a film of cards is calm. Words are set
in steps of a type scale, so that neighbouring cards match; only a very long text leaves the scale.
"""

from __future__ import annotations

import asyncio
import io
import unicodedata
from dataclasses import dataclass, replace

from PIL import Image, ImageDraw, ImageFilter

from edupulse_desktop.media.colour import READABLE, contrast, hexadecimal, luminance, mixed, readable_on, rgb
from edupulse_desktop.media.scripts import is_rtl
from edupulse_desktop.media.text_style import Align, Family, Measured, TextStyle, Vertical
from edupulse_desktop.media.typesetter import fits, measure, ready, typeset
from edupulse_desktop.model.picture import CARDS, PictureRequest
from edupulse_desktop.services.picture.backgrounds import background
from edupulse_desktop.services.picture.card_layout import NOTHING, SOURCE_GAP, Box, Places, places
from edupulse_desktop.services.picture.initials import initials
from edupulse_desktop.services.picture.painter import Painted
from edupulse_desktop.services.picture.styles import CardStyle, Layout, style_named

_JPEG_QUALITY = 94
_SCALE = ((136, 1), (112, 2), (94, 3), (80, 4), (68, 5), (58, 6), (50, 8))
"""Sizes for a screen of 1080 and how many lines of each look well; tall cards take nearly twice as many."""
_SMALLEST = 38
_TALL_LETTERS = ("ARABIC", "DEVANAGARI", "THAI", "BENGALI", "TAMIL")
_FAINT_LINE = 1.25
_PANEL_RADIUS = 36
_SHADOW = 44
_BRIGHT, _BLACK = 0.3, 0.02
_RINGS = 0.13
"""How much lighter than its field the innermost of three rings is."""
_TRACKING_PERMILLE = -10


class CardPainter:
    """Designs cards; needs no network and makes the same bytes for the same request."""

    @property
    def provider(self) -> str:
        """The name that requests know this painter by."""
        return CARDS

    async def paint(self, request: PictureRequest, width_px: int, height_px: int) -> Painted:
        """Design a card of exactly this size.

        Raises:
            ToolMissing: text cannot be drawn on this machine, or the style presets are missing.
        """
        # Qt's application object must be made on the thread that ends it, which is not the worker's.
        ready()
        return await asyncio.to_thread(painted_card, request, width_px, height_px)


def painted_card(request: PictureRequest, width_px: int, height_px: int) -> Painted:
    """Design a card in this thread; raises as `CardPainter.paint`."""
    stream = io.BytesIO()
    designed(request, width_px, height_px).save(stream, "JPEG", quality=_JPEG_QUALITY, subsampling="4:4:4")
    return Painted(stream.getvalue(), "image/jpeg", width_px, height_px, alt_text(request))


def alt_text(request: PictureRequest) -> str:
    """Say what a card shows to someone who does not see it."""
    words = " ".join(request.words.split())
    said = f"{request.speaker}: {words}" if request.speaker and words else words or request.speaker
    return said or request.title


def designed(request: PictureRequest, width_px: int, height_px: int) -> Image.Image:
    """Return a card's pixels."""
    style = style_named(request.style)
    colour = _sound_colour(request.colour)
    seed = f"{style.name}|{request.title}|{request.speaker}"
    runs_left = is_rtl(request.words or request.speaker or request.title)
    canvas = background(style, colour, seed, width_px, height_px).copy()
    if runs_left:
        canvas = canvas.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    has_words = bool(request.words.strip())
    where = places(
        style.layout,
        width_px,
        height_px,
        has_speaker=bool(request.speaker.strip()),
        has_title=has_words and bool(request.title.strip()),
    )
    card = _Card(canvas, style, colour, mirrored(where, width_px) if runs_left else where)
    card.draw_panel()
    card.draw_words(request.words if has_words else request.title)
    card.draw_title(request.title)
    card.draw_speaker(request.speaker.strip())
    return card.canvas


def mirrored(where: Places, width_px: int) -> Places:
    """Return the places for a script that runs from right to left."""
    return Places(
        words=where.words.mirrored(width_px),
        badge=where.badge if where.badge is NOTHING else where.badge.mirrored(width_px),
        name=where.name if where.name is NOTHING else where.name.mirrored(width_px),
        title=where.title if where.title is NOTHING else where.title.mirrored(width_px),
        panel=where.panel if where.panel is NOTHING else where.panel.mirrored(width_px),
        is_centred=where.is_centred,
    )


@dataclass(slots=True)
class _Card:
    """A card being drawn."""

    canvas: Image.Image
    style: CardStyle
    colour: str
    where: Places

    def draw_panel(self) -> None:
        """Draw the raised sheet or the coloured field, if the layout has one."""
        box = self.where.panel
        if box is NOTHING:
            return
        if self.style.layout is Layout.PANEL:
            self._raise_sheet(box)
            return
        self.canvas.paste(rgb(_field(self.colour)), (box.x, box.y, box.right, box.bottom))
        ring = mixed(_field(self.colour), "#ffffff", _RINGS * 0.4)
        around = self.where.badge if self.where.badge is not NOTHING else box
        centre_x, centre_y = around.x + around.width // 2, around.y + around.height // 2
        field = self.canvas.crop((box.x, box.y, box.right, box.bottom))
        for share in (1.75, 1.25, 0.85):
            radius = round(min(box.width, box.height) * share / 2)
            _paste_disc(field, centre_x - box.x - radius, centre_y - radius, 2 * radius, ring)
            ring = mixed(ring, "#ffffff", _RINGS * 0.3)
        self.canvas.paste(field, (box.x, box.y))

    def draw_words(self, text: str) -> None:
        """Set the words as large as the type scale allows, in the middle of their room."""
        if not text.strip():
            return
        box = self.where.words
        style = self._fitted(text.strip(), box)
        taken = measure(text.strip(), box.width, style, box.height)
        if self.where.is_centred and self.where.badge is not NOTHING:
            box = self._with_source_beneath(box, taken)
        # Marks below the last line and above the first reach out of their lines.
        bleed = taken.size_px // 3
        top = box.y + (box.height - taken.height_px) // 2 - bleed
        style = replace(
            style, size_px=taken.size_px, smallest_px=0, most_lines=taken.lines, vertical=Vertical.MIDDLE
        )
        self._write(
            text.strip(), replace(box, y=top, height=taken.height_px + 2 * bleed), style, self.style.ink
        )

    def draw_title(self, title: str) -> None:
        """Set the scene's title small."""
        box = self.where.title
        if box is NOTHING:
            return
        is_second = (
            not self.where.is_centred
            and self.style.layout is not Layout.SIDE
            and self.where.badge is not NOTHING
        )
        size = self._of(28 if is_second else 32)
        style = self._label(size, 500 if is_second else 600)
        self._write(" ".join(title.split()), box, style, self.style.muted)

    def draw_speaker(self, speaker: str) -> None:
        """Draw the badge with the initial and the name."""
        badge, box = self.where.badge, self.where.name
        if badge is NOTHING:
            return
        on_field = self.style.layout is Layout.SIDE
        if self.where.is_centred:
            badge, box = self._centred_source(speaker, badge, box)
        self._draw_badge(speaker, badge, on_field)
        size = self._of(46 if on_field else 38)
        stands_below = on_field and box.y >= badge.bottom
        style = replace(
            self._label(size, 600),
            align=Align.CENTRE if stands_below else Align.START,
            vertical=Vertical.TOP if stands_below else Vertical.MIDDLE,
            most_lines=2 if stands_below else 1,
        )
        wish = _name_on(_field(self.colour)) if on_field else mixed(self.colour, self.style.ink, 0.25)
        self._write(speaker, box, style, wish)

    def _of(self, pixels: float) -> int:
        return max(1, round(pixels * min(self.canvas.size) / 1080))

    def _fitted(self, text: str, box: Box) -> TextStyle:
        more = 1.8 if self.canvas.height > self.canvas.width else 1.0
        plain = TextStyle(
            size_px=1,
            weight=self.style.weight,
            family=self.style.family,
            tracking_permille=_TRACKING_PERMILLE,
            balanced=True,
            align=Align.CENTRE if self.where.is_centred else Align.START,
        )
        for size, lines in _SCALE:
            style = replace(
                plain,
                size_px=self._of(size),
                most_lines=round(lines * more),
                line_height_permille=_leading(text, size),
            )
            roomy = box.width / style.size_px * 2.4 * style.most_lines
            if len(text) <= roomy and fits(text, box.width, box.height, style):
                return style
        return replace(style, smallest_px=self._of(_SMALLEST), most_lines=0)

    def _with_source_beneath(self, box: Box, taken: Measured) -> Box:
        """Move the speaker close under the words and return where both together leave the words."""
        gap, foot = self._of(SOURCE_GAP), self.where.badge.height
        room = self.where.badge.bottom - box.y
        top = box.y + max(0, (room - taken.height_px - gap - foot) // 2)
        below = top + taken.height_px + gap
        self.where = replace(
            self.where, badge=replace(self.where.badge, y=below), name=replace(self.where.name, y=below)
        )
        return replace(box, y=top, height=taken.height_px)

    def _centred_source(self, speaker: str, badge: Box, box: Box) -> tuple[Box, Box]:
        gap = abs(box.x - badge.right) if box.x >= badge.right else badge.x - box.right
        width = min(
            box.width, measure(speaker, box.width, self._label(self._of(38), 600), box.height).width_px + 4
        )
        left = (self.canvas.width - badge.width - gap - width) // 2
        if box.x >= badge.right:
            return replace(badge, x=left), replace(box, x=left + badge.width + gap, width=width)
        return replace(badge, x=left + width + gap), replace(box, x=left, width=width)

    def _draw_badge(self, speaker: str, badge: Box, on_field: bool) -> None:
        ground = self._worst(self.style.ink, badge)
        fill = mixed(_field(self.colour), "#ffffff", 0.92) if on_field else self.colour
        fill = fill if contrast(fill, ground) >= _FAINT_LINE else mixed(fill, self.style.ink, 0.35)
        _paste_disc(self.canvas, badge.x, badge.y, badge.width, fill)
        letters = initials(speaker)
        wish = self.colour if on_field else "#ffffff"
        style = TextStyle(
            size_px=max(8, round(badge.width * (0.46 if len(letters) == 1 else 0.4))),
            weight=700,
            family=Family.DISPLAY,
            align=Align.CENTRE,
            vertical=Vertical.MIDDLE,
            line_height_permille=1200,
            most_lines=1,
            smallest_px=8,
            colour=readable_on(wish, fill),
        )
        self._paste(letters, badge, style)

    def _label(self, size: int, weight: int) -> TextStyle:
        return TextStyle(
            size_px=size,
            weight=weight,
            family=Family.SANS,
            line_height_permille=1250,
            align=Align.CENTRE
            if self.where.is_centred and self.style.layout is Layout.CENTRED
            else Align.START,
            vertical=Vertical.MIDDLE,
            most_lines=1,
            smallest_px=round(size * 0.8),
        )

    def _write(self, text: str, box: Box, style: TextStyle, wish: str) -> None:
        """Set a text in the wished colour, or the nearest to it that can be read on what is behind."""
        self._paste(text, box, replace(style, colour=readable_on(wish, self._worst(wish, box))))

    def _paste(self, text: str, box: Box, style: TextStyle) -> None:
        image = typeset(text, box.width, box.height, style).to_pillow()
        self.canvas.paste(image, (box.x, box.y), image)

    def _worst(self, colour: str, box: Box) -> str:
        """Return the colour behind a box on which this colour is hardest to read."""
        behind = self.canvas.crop((box.x, box.y, box.right, box.bottom)).resize(
            (24, 16), Image.Resampling.BOX
        )
        pixels = behind.getcolors(24 * 16) or []
        colours = {hexadecimal(pixel) for _, pixel in pixels if isinstance(pixel, tuple) and len(pixel) == 3}
        return min(sorted(colours), key=lambda ground: contrast(colour, ground))

    def _raise_sheet(self, box: Box) -> None:
        radius, small = self._of(_PANEL_RADIUS), 8
        shadow = Image.new("L", (self.canvas.width // small, self.canvas.height // small))
        drop = self._of(18)
        edges = [
            (edge + shift) // small
            for edge, shift in zip((box.x, box.y, box.right, box.bottom), (0, drop, 0, drop), strict=True)
        ]
        ImageDraw.Draw(shadow).rounded_rectangle(edges, radius // small, fill=_SHADOW)
        soft = shadow.filter(ImageFilter.GaussianBlur(self._of(30) / small)).resize(
            self.canvas.size, Image.Resampling.BICUBIC
        )
        self.canvas.paste(rgb(self.style.ink), (0, 0), soft)
        sheet = Image.new("L", (2 * box.width, 2 * box.height))
        ImageDraw.Draw(sheet).rounded_rectangle(
            (0, 0, sheet.width - 1, sheet.height - 1), 2 * radius, fill=255
        )
        self.canvas.paste(rgb(self.style.surface or self.style.ground[0]), (box.x, box.y), sheet.reduce(2))


def _leading(text: str, size: int) -> int:
    """Return the line height in permille: letters with marks above and below need more than capitals do."""
    if any(unicodedata.name(letter, "").startswith(_TALL_LETTERS) for letter in text[:200]):
        return 1450
    if any(unicodedata.east_asian_width(letter) == "W" for letter in text[:200]):
        return 1320
    return 1130 if size >= 80 else 1220


def _sound_colour(colour: str) -> str:
    """Return the character's colour, or the default where a project holds something that is none."""
    try:
        return hexadecimal(rgb(colour))
    except ValueError:
        return PictureRequest("", "", "").colour


def _field(colour: str) -> str:
    """Return a tone of the colour for a large field: not black, and either white or black can be read on its rings."""
    if luminance(colour) > _BRIGHT:
        return mixed(colour, "#101820", 0.06)
    if luminance(colour) < _BLACK:
        return mixed(colour, "#ffffff", 0.12)
    darker = (mixed(colour, "#101820", step / 20) for step in range(20))
    return next(tone for tone in darker if contrast("#ffffff", mixed(tone, "#ffffff", _RINGS)) >= READABLE)


def _name_on(field: str) -> str:
    return "#ffffff" if luminance(field) < _BRIGHT else "#1c2024"


def _paste_disc(canvas: Image.Image, x: int, y: int, size: int, colour: str) -> None:
    mask = Image.new("L", (4 * size, 4 * size))
    ImageDraw.Draw(mask).ellipse((0, 0, 4 * size - 1, 4 * size - 1), fill=255)
    canvas.paste(rgb(colour), (x, y), mask.reduce(4))
