"""Answers from the knowledge base: terms, limits, error rates, use in court, privacy, how to do something."""

from __future__ import annotations

from ...sentences import Sentence
from ...text import one_line
from ..dialogue import guide_search, knowledge
from ..dialogue.topics import Topic
from ..stance import Role
from .answer_case import Answered, Case, of_record

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
VERSION = Sentence("guide_answers.version", "This is telltale {version} with the model {model}.")
MEASURED_ON = Sentence("guide_answers.measured_on", "The verdict on this picture rests on {set}.")
HELLO = Sentence(
    "guide_answers.hello",
    "Hello. Ask whether the picture is real, what gives it away, what the file says, or what to do next.",
)


def term(case: Case) -> Answered:
    """What a word means; that nothing explains it, if no entry does."""
    found = case.guide(case.asked.text, (Topic.TERM, Topic.DETECTOR))[:1]
    general = [entry for entry in found if entry.slug == knowledge.GENERAL[Topic.DETECTOR]]
    if general and guide_search.by_term(case.asked.text, general[0].language) is None:
        found = []  # the overview of all detectors explains no single word
    return Answered([line for entry in found for line in case.quoted(entry)] or [of_record(NOT_KNOWN())])


def reference_set(case: Case) -> Answered:
    """What the tool was measured on."""
    judged = case.verdict
    own = [of_record(MEASURED_ON(set=judged.reference_set))] if judged.reference_set else []
    return Answered([*own, *case.looked_up(Topic.REFERENCE_SET)])


def identity(case: Case) -> Answered:
    """Who built the tool, and which version it is."""
    versions = case.record.versions
    model = next((one_line(name, 60) for name in versions if name.startswith("model:")), "").removeprefix("model:")
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
