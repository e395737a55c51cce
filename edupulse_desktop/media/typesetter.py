"""Text into pixels, in every script; the only QtGui outside `ui/`.

Captions, overlays and cards all come through here, so that editor, film and card look alike. Bundled fonts come
first, the system's after them. Letters are drawn as outlines by Qt's own rasteriser without hinting, so that the
same text has the same shape on every system; only fonts without outlines (a system's colour emoji) are drawn by
the system.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice

from edupulse_desktop.errors import ToolMissing
from edupulse_desktop.media import text_fitting
from edupulse_desktop.media.scripts import EMOJI_FACE, faces, is_rtl, may_be_tracked
from edupulse_desktop.media.text_fitting import fitted, line_limit
from edupulse_desktop.media.text_style import Align, Measured, RgbaImage, TextStyle, Vertical
from edupulse_desktop.places import resource

try:
    from PySide6.QtCore import QLoggingCategory, QPointF, QRectF, Qt
    from PySide6.QtGui import (
        QColor,
        QFont,
        QFontDatabase,
        QFontMetricsF,
        QGlyphRun,
        QGuiApplication,
        QImage,
        QPainter,
        QPainterPath,
        QPen,
        QTextCharFormat,
        QTextLayout,
        QTextOption,
    )

    _QT_FAILURE = ""
except ImportError as failure:
    # On a bare Linux server libGL, libEGL or libxkbcommon may be missing; whoever wants no text must not notice.
    _QT_FAILURE = str(failure)

_NO_LIMIT_PX = 100_000


def typeset(text: str, width_px: int, height_px: int, style: TextStyle) -> RgbaImage:
    """Set a text into a box of exactly this size; what does not fit is shrunk, then cut with an ellipsis.

    Raises:
        ToolMissing: Qt cannot be loaded on this machine.
    """
    ready()
    block, _ = fitted(_broken, text, *_room(width_px, height_px, style), style)
    canvas = QImage(width_px, height_px, QImage.Format.Format_ARGB32_Premultiplied)
    canvas.fill(Qt.GlobalColor.transparent)
    painter = QPainter(canvas)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint(painter, block, QRectF(0, 0, width_px, height_px))
    painter.end()
    pixels = canvas.convertToFormat(QImage.Format.Format_RGBA8888)
    return RgbaImage(width_px, height_px, bytes(pixels.constBits()))


def measure(text: str, width_px: int, style: TextStyle, height_px: int = 0) -> Measured:
    """Say how much room a text takes in a box of this width, and height if it is limited.

    Raises:
        ToolMissing: Qt cannot be loaded on this machine.
    """
    ready()
    room = _room(width_px, height_px or _NO_LIMIT_PX, style)
    block, is_cut = fitted(_broken, text, *room, style)
    around = 2 * style.margin_px
    width = int(max((line.width for line in block.lines), default=0.0) + 0.999)
    return Measured(
        width + around, round(block.height) + around, len(block.lines), block.style.size_px, is_cut
    )


def fits(text: str, width_px: int, height_px: int, style: TextStyle) -> bool:
    """Say whether a text fits at its own size, without breaking words, shrinking or cutting.

    Raises:
        ToolMissing: Qt cannot be loaded on this machine.
    """
    ready()
    room = _room(width_px, height_px, style)
    return text_fitting.fits(_broken(text, room[0], style, room[1]), *room)


def ready() -> None:
    """Have an application object and the bundled fonts; offscreen unless the window has made one already.

    Raises:
        ToolMissing: Qt cannot be loaded on this machine.
    """
    if _QT_FAILURE:
        raise ToolMissing(
            "Text cannot be drawn because libraries of the system are missing.",
            hint="Run `edupulse doctor`; it names the packages to install.",
            detail=_QT_FAILURE,
        )
    with _SETUP.lock:
        if QGuiApplication.instance() is None:
            # A process that has loaded the widgets will want them, and they need the larger application object.
            widgets = sys.modules.get("PySide6.QtWidgets")
            kind = QGuiApplication if widgets is None else widgets.QApplication
            _SETUP.application = kind(["edupulse", "-platform", "offscreen"])
        if not _SETUP.has_fonts:
            # Qt notes for every face that it lacks some script, which is why there are several.
            QLoggingCategory.setFilterRules("qt.text.font.db=false")
            _load_fonts()
            _SETUP.has_fonts = True


class _Setup:
    """What exists once per process."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.application: QGuiApplication | None = None
        self.has_fonts = False


