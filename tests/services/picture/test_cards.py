"""Cards: deterministic, of any size, readable, quick, and as designed."""

from __future__ import annotations

import asyncio
import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from edupulse_desktop.media.colour import contrast, hexadecimal
from edupulse_desktop.model.picture import PictureRequest
from edupulse_desktop.services.picture.card_layout import CAPTION_SHARE, NOTHING, Box, places
from edupulse_desktop.services.picture.cards import (
    CardPainter,
    alt_text,
    designed,
    mirrored,
    painted_card,
)
from edupulse_desktop.services.picture.styles import CardStyle, Layout, card_styles, style_named

GOLDEN = Path(__file__).parents[2] / "golden" / "cards"
STYLES = [style.name for style in card_styles()]
ONE_OF_EACH_LAYOUT = list({style.layout: style.name for style in card_styles()}.values())
SHAPES = {"landscape": (960, 540), "portrait": (540, 960), "square": (540, 540)}
SHORT = "Let’s begin."
MEDIUM = "What is one half of one half? Think about a pizza that you share twice."
LONG = (
    "When the patient arrives, wash your hands, introduce yourself by name and role, check the identity band, "
    "and explain what you are going to do in words that a twelve-year-old would understand before you start."
)
SCRIPTS = {
    "latin": (MEDIUM, "Maya Lopez", "Hand hygiene at the bedside", "#c2410c"),
    "arabic": (
        "ماذا يحدث إذا قسمنا النصف إلى نصفين؟ فكّر في بيتزا تتقاسمها مرتين.",
        "ليلى حسن",
        "درس الكسور",
        "#0f766e",
    ),
    "hindi": (
        "आधे का आधा कितना होता है? एक पिज़्ज़ा के बारे में सोचो जिसे तुम दो बार बाँटते हो।",
        "आरव शर्मा",
        "भिन्न",
        "#9a3412",
    ),
    "chinese": ("一半的一半是多少？想一想，一个比萨饼分了两次。", "李明", "分数的课", "#be123c"),
    "japanese": (
        "半分の半分はいくつですか。ピザを二回分けると考えてみましょう。",
        "佐藤 花子",
        "分数の時間",
        "#16a34a",
    ),
    "emoji": ("🎉 Great job! 👩‍🔬 You found ¼ 🍕", "🦊 Fox", "Emoji ✨", "#f59e0b"),
}

SCRIPT_STYLES = {
    "latin": ("clinic", "harbour", "sunrise"),
    "arabic": ("slate", "mosaic", "studio"),
    "hindi": ("contour", "clinic", "harbour"),
    "chinese": ("orbit", "slate", "mosaic"),
    "japanese": ("paper", "contour", "clinic"),
    "emoji": ("dusk", "orbit", "slate"),
}
"""The styles in which each script is signed off, one for each of `SHAPES`; named, so that a new one changes none of them."""


def request(style: str = "clinic", words: str = MEDIUM, **fields: str) -> PictureRequest:
    made = PictureRequest("cards", style, words, title="Hand hygiene", speaker="Maya Lopez", colour="#c2410c")
    return replace(made, **fields)


def golden_cards() -> dict[str, tuple[PictureRequest, tuple[int, int]]]:
    cards = {f"{style}-landscape": (request(style), SHAPES["landscape"]) for style in STYLES}
    for script, (words, speaker, title, colour) in SCRIPTS.items():
        for style, (shape, size) in zip(SCRIPT_STYLES[script], SHAPES.items(), strict=True):
            card = PictureRequest("cards", style, words, title=title, speaker=speaker, colour=colour)
            cards[f"{script}-{shape}-{style}"] = (card, size)
    cards["long-text"] = (request("paper", LONG * 4), SHAPES["landscape"])
    cards["no-speaker"] = (request("dusk", SHORT, speaker=""), SHAPES["landscape"])
    cards["title-only"] = (request("studio", "", speaker=""), SHAPES["landscape"])
    return cards


@pytest.mark.parametrize("name", golden_cards())
def test_a_card_looks_as_it_was_signed_off(name: str, update_golden: bool) -> None:
    wanted, size = golden_cards()[name]
    drawn = designed(wanted, *size).reduce(2)
    path = GOLDEN / f"{name}.webp"
    if update_golden:
        drawn.save(path, lossless=True, method=6, quality=100)
    stored = np.asarray(Image.open(path).convert("RGB")).astype(int)
    difference = np.abs(np.asarray(drawn).astype(int) - stored)
    assert difference.mean() < 0.6
    assert (difference.max(axis=2) > 48).mean() < 0.002


def test_no_golden_card_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.glob("*.webp")} == set(golden_cards())


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1080, 1080), (640, 360), (37, 91)])
def test_a_card_has_exactly_the_size_asked_for(size: tuple[int, int]) -> None:
    painted = asyncio.run(CardPainter().paint(request(), *size))
    assert (painted.width_px, painted.height_px) == size
    with Image.open(io.BytesIO(painted.data)) as picture:
        assert picture.size == size
        assert Image.MIME[picture.format or ""] == painted.media_type
    assert painted.alt_text == f"Maya Lopez: {MEDIUM}"


