"""Which function answers which topic."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ...detectors.registry import named_in
from ..answer_items import Item
from ..dialogue.certain_topics import either_maker
from ..dialogue.topics import Topic
from ..writing.findings import of_verdict
from . import (
    alteration_answers,
    claim_answers,
    evidence_answers,
    guide_answers,
    judgement_answers,
    outside_answers,
    picture_answers,
)
from .answer_case import Answered, Case
from .camera_answers import camera
from .credential_answers import credentials, signed
from .file_case import FileCase
from .form_answers import embedded, file_form, file_hash
from .generator_details import of_front_end
from .maker_answers import asked_for, maker
from .mark_answers import mark
from .metadata_answers import metadata, telling_data
from .origin_answers import original
from .parameter_answers import parameters, values_of
from .software_answers import software
from .yes_no_details import accusation

Answer = Callable[[Case], Answered]


def _of_file(answer: Callable[[FileCase], list[Item]]) -> Answer:
    return lambda case: Answered(answer(case.file))


def _metadata(case: Case) -> Answered:
    """An overview of the metadata; where few sentences are wished, the most telling values before their number."""
    items = metadata(case.file)
    telling = telling_data(case.file) if case.wishes.short or case.wishes.sentences else []
    return Answered([*telling, *items[1:]] if telling else items)


def _feature(case: Case) -> Answered:
    """A detail of the picture; where it is what a detector measures, as noise is, what that found."""
    if (
        not case.asked.features
        and case.asked.region is None
        and named_in(case.asked.text, case.bench.detectors.values())
    ):
        return evidence_answers.detector(case)
    return picture_answers.feature(case)


def _term(case: Case) -> Answered:
    """What a word means; of a detector that is named, what it found here and what it measures."""
    if named_in(case.asked.text, case.bench.detectors.values()):
        found = case.guide(case.asked.text, (Topic.TERM, Topic.DETECTOR))[:1]
        if any(entry.topic is Topic.DETECTOR for entry in found):
            return evidence_answers.detector(case)
    return guide_answers.term(case)


def _maker(case: Case) -> Answered:
    """Which program made it; to a question for a certain one, the verdict too, and that this accuses nobody."""
    asked = None if either_maker(case.asked.text) else asked_for(case.asked.text)
    items = maker(case.file, asked)
    if asked is not None and (front := of_front_end(case.file, asked)) is not None:  # a program that runs its models
        items = [front, *items[1:]]
    if asked is None and either_maker(case.asked.text):  # a front end is named, and the model behind it may be asked
        return Answered([*items[:2], *values_of(case.file), *items[2:]])
    if asked is None or not case.file.declared:
        return Answered(items)
    if case.wishes.one_word:  # the first sentence has its reservation
        return Answered([*items[:1], of_verdict(case.verdict), *accusation(case)])
    return Answered([*items[:1], of_verdict(case.verdict), *items[1:], *accusation(case)])


ANSWERS: Mapping[Topic, Answer] = {
    Topic.VERDICT: judgement_answers.verdict,
    Topic.CONFIDENCE: judgement_answers.confidence,
    Topic.REASONS: judgement_answers.reasons,
    Topic.FOR_FAKE: judgement_answers.for_fake,
    Topic.FOR_REAL: judgement_answers.for_real,
    Topic.DOUBTS: judgement_answers.doubts,
    Topic.ABSTENTION: judgement_answers.abstention,
    Topic.PUSHBACK: judgement_answers.pushback,
    Topic.SUMMARY: judgement_answers.summary,
    Topic.NEXT_STEPS: judgement_answers.next_steps,
    Topic.LIKELIHOOD: judgement_answers.likelihood,
    Topic.ALTERATION: alteration_answers.alteration,
    Topic.CLONED: alteration_answers.cloned,
    Topic.AI_PART: alteration_answers.ai_part,
    Topic.WHERE_EDITED: alteration_answers.where_edited,
    Topic.CLAIM: claim_answers.claim,
    Topic.REGION: picture_answers.region,
    Topic.MAP: picture_answers.drawn_map,
    Topic.MAP_MEANING: picture_answers.map_meaning,
    Topic.FEATURE: _feature,
    Topic.GEOMETRY: picture_answers.geometry,
    Topic.TEXT_IN_PICTURE: picture_answers.text_in_picture,
    Topic.DOCUMENT: picture_answers.document,
    Topic.DESCRIBE: picture_answers.describe,
    Topic.PERSON: outside_answers.person,
    Topic.WHERE_TAKEN: outside_answers.where,
    Topic.WHEN_TAKEN: outside_answers.when,
    Topic.PUBLISHED: outside_answers.published,
    Topic.EVENT: outside_answers.event,
    Topic.LEGAL: outside_answers.legal,
    Topic.METADATA: _metadata,
    Topic.CAMERA: _of_file(camera),
    Topic.SOFTWARE: lambda case: Answered(
        [*(maker(case.file)[:1] if case.file.declared else ()), *software(case.file)]
    ),
    Topic.CREDENTIALS: _of_file(credentials),
    Topic.SIGNER: _of_file(signed),
    Topic.PARAMETERS: _of_file(parameters),
    Topic.MAKER: _maker,
    Topic.WATERMARK: mark,
    Topic.FILE_FORM: _of_file(file_form),
    Topic.HASH: _of_file(file_hash),
    Topic.EMBEDDED: _of_file(embedded),
    Topic.ORIGINAL: _of_file(original),
    Topic.EVIDENCE_ITEM: evidence_answers.evidence_item,
    Topic.DETECTOR: evidence_answers.detector,
    Topic.TERM: _term,
    Topic.SECOND_LOOK: evidence_answers.second_look,
    Topic.NEIGHBOURS: evidence_answers.neighbours,
    Topic.COMPARE: evidence_answers.compare,
    Topic.ERROR_RATES: guide_answers.error_rates,
    Topic.REFERENCE_SET: guide_answers.reference_set,
    Topic.IDENTITY: guide_answers.identity,
    Topic.PRIVACY: guide_answers.looked_up(Topic.PRIVACY),
    Topic.TRUST_TOOL: guide_answers.looked_up(Topic.TRUST_TOOL),
    Topic.COURT: guide_answers.looked_up(Topic.COURT),
    Topic.HOW_TO: guide_answers.looked_up(Topic.HOW_TO),
    Topic.CAPABILITIES: guide_answers.looked_up(Topic.CAPABILITIES),
    Topic.GREETING: guide_answers.greeting,
    Topic.OUT_OF_SCOPE: guide_answers.refused,
}
