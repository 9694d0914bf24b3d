"""Sentences are for people: with every one in other words, all that is decided stays as it was."""

import dataclasses
import io
import re

import numpy as np
import pytest
from rich.console import Console
from telltale.agent.detectors.base import Detector, Reading
from telltale.agent.evidence import (
    ClaimJudgement,
    Evidence,
    Examination,
    Explanation,
    Facts,
    Flag,
    Frozen,
    SecondLook,
    Verdict,
    number,
)
from telltale.agent.intake import receive
from telltale.agent.investigator import Investigator
from telltale.agent.perception import cue_evidence
from telltale.agent.provenance.contents import Contents
from telltale.agent.reasoning.answer_items import INTENTS, Item
from telltale.agent.reasoning.answers.answer_case import Case
from telltale.agent.reasoning.answers.answer_table import ANSWERS
from telltale.agent.reasoning.dialogue import knowledge
from telltale.agent.reasoning.dialogue.tools import Bench
from telltale.agent.reasoning.dialogue.topics import Topic
from telltale.agent.reasoning.dialogue.wishes import Wishes
from telltale.agent.reasoning.grounding import grounds
from telltale.agent.reasoning.stance import Role, Stance
from telltale.agent.reasoning.weighing import second_look
from telltale.agent.reasoning.weighing.claim import judge
from telltale.agent.reasoning.weighing.fusion import weigh
from telltale.agent.reasoning.weighing.verdict import fuse
from telltale.agent.reasoning.writing import findings, plan
from telltale.agent.record import limitations
from telltale.agent.report.terminal import render

from tests.agent.evidence_sets import PARAMETERS, PLACE, QUALITIES, SETS, measured
from tests.agent.reasoning.answers.answer_cases import BOX
from tests.agent.reasoning.answers.answer_cases import QUESTIONS as ASKED
from tests.conftest import encode

SENTENCES = {
    Reading: ("statement", "caveats"),
    Evidence: ("statement", "caveats"),
    Facts: ("notes",),
    Verdict: ("headline", "words", "remark", "abstained_because"),
    SecondLook: ("because", "still"),
    ClaimJudgement: ("because",),
    Item: ("text",),
}
NONSENSE = "blah"


def other_words(told):
    """The same numbers and signs, every word another."""
    if told is None:
        return None
    return re.sub(r"[^\W\d_]+", NONSENSE, told) if isinstance(told, str) else tuple(map(other_words, told))


def reworded(monkeypatch):
    """From here on every sentence is made in other words, and so is every stance."""

    def making(kind, sentences):
        given = [field.name for field in dataclasses.fields(kind)] if dataclasses.is_dataclass(kind) else []
        before = kind.__init__

        def make(self, *values, **named_values):
            whole = {**dict(zip(given, values, strict=False)), **named_values}
            before(self, **{name: other_words(v) if name in sentences else v for name, v in whole.items()})

        monkeypatch.setattr(kind, "__init__", make)

    for kind, sentences in SENTENCES.items():
        making(kind, sentences)
    copy = Frozen.model_copy

    def copied(self, *, update=None, deep=False):
        sentences = SENTENCES.get(type(self), ())
        changed = {name: other_words(v) if name in sentences else v for name, v in (update or {}).items()}
        return copy(self, update=changed, deep=deep)

    monkeypatch.setattr(Frozen, "model_copy", copied)
    monkeypatch.setattr(Stance, "text", property(lambda self: NONSENSE))


@pytest.fixture(scope="module")
def exhibit(photographs):
    return receive(encode(photographs[0].resize((400, 400)), "PNG"), "p.png")


def shaped(reading_of_a_part):
    drawn = np.tile(np.linspace(0, 1, 16, dtype=np.float32), (16, 1))

    def measure(pixels, quality):
        return Reading("Seen.", reading_of_a_part if min(pixels.shape[:2]) < 300 else 1.0, "log-odds", map=drawn)

    return measure


DETECTORS = [
    Detector(name, "m", "h", "r", shaped(score), on_crops=True) for name, score in (("clip", 1.5), ("spectral", -0.5))
]


def looked_up(question, topics):
    """The entry of the knowledge base for a topic, whatever the words of a question are."""
    return [entry for topic in topics if (entry := knowledge.general(topic)) is not None]


