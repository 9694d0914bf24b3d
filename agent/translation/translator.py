"""From an English text of ours to the same text in another language."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from ..sentences import known
from . import written_forms
from .sentence_patterns import NUMBER, Masked, Part, Pattern, Place, Quote, Steps, pattern, readings
from .translation_tables import LANGUAGES, PHRASES, pairs

LONGEST = 6_000  # characters of a text
_STEPS = 20_000  # of one search
_MOST_PIECES = 24  # sentences of a text, and parts of a list
_MOST_MERGED = 5  # pieces between separators that one part of a list may be of
_BEHIND = (" ", ",", ";")  # begin a text that is written right behind another one
_UNENDED = (" ", ",", ";", "(")  # end no text
_SHORT = 160  # characters of a text that a pattern without a word of its own may fit
_BREAK = re.compile(r"(?<=[.!?…])\s+")
_LETTERS = re.compile(r"[^\W\d_]")
# A technical word: with a digit, an underscore, a point or a slash within, a capital within, or in capitals.
_TECHNICAL = re.compile(r"(?=\S*(?:[\d_]|\w[./:×-]\w|\w[A-Z]|[a-z][A-Z]))\S{1,100}")
# Places of names, which no language changes.
_NAMES = frozenset({
    "address", "asked", "block", "camera", "detector", "digest", "family", "generator", "keyword", "language", "maker",
    "media_type", "mode", "model", "name", "platform", "program", "profile", "source", "term", "version",
})  # fmt: skip
_NAME = re.compile(r"(?!.* (?:and|of|the|or) )[^;:()\U000f0000-\U000fffff]{1,100}(?: \([^()]{1,40}\))?")
# Places that may hold several sentences, and those that hold nothing but these.
_LONG = frozenset({"because", "headline", "reason", "reference_set", "statement", "tail", "what"})
_FORMS = {
    "place": re.compile(r"EXIF|XMP|IPTC|PNG(?: text)?|file comment|hidden in the pixels|container(?: data)?"),
    "day": re.compile(r"\d{1,2}|\d{1,2} \w+ \d{4}"),
    "year": re.compile(r"\d{4}"),
    "time": re.compile(r"[\d:]{5,8}|\d{1,2} \w+ \d{4}, [\d:]{5,8}"),
    "action": re.compile(r"[^,;:.()]*"),
    "block": re.compile(r"[A-Z][\w-]*"),
    "by": re.compile(r"(?: by | with |; it names ).*|"),
    "code": re.compile(r"[\w-]+(?:\.[\w-]+)+"),
    "degrees": re.compile(r"[\d.]+"),
    "detector": re.compile(r"\S+"),
    "maker": re.compile(r"[A-Z0-9].*"),
    "program": re.compile(r"[A-Z0-9].*|[^a-z]*|an unnamed program|a program by .*|[a-z]\S*"),
    "source": re.compile(r"\S+"),
    "dated": re.compile(r", dated .*|"),
    "described": re.compile(r", described as .*|"),
    "kind": re.compile(r" \([^()]*\)|, source type .*|[A-Za-z][^,;:]*|"),
    "month": re.compile(r"[A-Z][a-z]+"),
    "on": re.compile(r" on .*|"),
    "size": re.compile(r" of .*|"),
    "times": re.compile(r", the first on .*|[\d.,]*"),
    "offset": re.compile(r"[+\-][\d:]{5}|"),
}
_LISTS = frozenset({"names", "programs"})  # lists of them
_LISTED = re.compile(r"(?!.* (?:and|of|the|or) )[A-Z0-9][^;:,()\U000f0000-\U000fffff]{0,60}|[\U000f0000-\U000fffff]")
_OF_OTHERS = frozenset({"error", "problem", "reason"})  # in brackets, what another program says
_AS_WRITTEN = frozenset({"degrees", "digest", "latitude", "longitude", "name", "position", "version"})


def translated(text: str, language: str) -> str | None:
    """A text of ours in another language; None if a part of it has no translation.

    Quotations, citations and names stay as they are; numbers are written as the language writes them.

    Args:
        text: in English, as sentences of ours make it.
        language: ISO 639-1 code, one of `LANGUAGES`.
    """
    if language not in LANGUAGES or not text.strip() or len(text) > LONGEST:
        return None
    return _translated(text, language, len(known()))


@lru_cache(maxsize=4096)
def _translated(text: str, language: str, loaded: int) -> str | None:
    masked = Masked.of(text)
    if masked is None:
        return None
    found = _Reading(_index(language, loaded), masked).text(masked.text)
    if found is None:
        return None
    return masked.restored(written_forms.spaced(found) if language == "zh" else found)


def missing(language: str) -> list[str]:
    """The keys of the loaded sentences that a language has no translation of."""
    return sorted(known().keys() - pairs(language).keys())


class _Index:
    """The patterns of a language, found by their beginnings."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.target: dict[str, tuple[Part, ...]] = {}
        self.quoted: dict[str, str] = {}
        self._by_head: dict[str, list[Pattern]] = defaultdict(list)
        self._lengths: list[int] = []
        self._others: list[tuple[str, Pattern]] = []
        for key, (english, other) in pairs(language).items():
            self._add(pattern(key, english))
            self.target[key] = pattern(key, other).parts
            if key.startswith(PHRASES):
                self.quoted[english] = other

    def _add(self, new: Pattern) -> None:
        first = new.parts[0] if new.parts else ""
        if isinstance(first, str):
            self._by_head[first].append(new)
        else:
            self._others.append((max(new.literals, key=len, default=""), new))

    def candidates(self, text: str) -> list[Pattern]:
        """The patterns that a text may fit, the likeliest first."""
        self._lengths = self._lengths or sorted({len(head) for head in self._by_head})
        heads = (text[:length] for length in self._lengths if length <= len(text))
        found = [one for head in heads for one in self._by_head.get(head, ()) if one.may_fit(text)]
        loose = len(text) <= _SHORT and not text.startswith(_BEHIND)
        found += [
            one for literal, one in self._others if (loose or one.worded) and literal in text and one.may_fit(text)
        ]
        return sorted(found, key=lambda one: (-one.weight, -one.quotations))  # of two alike, the one with a quotation