_SETUP = _Setup()


def _load_fonts() -> None:
    folder = resource("fonts")
    paths = (
        [path for path in sorted(folder.iterdir()) if path.suffix in {".ttf", ".otf"}]
        if folder.is_dir()
        else []
    )
    for path in paths:
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise ToolMissing(
                f"The font “{path.name}” is damaged.", hint="Install EduPulse again.", detail=str(path)
            )
    QFontDatabase.addApplicationEmojiFontFamily(EMOJI_FACE)


def _font(text: str, style: TextStyle) -> QFont:
    font = QFont(faces(text, style.family))
    font.setPixelSize(style.size_px)
    font.setWeight(QFont.Weight(style.weight))
    font.setItalic(style.italic)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if style.tracking_permille and may_be_tracked(text):
        font.setLetterSpacing(
            QFont.SpacingType.AbsoluteSpacing, style.size_px * style.tracking_permille / 1000
        )
    return font


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of one paragraph, with its place in the whole text."""

    layout: QTextLayout
    number: int
    width: float
    is_rtl: bool
    end: int


@dataclass(frozen=True, slots=True)
class _Block:
    """A text broken into lines."""

    style: TextStyle
    lines: tuple[_Line, ...]
    ascent: float
    descent: float
    lead_units: int

    @property
    def height(self) -> float:
        return len(self.lines) * self.style.pitch_px


def _room(width_px: int, height_px: int, style: TextStyle) -> tuple[float, float]:
    return max(1.0, width_px - 2.0 * style.margin_px), max(1.0, height_px - 2.0 * style.margin_px)


def _broken(text: str, width: float, style: TextStyle, height: float, *, anywhere: bool = False) -> _Block:
    """Break a text into lines, stopping at the first that the height has no room for."""
    font = _font(text, style)
    lead_units = _units(text[: style.lead_letters])
    limit = line_limit(style, height) + 1
    lines: list[_Line] = []
    start = 0
    for paragraph in text.split("\n"):
        laid_out = _paragraph_lines(paragraph, start, width, font, 0 if start else lead_units, anywhere)
        lines += islice(laid_out, limit - len(lines))
        start += len(paragraph) + 1
        if len(lines) == limit:
            break
    metrics = QFontMetricsF(font)
    return _Block(style, tuple(lines), metrics.ascent(), metrics.descent(), lead_units)


def _paragraph_lines(
    text: str, start: int, width: float, font: QFont, lead_units: int, anywhere: bool
) -> Iterator[_Line]:
    runs_left = is_rtl(text)
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if runs_left else Qt.LayoutDirection.LeftToRight)
    wrap = QTextOption.WrapMode
    option.setWrapMode(wrap.WrapAtWordBoundaryOrAnywhere if anywhere else wrap.WordWrap)
    layout = QTextLayout(text, font)
    layout.setTextOption(option)
    if lead_units:
        layout.setFormats([_lead_format(lead_units)])
    layout.beginLayout()
    try:
        for number in count():
            line = layout.createLine()
            if not line.isValid():
                return
            line.setLineWidth(width)
            line.setPosition(QPointF(0, 0))
            end = start + len(_first_units(text, line.textStart() + line.textLength()))
            yield _Line(layout, number, line.naturalTextWidth(), runs_left, end)
    finally:
        layout.endLayout()


def _units(text: str) -> int:
    """Count UTF-16 units, Qt's way of counting letters."""
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def _first_units(text: str, units: int) -> str:
    """Return the start of a text that has so many UTF-16 units."""
    return text.encode("utf-16-le", errors="surrogatepass")[: 2 * units].decode("utf-16-le", errors="ignore")


