"""Answers from the knowledge base: terms, limits, error rates, use in court, privacy, how to do something."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...bundle_sentences import of_bundle
from ...evidence import Evidence
from ...provenance.credentials.validation_codes import MEANINGS
from ...sentences import Sentence
from ...text import one_line
from ..answer_items import Item
from ..dialogue import guide_search, knowledge
from ..dialogue.asked_rates import Rate, rate_of
from ..dialogue.asked_terms import code_in
from ..dialogue.gloss import LANGUAGES, in_english
from ..dialogue.topics import Topic
from ..stance import Role
from .answer_case import Answered, Case, of_record

_MODEL = "model:"  # begins the name of a model among the versions of a record
_HELPERS = frozenset({"text"})  # models that only read writing
SMALLEST = 512  # pixels of the longer side of the smallest copies that have figures of their own
_SMALL_COPIES = f"{knowledge.ID}errors-on-small-copies"
MOST = 2  # terms that are explained beside each other
_CAPITALS = re.compile(r"(?<![A-Za-z])[A-Z][A-Z0-9]{2,15}(?![A-Za-z])")  # marks such as FBMD
# Words in capitals that have entries of their own.
_COMMON = {"EXIF", "XMP", "IPTC", "JPEG", "PNG", "GPS", "ISO", "GIMP", "HEIC", "WEBP", "AVIF", "TIFF"}
_DIFFERENCE = re.compile(r"differ|\bversus\b|\bvs\b|unterschied|diff[ée]ren|diferenc|distin|区别|不同", re.I)
_OF_THIS_KIND = re.compile(
    r"\b(?:(?:this|that|such) (?:an? )?(?:sort|kind|type)s?|these (?:sorts|kinds|types)|such (?:pictures|cases|fakes)|"
    r"here|(?:solche\w*|dieser art)|(?:ce|cette|ces) (?:genre|sorte|type)|(?:este|esta) (?:tipo|clase))\b|这种|这类",
    re.I,
)
# What an error rate can be asked for apart from the whole; anything else gets the figure for all labels.
_SPECIFIC = re.compile(
    r"screen|portrait|selfie|face|deep ?fake|swap|compress|small|copy|copies|whatsapp|messenger|jpeg|map|cue|hand|"
    r"family|"
    r"generator|explanation|sentence|attack|fool|trick|metadata|camera note|forged|label|false (?:alarm|posit|accus)|"
    r"wrongly|innocent|genuine|real photo|miss|new|midjourney|flux|dall|grok|chatgpt|medical|drawing|x-ray|art|"
    r"auroc|auc|told apart|distinguish|night|thumbnail|scan|video|inconclusive",
    re.I,
)
NOT_BY_GROUP = Sentence(
    "guide_answers.not_by_group",
    "Whether it works equally well for people of every skin colour, age or sex was not measured, so it can't be said. "
    "The figures of this tool do not tell groups of people apart.",
)
REFUSED = Sentence(
    "guide_answers.refused",
    "This tool can't answer that. You can ask whether the picture is real, why, what the file holds, what a finding or "
    "a term means, how often the tool is wrong, and what to do next.",
)
NOT_KNOWN = Sentence(
    "guide_answers.not_known",
    "Nothing that was reviewed for this tool explains that. Ask about a finding by its number, about a detector by its "
    "name, or about a word from the table.",
)
CODE = Sentence(
    "guide_answers.code", "{code} is what the check of content credentials reports where this was found: {meaning}."
)
VERSION = Sentence("guide_answers.version", "This is telltale {version} with the model {model}.")
MEASURED_ON = Sentence("guide_answers.measured_on", "The verdict on this picture rests on {set}.")
FIGURES_OF_SHIPPED = Sentence(
    "guide_answers.figures_of_shipped",
    "Figures about Telltale in general are those of the parts that ship with it, not of this bundle.",
)
SMALLER = Sentence(
    "guide_answers.smaller",
    "These figures are for larger copies. This picture has {width}×{height} px; how often a label is wrong at that "
    "size was not measured in this way.",
)
HELLO = Sentence(
    "guide_answers.hello",
    "Hello. Ask whether the picture is real, what gives it away, what the file says, or what to do next.",
)


def term(case: Case) -> Answered:
    """What a word means; that nothing explains it, if no entry does."""
    if _DIFFERENCE.search(case.asked.text) and len(both := guide_search.terms_in(case.asked.text, case.language)) > 1:
        return Answered([line for entry in both[:MOST] for line in case.quoted(entry)[:1]])
    if (code := code_in(case.asked.text)) is not None:
        return Answered([of_record(CODE(code=code, meaning=MEANINGS[code]()), Role.METHOD), *case.entry("c2pa-broken")])
    marks = _marks(case)
    found = case.guide(case.asked.text, (Topic.TERM, Topic.DETECTOR))[:1]
    general = [entry for entry in found if entry.slug == knowledge.GENERAL[Topic.DETECTOR]]
    if general and guide_search.by_term(case.asked.text, general[0].language) is None:
        found = []  # the overview of all detectors explains no single word
    told = [*case.told(marks), *(line for entry in found for line in case.quoted(entry))]
    return Answered(told or [of_record(NOT_KNOWN())], about=marks)


def _marks(case: Case) -> list[Evidence]:
    """The finding on the file that names a mark in capitals which the question names too, as FBMD."""
    words = set(_CAPITALS.findall(case.asked.text)) - _COMMON
    of_file = (item for item in case.evidence if item.kind == "provenance")
    return [item for item in of_file if words & set(_CAPITALS.findall(item.statement))][:1]


def error_rates(case: Case) -> Answered:
    """How often the tool is wrong: in general, unless the question names a kind of picture or of fault."""
    text = f"{case.asked.text} {in_english(case.asked.text, case.language) if case.language in LANGUAGES else ''}"
    rate = rate_of(case.asked.text, case.language)
    if rate is None and _OF_THIS_KIND.search(text) and _told_of_an_alteration(case):
        rate = Rate.ALTERED
    if rate is not None:
        unknown = [of_record(NOT_BY_GROUP(), Role.RESERVATION)] if rate is Rate.GROUPS else []
        return Answered([*unknown, *_of_bundle(case), *case.entry(rate)])
    known = case.looked_up(Topic.ERROR_RATES) if _SPECIFIC.search(text) else case.entry("how-often-wrong")
    return Answered([*_of_bundle(case), *known, *_smaller(case, known)])


def _smaller(case: Case, known: Sequence[Item]) -> list[Item]:
    """That figures of small copies are not those of a picture that is smaller still."""
    facts = case.record.exhibit
    if max(facts.width, facts.height) >= SMALLEST or not any(one.id == _SMALL_COPIES for one in known):
        return []
    return [of_record(SMALLER(width=facts.width, height=facts.height), Role.RESERVATION)]


def _told_of_an_alteration(case: Case) -> bool:
    return any(rate_of(earlier, case.language) is Rate.ALTERED for earlier in case.earlier)


def _of_bundle(case: Case) -> list[Item]:
    """That general figures are those of the shipped parts, where a bundle was used, and what it rests on."""
    if case.record.bundle is None:
        return []
    own = [of_record(text) for text in of_bundle(case.record.bundle)]
    return [*own, of_record(FIGURES_OF_SHIPPED(), Role.RESERVATION)]


def reference_set(case: Case) -> Answered:
    """What the tool was measured on."""
    judged = case.verdict
    own = [of_record(MEASURED_ON(set=judged.reference_set))] if judged.reference_set else []
    return Answered([*own, *_of_bundle(case), *case.looked_up(Topic.REFERENCE_SET)])


def identity(case: Case) -> Answered:
    """Who built the tool, and which version it is."""
    versions = case.record.versions
    names = [one_line(name.removeprefix(_MODEL), 60) for name in versions if name.startswith(_MODEL)]
    model = next((name for name in names if name not in _HELPERS), "")
    own = of_record(VERSION(version=versions.get("telltale", "?"), model=model or "small"))
    return Answered([own, *case.looked_up(Topic.IDENTITY)])


def greeting(case: Case) -> Answered:
    """A greeting in return."""
    return Answered([of_record(HELLO())])


def refused(case: Case) -> Answered:
    """That this is beyond the tool, and what can be asked."""
    return Answered([of_record(REFUSED(), Role.NEXT_STEP)])


def looked_up(topic: Topic):
    """An answer that the knowledge base gives alone; a refusal if it has none."""

    def answer(case: Case) -> Answered:
        return Answered(case.looked_up(topic) or refused(case).items)

    return answer
