"""Examinations of every kind, weighed and judged as the program does, and questions about them with what they name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace

import numpy as np
from telltale.agent.detectors.base import Detector, Reading
from telltale.agent.evidence import (
    ClaimJudgement,
    Evidence,
    Examination,
    Explanation,
    Look,
    Quality,
    Region,
    SecondLook,
    Statement,
    number,
)
from telltale.agent.intake import Exhibit
from telltale.agent.provenance import rules
from telltale.agent.provenance.contents import Contents
from telltale.agent.reasoning.answers.answer_case import Answered, Case
from telltale.agent.reasoning.answers.answer_table import ANSWERS
from telltale.agent.reasoning.dialogue import knowledge
from telltale.agent.reasoning.dialogue.asked_features import Feature
from telltale.agent.reasoning.dialogue.conversation import Conversation
from telltale.agent.reasoning.dialogue.tools import Bench
from telltale.agent.reasoning.dialogue.topics import Topic
from telltale.agent.reasoning.dialogue.understanding import Asked
from telltale.agent.reasoning.dialogue.wishes import Wishes
from telltale.agent.reasoning.weighing.claim import MAX_LENGTH, MAX_WORDS, judge
from telltale.agent.reasoning.weighing.fusion import weigh
from telltale.agent.reasoning.weighing.verdict import fuse
from telltale.agent.reasoning.writing.writer import plain
from telltale.agent.record import limitations, versions

from tests.agent.evidence_sets import PARAMETERS, PLACE, QUALITIES, SETS, measured
from tests.agent.provenance.rules.made_contents import CAMERA, NOW, contents
from tests.agent.reasoning.answers.honesty import as_json, faults
from tests.agent.reasoning.answers.test_hostile_files import HOSTILE, everywhere, manifest

GOOD = Quality(short_side=400)
SIGNED, SIGNED_BY_MAKER = (
    Evidence(source="c2pa", kind="provenance", statement=f"It is signed as {what}.", supports=side, decisive=True)
    for what, side in (("a photograph", "real"), ("a generated picture", "synthetic"))
)
BOX = Region(x=24, y=32, w=300, h=280)


@dataclass(frozen=True)
class Kind:
    """How a kind of examination comes about; `contents` are what the file holds, read by the rules beside `make`."""

    make: Callable[[], list[Evidence]]
    quality: Quality = GOOD
    error_rate: float = 0.05
    contents: Callable[[], Contents] = Contents
    looked_again: bool = False
    claim: str = ""


def photograph():
    return [measured("clip", -3.5, "real")]


def credentialed():
    return Contents(credentials=manifest("Test Camera Maker"))


KINDS = {
    "real": Kind(photograph),
    "signed real": Kind(lambda: [SIGNED, measured("clip", 3.0, "synthetic")]),
    "synthetic": Kind(SETS["near"]),
    "signed synthetic": Kind(lambda: [SIGNED_BY_MAKER, measured("clip", -2.0, "real")]),
    "tampered": Kind(SETS["a part altered"]),
    "nothing found": Kind(lambda: [measured("clip", -0.5, "real")]),
    "nothing found in a part": Kind(lambda: [measured("clip", -0.5, "real"), measured("jpeg", 0.1, "neutral")]),
    "maybe altered": Kind(lambda: [measured("clip", -4.0, "real"), measured("jpeg", 0.8, "tampered")]),
    "leans to generated": Kind(lambda: [measured("clip", 0.93, "synthetic")], error_rate=0.01),
    "leans to altered": Kind(lambda: [measured("jpeg", 2.6, "tampered")], error_rate=0.001),
    "portrait": Kind(SETS["set aside"]),
    "a known picture": Kind(SETS["known"]),
    "unlike all known": Kind(SETS["far"]),
    "cues that count": Kind(SETS["reliable cues"]),
    "cues near chance": Kind(SETS["cues near chance"]),
    "cues never measured": Kind(SETS["cues never measured"]),
    "declared": Kind(SETS["declared"]),
    "forged": Kind(SETS["forged"]),
    "disputed": Kind(SETS["disputed"], looked_again=True),
    "not measured": Kind(SETS["not measured"]),
    "nothing at all": Kind(SETS["nothing"]),
    "tiny": Kind(SETS["plain"], QUALITIES["small"]),
    "worn": Kind(SETS["plain"], QUALITIES["worn"]),
    "with a claim": Kind(photograph, claim="a man on the moon"),
    "a camera's file": Kind(photograph, contents=lambda: contents(EXIF=CAMERA)),
    "credentials": Kind(photograph, contents=credentialed),
    "hostile": Kind(photograph, contents=lambda: contents(*everywhere(HOSTILE))),
    "hostile credentials": Kind(photograph, contents=lambda: Contents(credentials=manifest(HOSTILE))),
}
LABELS = {"real": "real", "signed real": "real", "synthetic": "synthetic", "signed synthetic": "synthetic",
          "tampered": "tampered", "nothing found": "inconclusive", "maybe altered": "inconclusive",
          "portrait": "real", "disputed": "inconclusive", "tiny": "inconclusive"}  # fmt: skip


def shaped(score: float):
    drawn = np.tile(np.linspace(0, 1, 16, dtype=np.float32), (16, 1))
    return lambda pixels, quality: Reading(f"The score is {score:+.1f}.", score, "log-odds", "synthetic", map=drawn)


DETECTORS = (
    Detector("clip", "how generated it looks", "any picture", "r", shaped(1.5), 96),
    Detector(
        "spectral", "peaks", "any picture", "r", lambda pixels, quality: Reading("No peak was found.", 0.0, "s"), 96
    ),
)


def record_of(name: str, exhibit: Exhibit) -> tuple[Examination, Contents]:
    """The examination of a kind, and what the file holds."""
    kind = KINDS[name]
    held, facts = kind.contents(), exhibit.facts.model_copy(update={"quality": kind.quality})
    found = rules.evidence(held, SimpleNamespace(facts=facts), now=NOW) if held != Contents() else []
    evidence = weigh(number([*found, *kind.make()]), kind.quality, PARAMETERS)
    verdict = fuse(evidence, kind.quality, PARAMETERS, kind.error_rate)
    look = Look(region=PLACE, scores={"clip": (2.5, 1.5)})
    log = SecondLook(because=("two findings disagree",), looks=(look,), before="inconclusive", after=verdict.label)
    seen = replace(exhibit, facts=facts)
    return Examination(
        exhibit=facts, evidence=evidence, verdict=verdict, second_look=log if kind.looked_again else None,
        claim=judge(kind.claim, None, evidence, verdict) if kind.claim else None, explanation=Explanation(),
        limitations=limitations(seen, evidence, verdict), versions=versions({"model:small": "0"}),
    ), held  # fmt: skip


def bench_of(record: Examination, exhibit: Exhibit, detectors: Sequence[Detector] = DETECTORS) -> Bench:
    by_name = {detector.name: detector for detector in detectors}
    return Bench(
        exhibit.data,
        record.exhibit.name,
        by_name,
        list(record.evidence),
        lambda pixels: [],
        lambda other: record.verdict,
    )


def judged(claim: str, shown: Exhibit) -> tuple[list[Evidence], ClaimJudgement]:
    """A claim that the model is not asked about."""
    return [], ClaimJudgement(claim=claim, bearing="does not bear", because=("Nobody was asked.",))


def asked(topic: Topic, text: str = "", **more) -> Asked:
    return Asked(text or f"tell me about {topic}", ((topic, 1.0),), **more)


def case_of(name: str, exhibit: Exhibit, question: Asked, guide, **more) -> Case:
    """A case of a kind; `more` are attributes of `Case`."""
    record, held = record_of(name, exhibit)
    given = {"wishes": Wishes(), "judge": judged, "bench": bench_of(record, exhibit), **more}
    return Case(record=record, contents=held, asked=question, guide=guide, **given)


def answered(name: str, exhibit: Exhibit, question: Asked, guide, **more) -> tuple[list[Statement], Answered]:
    """The sentences of an answer, all of them without a fault, and the answer itself."""
    case = case_of(name, exhibit, question, guide, **more)
    found = ANSWERS[question.topic](case)
    return faultless(found, case), found


def faultless(found: Answered, case: Case) -> list[Statement]:
    """The sentences of an answer, after a check of each against the record's JSON."""
    said = list(dict.fromkeys(plain(item) for item in found.items))
    record = as_json(case.record, case.evidence)
    slugs = [entry.slug for entry in knowledge.entries()]
    instruments = case.bench.detectors.values()
    methods = [text for one in instruments for text in (one.measures, one.holds, str(one.min_side))]
    methods += [case.asked.text, f"{len(case.asked.text)} {len(case.asked.text.split())}"]  # what is asked may be named
    methods.append(f"{MAX_LENGTH} {MAX_WORDS}")
    wrong = {one.text: why for one in said if (why := faults(one, record, slugs, methods))}
    assert said and not wrong, wrong
    return said


