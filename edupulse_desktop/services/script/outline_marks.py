"""What single lines of a written outline mean: names, headings, marks, arrows, answers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

LONGEST_NAME = 60
_MOST_NAME_WORDS = 6
_LONGEST_LABEL = 40
_MOST_LABEL_WORDS = 5
"""Of a row of capitals, and of words in small letters that are written twice: longer ones are rather a sentence."""
_SMALL_WORDS = frozenset(
    [
        "of",
        "the",
        "and",
        "de",
        "der",
        "den",
        "del",
        "da",
        "di",
        "la",
        "le",
        "van",
        "von",
        "zu",
        "al",
        "el",
        "bin",
        "ibn",
        "y",
        "e",
        "du",
        "des",
    ]
)
_NO_SPEAKERS = frozenset(
    [
        "note",
        "notes",
        "nb",
        "important",
        "tip",
        "tips",
        "example",
        "examples",
        "warning",
        "caution",
        "remember",
        "reminder",
        "time",
        "date",
        "place",
        "step",
        "point",
        "points",
        "source",
        "sources",
        "reference",
        "references",
        "link",
        "url",
        "http",
        "https",
        "mailto",
        "figure",
        "table",
        "fig",
        "ps",
        "www",
        "e.g",
        "i.e",
    ]
)

_HEADING = re.compile(r"(?P<level>#{1,6})\s*(?P<text>[^#].*?)\s*#*\s*")
_SCENE = re.compile(
    r"(?:scene|szene|scène|escena|act)\s*(?P<number>\d+[a-z]?)?\s*(?:[:.–—-]\s*(?P<text>.*))?", re.IGNORECASE
)
_SLUGLINE = re.compile(r"(?:INT|EXT|INT\./EXT|EXT\./INT|I/E)[./]\s*(?P<text>\S.*)")
_SPEECH = re.compile(
    r"(?:[-*•–]\s+)?(?:\*\*|__)?(?P<name>[^\W\d_][^:：()\[\]|*]{0,60}?)\s*(?:\*\*|__)?\s*"
    r"(?:[(\[](?P<direction>[^)\]]*)[)\]])?\s*(?:\*\*|__)?(?::(?=\s|$|\*\*|__)|：)(?:\*\*|__)?\s*(?P<text>.*)",
    re.DOTALL,
)
_LEADING_DIRECTION = re.compile(r"[(\[](?P<direction>[^)\]]{1,80})[)\]]\s*(?P<text>\S.*)", re.DOTALL)
_PAUSE = re.compile(
    r"\[\s*(?:pause|silence|beat|wait|hold)\s*:?\s*(?:(?P<amount>\d+(?:[.,]\d+)?)\s*(?P<unit>ms|milliseconds?|s|secs?|seconds?)?)?\s*\]",
    re.IGNORECASE,
)
_PICTURE = re.compile(
    r"\[\s*(?:picture|image|photo|visual|bild)\s*:\s*(?P<prompt>[^\]|]{0,2000})(?:\|\s*(?P<alt>[^\]]{0,2000}))?\]",
    re.IGNORECASE,
)
_MARKDOWN_PICTURE = re.compile(r"!\[(?P<prompt>[^\]]{0,500})\]\([^)]{0,2000}\)")
_STAGE = re.compile(r"[(\[](?P<text>[^()\[\]]+)[)\]]")
_BULLET = re.compile(r"(?:[-*•–+]|\d{1,3}[.)])\s+(?P<text>\S.*)", re.DOTALL)
_ARROW = re.compile(r"(?:->|→|=>|➜|⇒)\s*(?P<to>\S.*)")
_EMPHASIS = re.compile(
    r"(\*\*|__|(?<!\w)[*_](?=\S))(?P<text>[^*_]{1,400}?)(\*\*|__|(?<=\S)[*_](?!\w))", re.DOTALL
)
_LINK = re.compile(r"(?<!!)\[(?P<text>[^\][]{1,500})\]\([^)]{0,2000}\)")

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+|(?<=[。！？])")

_LONGEST_TOLD = 240
"""Characters the narrator says in one line, where a paragraph can be divided between sentences."""

USUAL_BEAT_MS = 1_000
LONGEST_PAUSE_MS = 600_000


@dataclass(frozen=True, slots=True)
class Speech:
    """Somebody says something.

    Args:
        direction: how, as written in brackets.
    """

    name: str
    text: str
    direction: str = ""


@dataclass(frozen=True, slots=True)
class SceneHeading:
    """The title of a scene; `number` as written after the word scene, empty without."""

    title: str
    number: str = ""
    level: int = 2


def heading(text: str) -> SceneHeading | None:
    """Return the heading a line is: `# Title`, `Scene 2: Title`, `INT. WARD - DAY`."""
    marked = _HEADING.fullmatch(text)
    level = len(marked["level"]) if marked else 2
    words = without_marks(marked["text"]) if marked else text
    scene = _SCENE.fullmatch(words)
    if scene and (marked or scene["number"] or words[len("scene") :].lstrip().startswith((":", "-", "–"))):
        return SceneHeading((scene["text"] or words).strip(), scene["number"] or "", level)
    if marked:
        return SceneHeading(words, "", level)
    slug = _SLUGLINE.fullmatch(text)
    return (
        SceneHeading(slug["text"].strip().capitalize() if slug["text"].isupper() else slug["text"].strip())
        if slug
        else None
    )


def speech(text: str, known: Collection[str]) -> Speech | None:
    """Return what somebody says in a line `Name: text`; none if what stands before the colon is no name.

    Args:
        text: the line.
        known: folded names of people who speak elsewhere, which may be written without capitals.
    """
    found = _SPEECH.fullmatch(text)
    if not found or not is_name(found["name"], known):
        return None
    if bullet(text) and fold(found["name"]) not in known:
        return None
    said = found["text"].strip()
    direction = (found["direction"] or "").strip()
    leading = _LEADING_DIRECTION.fullmatch(said)
    if leading and not _PAUSE.match(said) and not _PICTURE.match(said) and not _LINK.match(said):
        direction = "; ".join(part for part in (direction, leading["direction"].strip()) if part)
        said = leading["text"]
    return Speech(" ".join(found["name"].strip("*_ ").split()), said, direction)


def label_of(text: str) -> str:
    """Return what stands before the first colon of a line, folded, if it is short enough to be a name."""
    found = _SPEECH.fullmatch(text)
    name = found["name"].strip("*_ ") if found else ""
    return fold(name) if 0 < len(name) <= _LONGEST_LABEL and len(name.split()) <= _MOST_LABEL_WORDS else ""


def is_name(name: str, known: Collection[str]) -> bool:
    """Whether somebody can be called this: a few words with capitals, or of a script that has none."""
    name = name.strip("*_ ")
    words = name.split()
    if not words or len(name) > LONGEST_NAME or len(words) > _MOST_NAME_WORDS:
        return False
    if fold(name) in known:
        return True
    if words[0].casefold().strip(".") in _NO_SPEAKERS or "//" in name or name[-1] in ",;!?":
        return False
    return all(_begins_like_a_name(word) for word in words)


def _begins_like_a_name(word: str) -> bool:
    first = word.lstrip("'’\"“„(&")[:1]
    has_no_case = first.upper() == first.lower()
    return has_no_case or first.isupper() or word in _SMALL_WORDS


def cue(text: str) -> str:
    """Return the name a line of capitals gives the next words to, as in screenplays; empty if it is none."""
    bare = re.sub(r"\s*\((?:V\.?O\.?|O\.?S\.?|CONT'?D|CONT’D)\)\s*", "", text)
    fits = 2 <= len(bare) <= _LONGEST_LABEL and len(bare.split()) <= _MOST_LABEL_WORDS
    fits = fits and fold(bare) not in _NO_SPEAKERS
    return bare if fits and bare.isupper() and re.fullmatch(r"[^\W\d_][\w .'’-]*", bare) else ""


def pauses(text: str) -> tuple[str, int | None]:
    """Return a text without its pauses, and their sum in milliseconds; none if there is no pause."""
    total: int | None = None
    for found in _PAUSE.finditer(text):
        total = (total or 0) + _milliseconds(found["amount"], found["unit"] or "s")
    return " ".join(_PAUSE.sub(" ", text).split()) if total is not None else text, (
        None if total is None else min(total, LONGEST_PAUSE_MS)
    )


def _milliseconds(amount: str | None, unit: str) -> int:
    if amount is None:
        return USUAL_BEAT_MS
    number = float(amount.replace(",", ".")[:9])
    return round(number if unit.lower().startswith("m") else number * 1000)


def picture_in(text: str) -> tuple[str, tuple[str, str] | None]:
    """Return a text without its picture, and the description and alternative text of that."""
    for pattern in (_PICTURE, _MARKDOWN_PICTURE):
        found = pattern.search(text)
        if found:
            alt = (found.groupdict().get("alt") or "").strip()
            rest = " ".join((text[: found.start()] + " " + text[found.end() :]).split())
            return rest, (found["prompt"].strip(), alt)
    return text, None


def stage_direction(text: str) -> str:
    """Return what a line that is wholly in brackets says; empty if it is not."""
    found = _STAGE.fullmatch(text)
    return found["text"].strip() if found else ""


def bullet(text: str) -> str:
    """Return the words of a bullet or numbered point; empty if a line is none."""
    found = _BULLET.fullmatch(text)
    return found["text"] if found else ""


def arrow(text: str) -> str:
    """Return where a line that is only an arrow leads; empty if it is none."""
    found = _ARROW.fullmatch(text)
    return found["to"].strip(' ."“”') if found else ""


def without_marks(text: str) -> str:
    """Return a text without Markdown's emphasis, links and code marks."""
    plain = _LINK.sub(r"\g<text>", text)
    for _ in range(2):
        plain = _EMPHASIS.sub(r"\g<text>", plain)
    return plain.replace("`", "").strip()


def fold(name: str) -> str:
    """Return a name without case, spaces and punctuation, as people compare names."""
    return re.sub(r"[\W_]+", "", name).casefold()


def closed(words: str) -> str:
    """Return the words of a bullet with a full stop, where their script has one."""
    return f"{words}." if re.search(r"[A-Za-zÀ-ɏΑ-ωА-я0-9]$", words) else words


def divided(text: str) -> Iterator[str]:
    """Yield a paragraph in pieces of a few sentences."""
    piece = ""
    for sentence in _SENTENCE_END.split(text):
        if piece and len(piece) + len(sentence) > _LONGEST_TOLD:
            yield piece
            piece = ""
        piece = f"{piece} {sentence}".strip()
    if piece:
        yield piece


def without_comments(text: str) -> str:
    """Return a text without comments, code fences and control characters."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")
    kept, *commented = plain.split("<!--")
    for part in commented:
        comment, end, rest = part.partition("-->")
        kept += rest if end else comment
    kept = re.sub("[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]", " ", kept).replace("\u00a0", " ")
    return "\n".join(row for row in kept.split("\n") if not row.lstrip().startswith(("//", "```", "~~~")))