def decided(name, exhibit, quality=None):
    """All that is decided about a set of evidence, from its scores to the answers of a conversation; no words."""
    if quality is not None:
        exhibit = dataclasses.replace(exhibit, facts=exhibit.facts.model_copy(update={"quality": quality}))
    quality, ids = exhibit.facts.quality, []
    drawn = {"clip": np.random.default_rng(0).random((8, 8), np.float32)}

    def ask(pixels, sources):
        ids.append(tuple(sources))
        return dict.fromkeys(sources, 0.3)

    evidence = weigh(number(SETS[name]()), quality, PARAMETERS)
    first = fuse(evidence, quality, PARAMETERS)
    torn = second_look.disputed(first, evidence)
    again, looks = second_look.again(exhibit, evidence, drawn, DETECTORS, ask)
    again = weigh(again, quality, PARAMETERS)
    verdict = fuse(again, quality, PARAMETERS)
    seen = measured(cue_evidence.CONTENT, 0.9).model_copy(update={"id": f"E{len(again) + 1}", "kind": "claim"})
    claim = judge("a badge", PLACE, (*again, seen), verdict)
    record = Examination(exhibit=exhibit.facts, evidence=again, verdict=verdict, claim=claim, explanation=Explanation())

    def bench():
        methods = {detector.name: detector for detector in DETECTORS}
        return Bench(exhibit.data, "p.png", methods, list(again), lambda pixels: [], lambda other: verdict)

    def answered(question):
        case = Case(record, Contents(), bench(), question, Wishes(), lambda text, shown: ([seen], claim), looked_up)
        found = ANSWERS[question.topic](case)
        items = dict.fromkeys((item.id, item.stance, item.must, item.label, item.lean) for item in found.items)
        drawn = found.drawn.name if found.drawn is not None else None
        return list(items), [item.id for item in found.about], found.place, drawn

    plans = {intent: plan.plan(intent, record, again) for intent in INTENTS}
    plans |= {item.id: plan.plan("cue", record, again, [item]) for item in again}
    plans["similar"], plans["findings"] = bench().similar(), findings.every(record, again)
    console = Console(width=200, record=True, file=io.StringIO())
    console.print(render(record))
    marks = re.findall(r"\d\.\d\d([†?‡])", console.export_text())
    return {
        "weighed": [(e.id, e.score, e.supports, e.log_lr, e.facts.flags) for e in (*evidence, *again)],
        "verdicts": [
            (v.label, v.probabilities, v.contributions, v.p_values, v.likelihood_ratio, v.propositions, v.calibrated)
            for v in (first, verdict)
        ],
        "said": [(v.lean, v.words is None, v.remark is None, len(v.abstained_because)) for v in (first, verdict)],
        "second look": (torn, looks, ids, len(second_look.still(verdict, again))),
        "claim": (claim.bearing, len(claim.because), claim.cites),
        "plans": {key: [(i.id, i.stance, i.must, i.label, i.lean) for i in items] for key, items in plans.items()},
        "grounds": {
            key: [(ident, g.supports, g.region, g.label, g.lean, g.directions) for ident, g in found.items()]
            for key, found in ((key, grounds.of_items(items, again)) for key, items in plans.items())
        },
        "limitations": len(limitations(exhibit, again, verdict)),
        "marks": marks,
        "answers": {topic: [answered(question) for question in ASKED[topic]] for topic in ASKED},
    }


@pytest.mark.parametrize("name", SETS)
def test_other_words_decide_nothing(name, exhibit, monkeypatch):
    before = decided(name, exhibit)
    reworded(monkeypatch)
    assert decided(name, exhibit) == before


@pytest.mark.parametrize("quality", QUALITIES)
def test_nor_do_the_words_about_a_file(quality, exhibit, monkeypatch):
    before = decided("plain", exhibit, QUALITIES[quality])
    assert before["verdicts"][0][0] == "inconclusive"
    reworded(monkeypatch)
    assert decided("plain", exhibit, QUALITIES[quality]) == before


def test_a_whole_examination_is_the_same_in_other_words(photographs, monkeypatch):
    investigator = Investigator(detectors=["jpeg", "noise", "spectral"], perceive=False, explain=False)
    data = encode(photographs[0].resize((420, 420)), "JPEG", quality=80)

    def found():
        record = investigator.examine(data, "a.jpg", claim="a badge in the upper left corner").examination
        plain = record.model_dump(
            include={"verdict": {"label", "probabilities", "contributions", "p_values"}, "claim": {"bearing", "cites"}}
        )
        items = {
            intent: [(i.id, i.stance, i.must) for i in plan.plan(intent, record, record.evidence)] for intent in INTENTS
        }
        shown = [
            (e.id, e.source, e.supports, e.score, e.region, e.facts.flags, len(e.caveats)) for e in record.evidence
        ]
        return plain, items, shown, len(record.limitations), len(record.explanation.statements), record

    *before, _ = found()
    reworded(monkeypatch)
    *after, record = found()
    assert after == before
    told = [text for e in record.evidence for text in (e.statement, *e.asides)]
    told += [*record.verdict.abstained_because, *record.claim.because]
    told += [item.text for intent in INTENTS for item in plan.plan(intent, record, record.evidence)]
    assert told and {word for text in told for word in re.findall(r"[^\W\d_]+", text)} == {NONSENSE}