def talk_of(name: str, exhibit: Exhibit, detectors: Sequence[Detector] = DETECTORS) -> Conversation:
    """A conversation about a kind."""
    record, held = record_of(name, exhibit)
    return Conversation(record, held, bench_of(record, exhibit, detectors), judged)


def texts(said: Sequence[Statement]) -> str:
    return " ".join(one.text for one in said)


# Questions by topic; those that name something have it beside the words.
QUESTIONS: dict[Topic, tuple[Asked, ...]] = {
    topic: (asked(topic),) for topic in ANSWERS
} | {
    Topic.REGION: (
        asked(Topic.REGION, "look there"),
        asked(Topic.REGION, "look at 24,32,300,280", box=BOX),
        asked(Topic.REGION, "look at 9000,9000,50,50", box=Region(x=9000, y=9000, w=50, h=50)),
        asked(Topic.REGION, "look at 5,5,20,20", box=Region(x=5, y=5, w=20, h=20)),
    ),
    Topic.MAP: (asked(Topic.MAP, "draw the clip map"), asked(Topic.MAP, "draw the spectral map")),
    Topic.FEATURE: (
        asked(Topic.FEATURE, "what of it"),
        *(asked(Topic.FEATURE, f"are the {feature} right?", features=(feature,)) for feature in Feature),
        asked(Topic.FEATURE, "the hands in that part", features=(Feature.HAND,), box=BOX),
    ),
    Topic.GEOMETRY: (
        asked(Topic.GEOMETRY, "are the shadows consistent?", features=(Feature.SHADOW,)),
        asked(Topic.GEOMETRY, "do the vanishing points meet?"),
    ),
    Topic.EVIDENCE_ITEM: (
        asked(Topic.EVIDENCE_ITEM, "what does E1 mean?", evidence=("E1",)),
        asked(Topic.EVIDENCE_ITEM, "what do E1 and E2 mean?", evidence=("E1", "E2")),
        asked(Topic.EVIDENCE_ITEM, "what does E99 mean?", evidence=("E99",)),
        asked(Topic.EVIDENCE_ITEM, "what does it mean?"),
    ),
    Topic.DETECTOR: (
        asked(Topic.DETECTOR, "what does clip say?"),
        asked(Topic.DETECTOR, "what did the spectral detector find?"),
        asked(Topic.DETECTOR, "what does the frobnicator detect?"),
    ),
    Topic.TERM: (asked(Topic.TERM, "what is a likelihood ratio?"), asked(Topic.TERM, "what is a frobnicator?")),
    Topic.MAKER: (asked(Topic.MAKER, "was it ChatGPT?"), asked(Topic.MAKER, "which program made it?")),
    Topic.CLAIM: (asked(Topic.CLAIM, "a man walked on the moon"),),
}  # fmt: skip
