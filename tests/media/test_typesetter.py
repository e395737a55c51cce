"""Every script is shaped, wrapped, shrunk and cut; nothing is a box with a cross."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from edupulse_desktop.media.text_style import Align, Family, RgbaImage, TextStyle, Vertical
from edupulse_desktop.media.typesetter import measure, typeset

SCRIPTS = {
    "latin": "Fractions, naïve façade, Straße",
    "greek": "Κλάσματα και αριθμοί",
    "cyrillic": "Дроби и числа",
    "arabic": "مرحباً بكم في الدرس",
    "hebrew": "שלום וברוכים הבאים",
    "hindi": "नमस्ते, क्षत्रिय ज्ञान",
    "chinese": "今天我们学习分数",
    "japanese": "今日は分数を勉強しましょう",
    "korean": "오늘은 분수를 배워요",
    "thai": "สวัสดีเด็กๆ",
    "emoji": "👩‍🔬🎉🔥👍🏽🇩🇪",
}
STYLE = TextStyle(size_px=40)


def alpha(image: RgbaImage) -> np.ndarray:
    pixels = np.frombuffer(image.data, np.uint8).reshape(image.height_px, image.width_px, 4)
    return pixels[:, :, 3].astype(int)


def ink_columns(image: RgbaImage) -> tuple[int, int]:
    columns = np.flatnonzero(alpha(image).max(axis=0))
    return int(columns[0]), int(columns[-1])


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_script_has_letters_of_its_own(script: str) -> None:
    drawn = alpha(typeset(SCRIPTS[script], 900, 60, STYLE))
    missing = alpha(typeset("\U000f1234" * len(SCRIPTS[script]), 900, 60, STYLE))
    assert drawn.sum() > 10_000
    letters = {typeset(letter, 80, 60, STYLE).data for letter in set(SCRIPTS[script]) if letter.isalpha()}
    distinct = {letter for letter in SCRIPTS[script] if letter.isalpha()}
    assert len(letters) >= len(distinct) - 1
    assert not np.array_equal(drawn, missing)


def test_arabic_letters_are_joined_and_hindi_is_reordered() -> None:
    joined = measure("بببب", 900, STYLE).width_px
    apart = measure("ب ب ب ب".replace(" ", "\u200c"), 900, STYLE).width_px
    assert joined < apart * 0.8
    assert measure("क्ष", 900, STYLE).width_px < measure("क\u200cष", 900, STYLE).width_px * 1.1
    assert measure("नि", 900, STYLE).lines == 1


def test_a_family_emoji_is_one_letter() -> None:
    assert measure("👩‍🔬", 900, STYLE).width_px < 1.6 * measure("👩", 900, STYLE).width_px


def test_right_to_left_begins_at_the_right() -> None:
    left, right = ink_columns(typeset("שלום", 600, 60, STYLE))
    assert left > 400
    assert right > 580
    left, right = ink_columns(typeset("Hello", 600, 60, STYLE))
    assert left < 10
    assert ink_columns(typeset("Hello", 600, 60, TextStyle(40, align=Align.END)))[1] > 590
    assert ink_columns(typeset("שלום", 600, 60, TextStyle(40, align=Align.END)))[0] < 10


def test_chinese_characters_look_japanese_beside_kana() -> None:
    chinese = typeset("直", 60, 60, STYLE).data
    japanese = typeset("直の", 100, 60, STYLE)
    first = np.frombuffer(japanese.data, np.uint8).reshape(60, 100, 4)[:, :60]
    assert not np.array_equal(first, np.frombuffer(chinese, np.uint8).reshape(60, 60, 4))


def test_long_text_wraps_shrinks_and_is_cut() -> None:
    text = "One half of a half is a quarter. " * 8
    assert measure(text, 600, STYLE).lines > 5
    shrunk = measure(text, 600, TextStyle(40, smallest_px=16), 200)
    assert 16 <= shrunk.size_px < 40
    assert shrunk.height_px <= 200
    assert not shrunk.is_cut
    cut = measure(text, 600, TextStyle(40, smallest_px=30, most_lines=2), 200)
    assert (cut.lines, cut.size_px, cut.is_cut) == (2, 30, True)


def test_a_word_wider_than_the_box_is_shrunk_then_broken() -> None:
    word = "Donaudampfschifffahrtsgesellschaftskapitän"
    assert measure(word, 600, TextStyle(40, smallest_px=20), 100).lines == 1
    broken = measure(word, 200, TextStyle(40, smallest_px=30), 400)
    assert broken.lines > 1
    assert broken.width_px <= 200


def test_balanced_lines_are_of_similar_length() -> None:
    text = "This sentence is just a little too long for one line"
    plain, balanced = measure(text, 800, STYLE), measure(text, 800, TextStyle(40, balanced=True))
    assert plain.lines == balanced.lines == 2
    assert balanced.width_px < plain.width_px * 0.85


def test_the_box_surrounds_the_text_and_vertical_places_it() -> None:
    style = TextStyle(
        40, box_colour="#102030", box_padding_px=10, align=Align.CENTRE, vertical=Vertical.BOTTOM
    )
    image = typeset("Hi", 400, 300, style)
    rows = np.flatnonzero(alpha(image).max(axis=1))
    assert (rows[0], rows[-1]) == (300 - 50 - 20, 299)
    left, right = ink_columns(image)
    assert left == 399 - right or abs(left - (399 - right)) <= 1


def test_a_lead_has_a_colour_of_its_own_even_after_emoji() -> None:
    style = TextStyle(40, colour="#ffffff", lead_letters=3, lead_colour="#ff0000")
    pixels = np.frombuffer(typeset("👩🔬: white", 400, 60, style).data, np.uint8).reshape(60, 400, 4)
    solid = pixels[pixels[:, :, 3] == 255]
    red = solid[(solid[:, 0] == 255) & (solid[:, 1] == 0)]
    white = solid[(solid[:, 1] == 255)]
    assert len(red) > 100
    assert len(white) > 100
    columns = np.flatnonzero(((pixels[:, :, 3] == 255) & (pixels[:, :, 1] == 255)).any(axis=0))
    assert columns[0] > 90


def test_weight_family_outline_and_shadow_change_the_letters() -> None:
    looks = [
        STYLE,
        TextStyle(40, weight=700),
        TextStyle(40, family=Family.SERIF),
        TextStyle(40, family=Family.DISPLAY, weight=700),
        TextStyle(40, outline_px=3),
        TextStyle(40, shadow_px=4),
        TextStyle(40, italic=True),
        TextStyle(40, tracking_permille=100),
    ]
    assert len({typeset("Half", 300, 60, look).data for look in looks}) == len(looks)


@pytest.mark.parametrize(
    "text", ["", "\n\n", " ", "\ud800", "\0", "a\u0301" * 300, "\u202e\u2066", "x" * 100_000]
)
def test_odd_texts_are_set_all_the_same(text: str) -> None:
    image = typeset(text, 300, 100, TextStyle(20, smallest_px=10, balanced=True))
    assert len(image.data) == 300 * 100 * 4


def test_the_same_text_is_the_same_in_every_thread() -> None:
    with ThreadPoolExecutor(4) as pool:
        images = list(pool.map(lambda _: typeset("नमस्ते Hello 今日は", 500, 80, STYLE).data, range(24)))
    assert len(set(images)) == 1


def test_it_works_without_a_display_in_a_thread_of_a_plain_program() -> None:
    code = (
        "import threading\n"
        "from edupulse_desktop.media.text_style import TextStyle\n"
        "from edupulse_desktop.media.typesetter import typeset, ready\n"
        "ready()\n"
        "made = []\n"
        "worker = threading.Thread(target=lambda: made.append(typeset('Hello', 200, 60, TextStyle(40))))\n"
        "worker.start(); worker.join()\n"
        "import sys; from PySide6.QtGui import QGuiApplication\n"
        "assert any(made[0].data) and 'PySide6.QtWidgets' not in sys.modules\n"
        "print(QGuiApplication.platformName())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={"PATH": "", "HOME": "/nonexistent"},
        check=False,
    )
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "offscreen", "")


def test_missing_libraries_are_said_when_text_is_wanted_not_before() -> None:
    code = (
        "import sys; sys.modules['PySide6.QtGui'] = None\n"
        "from edupulse_desktop.errors import ToolMissing\n"
        "from edupulse_desktop.media.text_style import TextStyle\n"
        "from edupulse_desktop.media.typesetter import typeset\n"
        "try: typeset('Hello', 200, 60, TextStyle(40))\n"
        "except ToolMissing as failure: print(failure.hint)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "edupulse doctor" in done.stdout
