"""Evidence dialogues: rows of prompt and completion made of examinations, in varied language.

The code that plans answers at run time (`telltale.agent.reasoning.writing.plan`) plans what an answer says; its words
are drawn from `wordings`, the questions from `question_bank`. A model should learn to copy numbers instead of
remembering them, and should see dissent and detectors that are wrong or missing. So evidence of one kind is exchanged
between examinations, detectors are left out, and digits are redrawn. At run time a model words one item at a time, so
most turns have one; turns with more stand for what the history of a conversation holds.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from ...agent.comparing.comparison_text import RELATIONS
from ...agent.detectors import registry
from ...agent.evidence import Dropped, Evidence, Examination
from ...agent.foreign import Foreign
from ...agent.reasoning.answer_items import Intent, Item, in_part, prompt
from ...agent.reasoning.dialogue.tools import MAP_SHOWN, OTHER_VERDICT
from ...agent.reasoning.grounding.check import check_item
from ...agent.reasoning.stance import Role, Stance
from ...agent.reasoning.weighing.claim import judge
from ...agent.reasoning.weighing.verdict import fuse
from ...agent.reasoning.writing import plan
from ...agent.reasoning.writing.findings import of_method, of_neighbours, of_verdict
from ...prompts import load
from .examinations import Case
from .question_bank import question, slots
from .training_row import Message, Part, TrainingRow, assistant, user
from .wordings import plain, worded

# How often each intent is asked for in a dialogue; the explanation opens half of the dialogues.
WEIGHTS: dict[Intent, float] = {
    "verdict": 2, "sure": 2, "for": 2, "against": 1.5, "doubt": 1.5, "next": 1, "region": 1, "cue": 1, "detector": 1.5,
    "history": 1, "origin": 0.7, "file": 0.7, "compare": 0.5, "similar": 0.5, "map": 0.4, "claim": 0.7,
}  # fmt: skip
MIXED, DROPPED, REDRAWN = 0.35, 0.12, 0.3  # shares of evidence that is exchanged, left out, given other digits
SINGLE = 0.7  # share of the turns with a single item
ON_PARTS = ("clip", "noise", "jpeg")  # detectors that are read on a part of a picture
LONGEST = 4  # turns of a dialogue
TRIES = 3  # at a wording that passes the grounding check
NO_NEAREST = "No nearest pictures were found."
_DIGIT = re.compile(r"(?<![\w.])\d(?=[\d.]*\b)")  # the first of a number


def answer(items: Sequence[Item], evidence: Sequence[Evidence], rng: np.random.Generator) -> str:
    """The lines of an answer, a citation before each sentence.

    A wording that does not pass the grounding check, as after a change of the words of its item, is drawn again. After
    a few tries the item is said as it stands.
    """
    lines = []
    for item in items:
        drawn = (worded(item, rng) for _ in range(TRIES))
        said = next((sentence for sentence in drawn if _stands(sentence, item, evidence)), plain(item))
        lines.append(f"[{item.id}] {said}.")
    return "\n".join(lines)


def _stands(sentence: str, item: Item, evidence: Sequence[Evidence]) -> bool:
    return not isinstance(check_item(f"{sentence} [{item.cite}].", item, evidence), Dropped)


class Dialogues:
    """Draws dialogues about the cases of one part; the random state decides each.

    Attributes:
        cases: that dialogues are about.
    """

    def __init__(self, cases: Sequence[Case], part: Part) -> None:
        """Take the cases of a part.

        Raises:
            ValueError: if there are none.
        """
        self.cases = [case for case in cases if case.held_out == (part == "held_out")]
        if not self.cases:
            raise ValueError("there are no examinations to make dialogues of; add pictures with --data or --files")
        self._part: Part = part
        self._by_source: dict[str, list[Evidence]] = defaultdict(list)
        for case in self.cases:
            for item in case.examination.evidence:
                self._by_source[item.source].append(item)
        self._detectors = {detector.name: detector for detector in registry.available().values()}

    def draw(self, rng: np.random.Generator, turns: int) -> TrainingRow:
        """One dialogue of some turns about one examination."""
        case = self.cases[int(rng.integers(len(self.cases)))]
        record = self._mixed(case.examination, rng) if self._part == "train" else case.examination
        messages: list[Message] = []
        intents, shares = list(WEIGHTS), np.array(list(WEIGHTS.values()))
        for number in range(turns):
            if number == 0 and rng.random() < 0.5:
                asked, items = plan.WHY, plan.reasons(record.evidence, record.verdict)
            else:
                intent: Intent = intents[int(rng.choice(len(intents), p=shares / shares.sum()))]
                asked, items = self.turn(intent, record, rng)
            items = [item for item in items if not item.fixed] or [of_verdict(record.verdict)]  # no model words those
            if rng.random() < SINGLE:
                items = [items[int(rng.integers(len(items)))]]
            items = [self._redrawn(item, rng) for item in items]
            messages += [user(prompt(items, asked)), assistant(answer(items, record.evidence, rng))]
        start = [{"role": "system", "content": load("dialogue")}, messages[0]]
        return TrainingRow(kind="evidence", prompt=start, completion=messages[1:])

    def turn(self, intent: Intent, record: Examination, rng: np.random.Generator) -> tuple[str, list[Item]]:
        """A question of an intent about an examination, and the items of its answer, at least one."""
        evidence = record.evidence
        if intent == "region":
            asked = question(intent, self._part, rng)
            return asked, self._on_part(evidence, [str(name) for name in rng.permutation(ON_PARTS)[:2]], rng)
        if intent in ("compare", "similar", "map"):
            return question(intent, self._part, rng), self._by_tool(intent, evidence, rng)
        if intent == "cue":
            return self._about_cue(record, rng)
        if intent == "detector":
            return self._about_detector(record, rng)
        if intent == "claim":
            claim = str(rng.choice(slots()["claim"]))
            record = record.model_copy(update={"claim": judge(claim, None, evidence, record.verdict)})
            return question(intent, self._part, rng, claim=claim), plan.plan(intent, record, evidence)
        return question(intent, self._part, rng), plan.plan(intent, record, evidence)

    def _about_cue(self, record: Examination, rng: np.random.Generator) -> tuple[str, list[Item]]:
        about = _any_of([item for item in record.evidence if item.kind == "cue"], rng)
        name = about[0].source.removeprefix("cue:").split(".")[-1] if about else "eyes"
        asked = question("cue", self._part, rng, cue=name.replace("_", " "))
        return asked, plan.plan("cue", record, record.evidence, about)

    def _about_detector(self, record: Examination, rng: np.random.Generator) -> tuple[str, list[Item]]:
        about = _any_of([item for item in record.evidence if item.source in self._detectors], rng)
        name, number = (about[0].source, about[0].id[1:]) if about else ("clip", "2")
        asked = question("detector", self._part, rng, detector=name, n=number)
        items = plan.plan("detector", record, record.evidence, about)
        if about and rng.random() < 0.5:
            items = [*items[:1], of_method(about[0].id, self._detectors[name])]
        return asked, items

    def _on_part(self, evidence: Sequence[Evidence], sources: Sequence[str], rng: np.random.Generator) -> list[Item]:
        """Items about a part by itself: readings of other pictures stand for those of the part, under new ids."""
        side, x, y = int(rng.integers(96, 400)), int(rng.integers(0, 900)), int(rng.integers(0, 900))
        items = []
        for number, source in enumerate(sources, len(evidence) + 1):
            readings = [item for item in self._by_source[source] if item.score is not None]
            if readings:
                text = readings[int(rng.integers(len(readings)))].statement
                items.append(Item(f"E{number}", in_part(x, y, side, side), text, must=True))
        return items or [Item(evidence[0].id, Stance(Role.NO_WEIGHT), evidence[0].statement)]

    def _by_tool(self, intent: Intent, evidence: Sequence[Evidence], rng: np.random.Generator) -> list[Item]:
        """Items that a tool gives on request: the nearest pictures, a map, or a comparison with another picture."""
        new = f"E{len(evidence) + 1}"
        if intent == "similar":
            nearest = next((item for item in evidence if item.facts.neighbours), None)
            if nearest is None:
                return [Item(evidence[0].id, Stance(Role.NO_WEIGHT), NO_NEAREST)]
            return [of_neighbours(nearest)]
        if intent == "map":
            name = str(rng.choice(sorted(self._detectors)))
            text = MAP_SHOWN(detector=name, x=int(rng.integers(2000)), y=int(rng.integers(2000)))
            return [Item(new, Stance(Role.MAP), text)]
        relation = sorted(RELATIONS)[int(rng.integers(len(RELATIONS)))]
        label = str(rng.choice(["real", "synthetic", "tampered", "inconclusive"]))
        return [
            Item(new, Stance(Role.COMPARISON), RELATIONS[relation](name=Foreign("second.jpg"))),
            Item(new, Stance(Role.COMPARISON), OTHER_VERDICT(label=label)),
        ]

    def _mixed(self, record: Examination, rng: np.random.Generator) -> Examination:
        """The record with some evidence left out or exchanged for that of other pictures, and weighed again."""
        kept = []
        for item in record.evidence:
            draw = rng.random()
            if item.kind == "detector" and draw < DROPPED:
                continue
            others = self._by_source[item.source]
            if draw > 1 - MIXED and len(others) > 1:
                kept.append(others[int(rng.integers(len(others)))].model_copy(update={"id": item.id}))
            else:
                kept.append(item)
        verdict = fuse(tuple(kept), record.exhibit.quality)
        return record.model_copy(update={"evidence": tuple(kept), "verdict": verdict})

    def _redrawn(self, item: Item, rng: np.random.Generator) -> Item:
        """The item with the first digit of each number drawn anew, for some of the evidence in training."""
        if self._part == "held_out" or not item.id.startswith("E") or rng.random() > REDRAWN:
            return item
        text = _DIGIT.sub(lambda match: str(rng.integers(1, 10)), item.text)
        return Item(item.id, item.stance, text, item.must)


def _any_of(items: Sequence[Evidence], rng: np.random.Generator) -> list[Evidence]:
    """One of the items at random, as a list; an empty one if there are none."""
    return [items[int(rng.integers(len(items)))]] if items else []


def dialogues(cases: Sequence[Case], part: Part, count: int, seed: int) -> Iterator[TrainingRow]:
    """Dialogues of one to four turns; the seed and its number decide each."""
    source = Dialogues(cases, part)
    for number in range(count):
        rng = np.random.default_rng((seed, number))
        yield source.draw(rng, int(rng.integers(1, LONGEST + 1)))