# By which set each flag is seen to decide something, and the beginning of the sentence that stands beside it.
DECIDES = {
    Flag.OUT_OF_DISTRIBUTION: ("far", "Out of distribution: "),
    Flag.UNSTABLE: ("unstable", "Unstable: "),
    Flag.SET_ASIDE: ("set aside", "Carries no weight here: "),
    Flag.NOT_MEASURED: ("not measured", "Not measured: "),
    Flag.UNASSESSED: ("cues never measured", cue_evidence.UNASSESSED.template),
    Flag.UNRELIABLE: ("cues near chance", "Not reliable: "),
    Flag.UNTRAINED: ("an untrained model", cue_evidence.UNTRAINED.template),
}


@pytest.mark.parametrize("flag", DECIDES)
def test_without_its_flag_another_thing_is_decided(flag, exhibit, monkeypatch):
    name, _ = DECIDES[flag]
    before = decided(name, exhibit)
    monkeypatch.setattr(Evidence, "has", lambda self, asked: asked is not flag and asked in self.facts.flags)
    assert decided(name, exhibit) != before


@pytest.mark.parametrize("flag", DECIDES)
def test_a_state_that_is_read_from_its_sentence_is_found_out(flag, exhibit, monkeypatch):
    name, beginning = DECIDES[flag]
    before = decided(name, exhibit)

    def by_words(self, asked):
        read = any(caveat.startswith(beginning) for caveat in self.caveats)
        return read if asked is flag else asked in self.facts.flags

    monkeypatch.setattr(Evidence, "has", by_words)
    assert decided(name, exhibit) == before  # as long as the words stay
    reworded(monkeypatch)
    assert decided(name, exhibit) != before


def test_similar_pictures_are_found_by_their_names(exhibit, monkeypatch):
    before = decided("near", exhibit)
    assert [ident for ident, *_ in before["plans"]["similar"]] == ["E2"]
    found = SETS["near"]
    monkeypatch.setitem(SETS, "near", lambda: [e.model_copy(update={"facts": Facts(notes=e.asides)}) for e in found()])
    assert decided("near", exhibit)["plans"]["similar"] == []  # whatever the sentence says


def test_a_note_is_no_reservation(exhibit, monkeypatch):
    before, found = decided("disputed", exhibit), SETS["disputed"]
    assert len(before["plans"]["E1"]) == 2  # the finding and its reservation
    moved = [e.model_copy(update={"caveats": (), "facts": Facts(notes=e.asides)}) for e in found()]
    monkeypatch.setitem(SETS, "disputed", lambda: moved)
    assert len(decided("disputed", exhibit)["plans"]["E1"]) == 1


def test_the_sets_hold_what_they_are_to_show(exhibit):
    every = {name: decided(name, exhibit) for name in SETS}
    labels = {each["verdicts"][1][0] for each in every.values()}
    assert labels == {"real", "synthetic", "tampered", "inconclusive"}
    flags = {flag for each in every.values() for *_, held in each["weighed"] for flag in held}
    assert flags == set(Flag) - {Flag.MISMATCH}  # which is counted in an evaluation alone
    stances = {stance for each in every.values() for items in each["plans"].values() for _, stance, *_ in items}
    assert {stance.role for stance in stances} == set(Role) - {
        Role.METHOD,
        Role.PART,
        Role.COMPARISON,
        Role.MAP,
        Role.MEASURED,
    }
    assert any(stance.dissents for stance in stances) and {"for", "against"} <= {stance.way for stance in stances}
    assert every["disputed"]["second look"][1] and not every["laundered"]["said"][1][2]
    for answers in (each["answers"] for each in every.values()):
        assert all(items for questions in answers.values() for items, *_ in questions)
        assert [place for _, _, place, _ in answers[Topic.REGION]].count(BOX) == 1 and answers[Topic.MAP][0][
            3
        ] == "clip"
