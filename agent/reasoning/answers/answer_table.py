"""Which function answers which topic."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ...detectors.registry import named_in
from ...provenance.credentials.integrity_findings import trust
from ..answer_items import Item
from ..dialogue.certain_topics import either_maker
from ..dialogue.gloss import plain
from ..dialogue.topics import Topic
from ..writing.findings import of_verdict
from . import (
    alteration_answers,
    claim_answers,
    evidence_answers,
    guide_answers,
    judgement_answers,
    opening_answers,
    outside_answers,
    picture_answers,
    plain_limits,
)
from .answer_case import Answered, Case
from .camera_answers import camera, flash, names
from .credential_answers import credentials, signed
from .file_case import FileCase, forgeable, said
from .form_answers import embedded, file_form, file_hash
from .generator_details import of_front_end
from .maker_answers import asked_for, maker
from .mark_answers import mark
from .metadata_answers import metadata, telling_data
from .origin_answers import NOT_SHOWN_SENT, SCREENSHOT, original, passed_on
from .parameter_answers import one_setting, parameters, values_of
from .software_answers import software
from .yes_no_details import accusation

# What a question calls a setting of generation.
_SETTINGS = {
    "seed": re.compile(r"\bseeds?\b|startwert|graine|semilla|种子"),
    "steps": re.compile(r"\b(?:sampling )?steps\b|schritte|\betapes\b|\bpasos\b|步数"),
    "sampler": re.compile(r"\bsampler\b|采样器"),
    "scheduler": re.compile(r"\bscheduler\b|调度器"),
    "guidance": re.compile(r"\bcfg\b|\bguidance\b"),
    "model": re.compile(r"\bcheckpoint\b"),
}
_TRUSTED = re.compile(r"\btrust|vertrau|confiance|confianza|\bfiables?\b|可信|信任")
_PLATFORM = re.compile(
    r"\b(?:whats ?app|facebook|instagram|telegram|signal|twitter|tiktok|snapchat|messenger|discord|reddit|wechat|viber|"
    r"threema|social media|platform)\b|微信|微博|抖音"
)
_FLASH = re.compile(r"\bflash\b|\bblitz\w*|闪光灯")
Answer = Callable[[Case], Answered]


def _of_file(answer: Callable[[FileCase], list[Item]]) -> Answer:
    return lambda case: Answered(answer(case.file))


def _metadata(case: Case) -> Answered:
    """An overview of the metadata; where few sentences are wished, the most telling values before their number."""
    items = metadata(case.file)
    telling = telling_data(case.file) if case.wishes.short or case.wishes.sentences else []
    return Answered([*telling, *items[1:]] if telling else items)


def _camera(case: Case) -> Answered:
    """Which camera the file names; of a screenshot that names none, that it shows the size of a screen."""
    if _FLASH.search(plain(case.asked.text)) and (fired := flash(case.file)):
        return Answered(fired)
    items, signs = camera(case.file), case.record.exhibit.quality.screenshot
    if names(case.file) or not signs:
        return Answered(items)
    return Answered([*items[:1], said(SCREENSHOT(signs="; ".join(signs))), *items[1:]])


def _original(case: Case) -> Answered:
    """Whether the file is an original; where a platform is asked about that nothing points to, that first."""
    items = original(case.file)
    unseen = _PLATFORM.search(plain(case.asked.text)) is not None and not passed_on(case.file)
    return Answered([said(NOT_SHOWN_SENT()), *items] if unseen else items)


def _signer(case: Case) -> Answered:
    """Who signed; whether the signer is trusted comes first if that is asked."""
    items, manifest = signed(case.file), case.file.manifest
    if manifest is None or not _TRUSTED.search(plain(case.asked.text)):
        return Answered(items)
    first = case.file.cited(trust(manifest))[:1]
    return Answered([*first, *(item for item in items if item not in first)])


def _parameters(case: Case) -> Answered:
    """The settings of generation in the file; of single ones that are asked for, those alone."""
    words = plain(case.asked.text)
    named = [name for name, pattern in _SETTINGS.items() if pattern.search(words)]
    alone = [] if "prompt" in words else [item for name in named for item in one_setting(case.file, name)]
    return Answered([*alone, forgeable(case.file)] if alone else parameters(case.file))


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
    if asked is not None and not case.file.declared:  # who names a program wants to know whether it is so at all
        return Answered([*items, of_verdict(case.verdict)])
    if asked is None:
        return Answered(items)
    if case.wishes.one_word:  # the first sentence has its reservation
        return Answered([*items[:1], of_verdict(case.verdict), *accusation(case)])
    return Answered([*items[:1], of_verdict(case.verdict), *items[1:], *accusation(case)])


ANSWERS: Mapping[Topic, Answer] = {
    Topic.VERDICT: opening_answers.verdict,
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
    Topic.MAP: plain_limits.map_asked,
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
    Topic.CAMERA: _camera,
    Topic.SOFTWARE: lambda case: Answered(
        [*(maker(case.file)[:1] if case.file.declared else ()), *software(case.file)]
    ),
    Topic.CREDENTIALS: _of_file(credentials),
    Topic.SIGNER: _signer,
    Topic.PARAMETERS: _parameters,
    Topic.MAKER: _maker,
    Topic.WATERMARK: mark,
    Topic.FILE_FORM: _of_file(file_form),
    Topic.HASH: _of_file(file_hash),
    Topic.EMBEDDED: _of_file(embedded),
    Topic.ORIGINAL: _original,
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
