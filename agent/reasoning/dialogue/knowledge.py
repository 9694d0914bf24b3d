"""The knowledge base: reviewed texts about terms, limits, error rates, reports, how-tos and what to do next.

They lie in `prompts/knowledge/LANGUAGE/*.toml`, a table `[[entry]]` for each. The English files are whole; `topic` and
`sources` stand in them alone. What another language lacks is given in English. A text may have places, such as
`{version}`, which `knowledge_facts` fills. Which entry answers a question is found by `guide_search`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any

from pydantic import Field

from .... import prompts
from ...evidence import Frozen
from .knowledge_facts import values
from .topics import Topic

ENGLISH = "en"
ID = "guide:"  # stands before a slug in the id under which an answer cites an entry
FOLDER = "knowledge"
NAMES = {
    "en": "English",
    "de": "Deutsch",
    "es": "español",
    "fr": "français",
    "zh": "中文",
}  # of languages, in their own


class Entry(Frozen):
    """One thing that can be looked up.

    Attributes:
        slug: a stable name, the same in every language.
        topic: what a question asks for that it answers.
        asks: wordings of questions that it answers, by which it is found.
        answer: one to three sentences, the answer itself first.
        details: further texts of one or two sentences, for a longer answer.
        terms: if it explains a word or an expression, all its names, as the program or people write them, misspellings
            included. `#` stands for any number.
        sources: the documents and sections that it rests on.
        language: of the texts.
    """

    slug: str = Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
    topic: Topic
    asks: tuple[str, ...] = Field(min_length=2)
    answer: tuple[str, ...] = Field(min_length=1, max_length=3)
    details: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    language: str = ENGLISH

    @property
    def id(self) -> str:
        """The id under which an answer cites it."""
        return ID + self.slug


# The entry that answers a question of a topic in general, if none fits its words better.
GENERAL: dict[Topic, str] = {
    Topic.ABSTENTION: "why-no-label",
    Topic.ALTERATION: "alterations-seldom-found",
    Topic.CAPABILITIES: "what-can-you-do",
    Topic.CLAIM: "caption-true",
    Topic.COURT: "use-in-court",
    Topic.DESCRIBE: "no-describing",
    Topic.DETECTOR: "detectors-overview",
    Topic.DOCUMENT: "no-document-check",
    Topic.ERROR_RATES: "how-often-wrong",
    Topic.EVENT: "no-events",
    Topic.FEATURE: "feature-questions",
    Topic.GEOMETRY: "no-geometry",
    Topic.HASH: "sha-256",
    Topic.IDENTITY: "who-built-it",
    Topic.LEGAL: "no-legal-advice",
    Topic.LIKELIHOOD: "likelihood-ratio",
    Topic.MAKER: "no-maker-from-pixels",
    Topic.MAP_MEANING: "map-colours",
    Topic.NEIGHBOURS: "detector-nearest",
    Topic.NEXT_STEPS: "next-in-general",
    Topic.ORIGINAL: "original-file",
    Topic.OUT_OF_SCOPE: "off-topic",
    Topic.PERSON: "no-naming-people",
    Topic.PRIVACY: "nothing-leaves",
    Topic.PUBLISHED: "no-reverse-search",
    Topic.PUSHBACK: "pushback",
    Topic.REFERENCE_SET: "reference-set-term",
    Topic.SECOND_LOOK: "second-look",
    Topic.TEXT_IN_PICTURE: "no-reading-text",
    Topic.TRUST_TOOL: "can-i-trust-you",
    Topic.WATERMARK: "synthid",
    Topic.WHEN_TAKEN: "no-dating",
    Topic.WHERE_TAKEN: "no-geolocation",
}


@cache
def entries(language: str = ENGLISH) -> tuple[Entry, ...]:
    """Every entry, in the order of the English files; in English where the language lacks it.

    An entry is left out if it has a place that can't be filled, because trained parts are not installed.

    Args:
        language: ISO 639-1 code.
    """
    other = {} if language == ENGLISH else _rows(language)
    filling = places()
    rows = [
        {**row, **(own := other.get(slug, {})), "terms": [*row.get("terms", ()), *own.get("terms", ())]}
        for slug, row in _rows(ENGLISH).items()
    ]
    return tuple(_entry(row, filling) for row in rows if places_of(row) <= filling.keys())


def by_slug(slug: str, language: str = ENGLISH) -> Entry:
    """The entry with a slug, which may also be given as the id `guide:SLUG`.

    Raises:
        KeyError: if there is none.
    """
    return _by_slug(language)[slug.removeprefix(ID)]


def general(topic: Topic, language: str = ENGLISH) -> Entry | None:
    """The entry that answers a question of a topic in general; None if the topic has none."""
    return _by_slug(language).get(GENERAL.get(topic, ""))


def languages() -> tuple[str, ...]:
    """The codes of the languages in which there are entries, English first."""
    found = {folder.name for folder in files(prompts).joinpath(FOLDER).iterdir() if folder.is_dir()}
    return (ENGLISH, *sorted((found & NAMES.keys()) - {ENGLISH}))


@cache
def places() -> dict[str, str]:
    """What fills each place of the texts: the values of `knowledge_facts`, and `languages`, those that have entries."""
    return {**values(), "languages": ", ".join(NAMES[code] for code in languages())}


def places_of(row: Mapping[str, Any]) -> set[str]:
    """The names of the places in the texts of an entry as its file holds it."""
    texts = [*row["answer"], *row.get("details", ())]
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}


@cache
def _by_slug(language: str) -> dict[str, Entry]:
    return {entry.slug: entry for entry in entries(language)}


def _rows(language: str) -> dict[str, dict[str, Any]]:
    """The entries of a language as its files hold them, by slug; none if there are none."""
    if language not in languages():
        return {}
    folder = files(prompts).joinpath(FOLDER, language)
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(prompts.TABLE))
    rows = [row for name in names for row in prompts.table(f"{FOLDER}/{language}/{name}")["entry"]]
    return {row["slug"]: {**row, "language": language} for row in rows}


def _entry(row: Mapping[str, Any], filling: Mapping[str, str]) -> Entry:
    filled = {part: tuple(text.format_map(filling) for text in row.get(part, ())) for part in ("answer", "details")}
    return Entry(**{**row, **filled})