@lru_cache(maxsize=len(LANGUAGES))
def _index(language: str, loaded: int) -> _Index:
    return _Index(language)


class _Reading:
    """The search for what one text was made from."""

    def __init__(self, index: _Index, masked: Masked) -> None:
        self._index = index
        self._masked = masked
        self._language = index.language
        self._steps = Steps(_STEPS)
        self._known: dict[str, str | None] = {}
        self._values: dict[tuple[Place, str], str | None] = {}

    def text(self, text: str) -> str | None:
        """Sentences one after another."""
        breaks = list(_BREAK.finditer(text))
        starts = [0, *(one.end() for one in breaks)]
        ends = [*(one.start() for one in breaks), len(text)]
        if len(starts) > _MOST_PIECES:
            return None
        joint = "" if self._language == "zh" else " "
        rest: list[str | None] = [None] * len(starts) + [""]
        for first in range(len(starts) - 1, -1, -1):
            for last in range(first, len(starts)):
                after = rest[last + 1]
                said = None if after is None else self._sentence(text[starts[first] : ends[last]])
                if said is not None:
                    rest[first] = f"{said}{joint}{after}" if after else said
                    break
        return rest[0]

    def _sentence(self, text: str) -> str | None:
        """A sentence, which may have been given a capital or a full stop."""
        found = self._whole(text)
        if found is None and text.endswith(".") and (inner := self._whole(text[:-1])) is not None:
            found = inner + ("。" if self._language == "zh" else ".")
        return found

    def _whole(self, text: str) -> str | None:
        """A text that one template made, as it stands or with its first letter changed."""
        if text in self._known:
            return self._known[text]
        if text.endswith(_UNENDED) or text.count("(") != text.count(")"):
            return None
        self._known[text] = None
        found = self._template(text)
        if found is None and text[:1].isalpha():
            if text[0].isupper() and (other := self._template(text[0].lower() + text[1:])) is not None:
                found = written_forms.capital(other)
            elif text[0].islower() and (other := self._template(text[0].upper() + text[1:])) is not None:
                found = written_forms.small(other, self._language)
        self._known[text] = found
        return found

    def _template(self, text: str) -> str | None:
        for one in self._index.candidates(text):
            for values in readings(one.parts, self._masked, text, self._steps, self._accepts):
                return self._filled(one, values)
        return None

    def _filled(self, one: Pattern, values: dict[str, str]) -> str:
        places = {part.name: part for part in one.parts if isinstance(part, Place)}
        said = {name: self._value(places[name], value) or "" for name, value in values.items()}
        text = ""
        for part in self._index.target[one.key]:
            piece = _written(part, said)
            # In German a whole sentence behind a colon begins with a capital.
            sentence = self._language == "de" and text.endswith(": ") and piece.endswith(".")
            text += written_forms.capital(piece) if sentence and isinstance(part, Place) else piece
        return text

    def _accepts(self, place: Place, value: str) -> bool:
        return self._value(place, value) is not None

    def _value(self, place: Place, value: str) -> str | None:
        if (place, value) not in self._values:
            self._values[place, value] = None
            self._values[place, value] = self._read(place, value)
        return self._values[place, value]

    def _read(self, place: Place, value: str) -> str | None:
        form = _FORMS.get(place.name) if place.kind == "any" else None
        if (form and not form.fullmatch(value)) or (place.name not in _LONG and _BREAK.search(value)):
            return None
        if not value or place.kind == "foreign":
            return value
        if place.kind == "quoted":
            inner = self._masked.quotation(value)
            return self._index.quoted.get(inner, inner)
        if NUMBER.fullmatch(value):
            return value if place.name in _AS_WRITTEN else written_forms.number(value, self._language)
        found = self._phrase(value, place)
        return value if found is None and _copied(value, place) else found

    def _phrase(self, value: str, place: Place) -> str | None:
        """A value: a sentence, a technical word, several sentences, or a list."""
        found = self._element(value)
        if found is None and _BREAK.search(value):
            found = self.text(value)
        return self._list(value, place) if found is None else found

    def _list(self, value: str, place: Place) -> str | None:
        outer = "; " in value
        separators = list((written_forms.OUTER if outer else written_forms.SEPARATOR).finditer(value))
        if not 0 < len(separators) < _MOST_PIECES:
            return None
        starts = [0, *(one.end() for one in separators)]
        ends = [*(one.start() for one in separators), len(value)]
        rest: list[tuple[list[str], list[str]] | None] = [None] * len(starts) + [([], [])]
        for first in range(len(starts) - 1, -1, -1):
            for last in range(first, min(first + _MOST_MERGED, len(starts))):
                after = rest[last + 1]
                if after is None or (first == 0 and last == len(starts) - 1):
                    continue
                piece = value[starts[first] : ends[last]]
                said = self._phrase(piece, place) if outer else self._element(piece)
                listed = place.name in _LISTS and _LISTED.fullmatch(piece)
                said = piece if said is None and listed else said
                if said is not None:
                    between = [separators[last][0]] if after[0] else []
                    rest[first] = ([said, *after[0]], [*between, *after[1]])
                    break
        found = rest[0]
        return None if found is None else written_forms.joined(*found, self._language)

    def _element(self, value: str) -> str | None:
        if NUMBER.fullmatch(value):
            return written_forms.number(value, self._language)
        found = self._whole(value)
        technical = not _LETTERS.search(value) or _TECHNICAL.fullmatch(value)
        return value if found is None and technical else found


def _copied(value: str, place: Place) -> bool:
    """Whether a value is a name, or what another program says in brackets."""
    if place.name in _LISTS:
        return _LISTED.fullmatch(value) is not None
    return (place.name in _NAMES and _NAME.fullmatch(value) is not None) or (place.aside and place.name in _OF_OTHERS)


def _written(part: Part, values: dict[str, str]) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, Quote):
        return f"“{part.text}”"
    return f"“{values[part.name]}”" if part.kind == "quoted" else values[part.name]