def _lead_format(units: int) -> QTextLayout.FormatRange:
    lead = QTextLayout.FormatRange()
    lead.start, lead.length = 0, units
    look = QTextCharFormat()
    look.setFontWeight(QFont.Weight.Bold)
    lead.format = look
    return lead


def _paint(painter: QPainter, block: _Block, frame: QRectF) -> None:
    style = block.style
    margin = style.margin_px
    inner = frame.adjusted(margin, margin, -margin, -margin)
    spare = inner.height() - block.height
    top = (
        inner.top() + {Vertical.TOP: 0.0, Vertical.MIDDLE: spare / 2, Vertical.BOTTOM: spare}[style.vertical]
    )
    if style.box_colour and block.lines:
        _paint_box(painter, block, inner, top)
    letters, lead = QPainterPath(), QPainterPath()
    for path in (letters, lead):
        path.setFillRule(Qt.FillRule.WindingFill)
    painter.setPen(QColor(style.colour))
    for index, line in enumerate(block.lines):
        room = style.pitch_px - block.ascent - block.descent
        baseline = top + index * style.pitch_px + room / 2 + block.ascent
        origin = QPointF(inner.left() + _indent(line, inner.width(), style.align), baseline)
        text_line = line.layout.lineAt(line.number)
        first, length = text_line.textStart(), text_line.textLength()
        of_lead = min(max(0, block.lead_units - first), length) if line.layout is block.lines[0].layout else 0
        drop = QPointF(0, text_line.y() + text_line.ascent())
        _trace(painter, lead, text_line.glyphRuns(first, of_lead) if of_lead else [], origin - drop)
        _trace(painter, letters, text_line.glyphRuns(first + of_lead, length - of_lead), origin - drop)
    _ink(painter, letters, style, style.colour)
    _ink(painter, lead, style, style.lead_colour or style.colour)


def _paint_box(painter: QPainter, block: _Block, inner: QRectF, top: float) -> None:
    style, widest = block.style, max(block.lines, key=lambda line: line.width)
    left = inner.left() + _indent(widest, inner.width(), style.align)
    box = QRectF(left, top, widest.width, block.height)
    padding = style.box_padding_px
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(style.box_colour))
    painter.drawRoundedRect(
        box.adjusted(-padding, -padding, padding, padding), style.box_radius_px, style.box_radius_px
    )


def _indent(line: _Line, width: float, align: Align) -> float:
    spare = width - line.width
    if align is Align.CENTRE:
        return spare / 2
    return spare if line.is_rtl is (align is Align.START) else 0.0


def _trace(painter: QPainter, path: QPainterPath, runs: list[QGlyphRun], offset: QPointF) -> None:
    """Add the outlines of letters to a path; letters without outlines are drawn at once."""
    for run in runs:
        face = run.rawFont()
        for glyph, place in zip(run.glyphIndexes(), run.positions(), strict=True):
            outline = face.pathForGlyph(glyph)
            if outline.isEmpty() and not face.boundingRect(glyph).isEmpty():
                painter.drawGlyphRun(offset, run)
                break
            path.addPath(outline.translated(place + offset))


def _ink(painter: QPainter, path: QPainterPath, style: TextStyle, colour: str) -> None:
    if style.shadow_px:
        painter.fillPath(path.translated(0, style.shadow_px), QColor(style.shadow_colour))
    if style.outline_px:
        round_join, round_cap = Qt.PenJoinStyle.RoundJoin, Qt.PenCapStyle.RoundCap
        pen = QPen(
            QColor(style.outline_colour), 2 * style.outline_px, Qt.PenStyle.SolidLine, round_cap, round_join
        )
        painter.strokePath(path, pen)
    painter.fillPath(path, QColor(colour))
