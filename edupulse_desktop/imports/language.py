"""What language a text is most likely in, so that a voice does not read German as English.

Scripts that only one large language writes tell it at once; languages in Latin letters are told by their smallest
words. A text that does not tell clearly gets no answer, and the language a lesson has already needs less to stay.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from edupulse_desktop.imports.imported import Imported
from edupulse_desktop.model.draft import Draft

_FEWEST_WORDS = 12
"""For a language in Latin letters."""
_FEWEST_WORDS_OF_A_SCRIPT = 8
_FEWEST_SIGNS = 16
"""Of a script that puts no spaces between words; about eight words."""
_FEWEST_SMALL_WORDS = 4
"""Different ones: “a” alone is a word of six languages."""
_LEAST_SHARE = 0.12
"""Of all words; ordinary prose has 25 to 45 % of these."""
_CLEARLY = 1.3
"""How much more than the next language."""
_CLEARLY_NOT_THE_PRESENT_ONE = 2
"""How much more than the language of the lesson."""
_MOST_CHARACTERS = 50_000

_SCRIPTS: tuple[tuple[str, str], ...] = (
    ("ja", "\u3041-\u30ff"),
    ("ko", "\uac00-\ud7a3"),
    ("zh", "\u4e00-\u9fff"),
    ("ar", "\u0621-\u064a"),
    ("he", "\u05d0-\u05ea"),
    ("hi", "\u0904-\u0939"),
    ("th", "\u0e01-\u0e5b"),
    ("el", "\u0391-\u03c9"),
    ("uk", "\u0456\u0457\u0454\u0491"),
    ("ru", "\u0410-\u044f"),
)
"""In this order: Japanese also writes Chinese signs, Ukrainian also Russian letters."""
_SMALL_SHARE = {"ja": 0.1, "uk": 0.02}
"""What is enough of the signs that only these languages have."""

_WITHOUT_SPACES = frozenset({"ja", "zh", "th"})

_SMALL_WORDS = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the and to of you is it that he she was for on are with they be at have this from or not but what were we your a do by if in my me can will when there has would i",
        "de": "der die das und ist nicht ich sie es ein eine zu den mit wir auf für im dem was haben wie sich auch noch ihr aber bitte",
        "fr": "le la les et est un une des je vous il elle que ne pas dans pour ce qui du au sur nous avec mais ça êtes",
        "es": "el la los las y es un una que de no en por para se con está su lo pero más qué usted como muy del al mi cómo",
        "it": "il la di che è un una non per sono con ho gli le si ma anche come della questo lei mi ci più",
        "pt": "o a os as e é um uma que de não em por para se com está seu mas mais você como ele ela isso",
        "nl": "de het een en is niet ik je dat van hij zij ze we op te met voor maar zijn wat aan bent ook",
        "pl": "i nie się jest to na w z że do jak co ale tak czy pan pani mam dla jego są już tylko",
        "sv": "och att det är jag inte en ett du som på för med han hon vi har av den till om men så",
        "da": "og at det er jeg ikke en et du som på for med han hun vi har af den til om men så hvad",
        "tr": "ve bir bu ne için değil mi ben sen çok ama var da de ile daha gibi siz evet hayır nasıl",
        "cs": "a je se na to že v ne jsem si ale jak co s do tak už jste pro by jako ten mám",
        "fi": "ja on ei se että hän minä en mutta niin kun ole mitä olen tämä voi nyt sinä me ovat",
        "hu": "a az és nem hogy is egy van de meg mi ez én csak már mit te kell volt mint",
        "ro": "și nu este de la un o în pe că ce cu să mai dar pentru am eu sunt ai",
        "id": "dan yang di ini itu tidak saya dengan untuk ada anda dari akan ke bisa sudah apa kita",
    }.items()
}
_WORD = re.compile(r"[^\W\d_]+")
_NAMES = {
    "ar": "Arabic",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "fi": "Finnish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "hu": "Hungarian",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sv": "Swedish",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "zh": "Chinese",
}


def language_of(texts: Iterable[str], present: str = "") -> str:
    """Return the primary BCP-47 subtag of what these texts are written in; empty if they do not tell.

    Args:
        texts: what is said.
        present: BCP-47 tag of the lesson they go into; another language must be clearly the better answer.
    """
    text = " ".join(texts)[:_MOST_CHARACTERS]
    letters = sum(sign.isalpha() for sign in text)
    for language, signs in _SCRIPTS:
        found = len(re.findall(f"[{signs}]", text))
        if found > letters * _SMALL_SHARE.get(language, 0.5):
            has_spaces = language not in _WITHOUT_SPACES
            is_enough = (
                len(text.split()) >= _FEWEST_WORDS_OF_A_SCRIPT if has_spaces else letters >= _FEWEST_SIGNS
            )
            return language if is_enough else ""
    return _by_small_words([word.lower() for word in _WORD.findall(text)], _primary(present))


def language_of_draft(draft: Draft, present: str = "") -> str:
    """Return what a draft is written in: its own word for it, or what its lines tell."""
    return draft.language or language_of(
        (line.text for scene in draft.scenes for line in scene.lines), present
    )


def in_its_language(imported: Imported, present: str) -> Imported:
    """Return an import with the language its words are in, where it does not say and that is not the present one.

    Args:
        imported: what was read.
        present: BCP-47 tag of the lesson it goes into; `en-GB` stays for any English.
    """
    found = language_of_draft(imported.draft, present)
    if imported.draft.language or not found or found == _primary(present):
        return imported
    said = replace(imported, draft=replace(imported.draft, language=found))
    return said.with_note(
        f"The text reads as {_NAMES[found]}, so the language of the lesson was set to that. "
        f"Write “Language: {present}” at the top of the text if that is wrong."
    )


def _primary(tag: str) -> str:
    return tag.split("-", maxsplit=1)[0].lower()


def _by_small_words(words: list[str], present: str) -> str:
    if len(words) < _FEWEST_WORDS:
        return ""
    count = Counter(words)
    found = {language: sum(count[word] for word in small) for language, small in _SMALL_WORDS.items()}
    language, next_language = sorted(found, key=lambda each: found[each], reverse=True)[:2]
    most = found[language]
    is_clear = (
        most >= len(words) * _LEAST_SHARE
        and most >= found[next_language] * _CLEARLY
        and len(_SMALL_WORDS[language] & count.keys()) >= _FEWEST_SMALL_WORDS
        and (language == present or most >= found.get(present, 0) * _CLEARLY_NOT_THE_PRESENT_ONE)
    )
    return language if is_clear else ""