def test_the_same_request_gives_the_same_bytes_in_another_process() -> None:
    here = painted_card(request("contour"), 640, 360).data
    code = (
        "import sys, hashlib\n"
        "from edupulse_desktop.model.picture import PictureRequest\n"
        "from edupulse_desktop.services.picture.cards import painted_card\n"
        f"made = PictureRequest('cards', 'contour', {MEDIUM!r}, title='Hand hygiene', speaker='Maya Lopez', colour='#c2410c')\n"
        "sys.stdout.buffer.write(painted_card(made, 640, 360).data)\n"
    )
    there = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    assert here == there
    assert painted_card(request("contour"), 640, 360).data == here


def test_everything_asked_for_shows() -> None:
    plain = painted_card(request(), 640, 360).data
    for changed in (
        request("studio"),
        request(words="Other words"),
        request(title="Other title"),
        request(speaker="Ben"),
        request(colour="#0000ff"),
    ):
        assert painted_card(changed, 640, 360).data != plain


def ink_and_ground(asked: PictureRequest, size: tuple[int, int], box: Box) -> tuple[str, np.ndarray]:
    """Return the colour of the words and the pixels behind them."""
    edges = (box.x, box.y, box.right, box.bottom)
    ground = np.asarray(designed(replace(asked, words="."), *size).crop(edges))
    drawn = np.asarray(designed(asked, *size).crop(edges))
    changed = drawn[np.abs(drawn.astype(int) - ground).max(axis=2) > 60]
    colours, counts = np.unique(changed.reshape(-1, 3), axis=0, return_counts=True)
    return hexadecimal(tuple(int(part) for part in colours[counts.argmax()])), ground.reshape(-1, 3)


@pytest.mark.parametrize("colour", ["#ffffff", "#facc15", "#16213a"])
@pytest.mark.parametrize("style", card_styles(), ids=STYLES)
def test_words_can_be_read_whatever_the_characters_colour(style: CardStyle, colour: str) -> None:
    size = SHAPES["landscape"]
    box = places(style.layout, *size, has_speaker=False, has_title=True).words
    ink, ground = ink_and_ground(request(style.name, speaker="", colour=colour), size, box)
    tones, counts = np.unique(ground // 4 * 4, axis=0, return_counts=True)
    worst = [
        (contrast(ink, hexadecimal(tuple(int(p) for p in tone))), n)
        for tone, n in zip(tones, counts, strict=True)
    ]
    unreadable = sum(n for ratio, n in worst if ratio < 4.5)
    # The full stop of the ground itself is drawn in ink, hence the thousandth.
    assert unreadable < 0.002 * len(ground)


@pytest.mark.parametrize("style", ONE_OF_EACH_LAYOUT)
@pytest.mark.parametrize(
    "words",
    ["", " \n ", "x" * 3000, LONG * 10, "Donaudampfschifffahrtsgesellschaft " * 3, "\n\n\na\n\n", "\ud800"],
)
def test_odd_words_still_make_a_card(style: str, words: str) -> None:
    assert designed(request(style, words), 480, 270).size == (480, 270)
    assert designed(request(style, words, speaker="", title=""), 270, 480).size == (270, 480)


def test_a_colour_or_style_nobody_knows_is_no_reason_to_fail() -> None:
    assert designed(request(colour="red"), 320, 180).size == (320, 180)
    assert style_named("from-the-future") == card_styles()[0]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("style", STYLES)
def test_the_captions_strip_has_no_words(style: str, shape: str) -> None:
    size = SHAPES[shape]
    full = np.asarray(designed(request(style, LONG * 6), *size)).astype(int)
    nearly_empty = np.asarray(designed(request(style, "."), *size)).astype(int)
    floor = round(size[1] * (1 - CAPTION_SHARE)) + 1
    assert np.abs(full[floor:] - nearly_empty[floor:]).max() == 0
    assert np.abs(full[:floor] - nearly_empty[:floor]).max() > 60


@pytest.mark.parametrize("layout", list(Layout))
@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1080, 1080), (320, 180)])
@pytest.mark.parametrize("present", [(True, True), (True, False), (False, True), (False, False)])
def test_boxes_lie_on_the_card_and_apart(
    layout: Layout, size: tuple[int, int], present: tuple[bool, bool]
) -> None:
    where = places(layout, *size, has_speaker=present[0], has_title=present[1])
    for found in (where, mirrored(where, size[0])):
        shown = [box for box in (found.words, found.badge, found.name, found.title) if box is not NOTHING]
        for box in shown:
            assert box.x >= 0
            assert box.y >= 0
            assert box.width > 0
            assert box.height > 0
            assert box.right <= size[0]
        for box in (found.badge, found.title):
            assert (
                box is NOTHING
                or box.bottom <= found.words.y
                or box.y >= found.words.bottom
                or box.right <= found.words.x
                or box.x >= found.words.right
            )
    assert (where.badge is NOTHING) is not present[0]
    assert where.words.bottom <= round(size[1] * (1 - CAPTION_SHARE))


def test_alt_text_says_who_says_what() -> None:
    assert alt_text(request()) == f"Maya Lopez: {MEDIUM}"
    assert alt_text(request(speaker="")) == MEDIUM
    assert alt_text(request(words="", speaker="")) == "Hand hygiene"


def test_there_are_light_and_dark_styles_with_distinct_names() -> None:
    assert len(card_styles()) >= 8
    assert len(set(STYLES)) == len(STYLES)
    assert 3 <= sum(style.is_dark for style in card_styles()) <= len(STYLES) - 3
    assert all(style.prompt and style.avoid and style.title for style in card_styles())
    for style in card_styles():
        assert all(contrast(style.ink, colour) >= 4.5 for colour in style.ground)
