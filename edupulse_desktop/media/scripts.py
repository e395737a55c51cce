"""What a text's script asks for: the faces to look letters up in, and where its lines begin."""

from __future__ import annotations

import unicodedata

from edupulse_desktop.media.text_style import Family

EMOJI_FACE = "Noto Emoji"
_FACES = (
    "Noto Sans",
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans Bengali",
    "Noto Sans Tamil",
    "Noto Sans Thai",
)
_CHINESE, _JAPANESE, _KOREAN = "EduPulse Sans SC", "EduPulse Sans JP", "EduPulse Sans KR"
_JOINED_FROM = "\u0530"
"""Letters of Arabic or Hindi are joined; Latin, Greek and Cyrillic, which come before them, may be set apart."""


def faces(text: str, first: Family) -> list[str]:
    """Return the faces to look a letter up in; Chinese characters look Japanese in a text with kana."""
    has_kana = any("\u3040" <= letter <= "\u30ff" for letter in text)
    has_hangul = any("\uac00" <= letter <= "\ud7a3" for letter in text)
    east = [_JAPANESE, _CHINESE, _KOREAN] if has_kana else [_CHINESE, _JAPANESE, _KOREAN]
    return [first.value, *_FACES, *(reversed(east) if has_hangul else east), EMOJI_FACE]


def may_be_tracked(text: str) -> bool:
    """Whether room between letters does not tear joined letters apart."""
    return max(text, default="") < _JOINED_FROM


def is_rtl(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left (Unicode standard annex 9, rule P2)."""
    kinds = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind != "L" for kind in kinds if kind in {"L", "R", "AL"}), False)
