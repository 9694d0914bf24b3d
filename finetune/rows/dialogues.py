"""Evidence dialogues: prompt and completion pairs made of examinations, in varied language.

What an answer says is planned by the same code that plans answers at run time (`telltale.agent.reasoning.writing.plan`); the
wording is drawn from `wordings.toml`, the questions from `questions.toml`. So that a model learns to copy numbers
rather than to remember them, and sees dissent and detectors that are wrong or missing, evidence of one kind is
exchanged between examinations, detectors are left out, and digits are redrawn. At run time each item is worded by
itself, so most turns have one; the others are what a history holds.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

import numpy as np
from pydantic import BaseModel, ConfigDict

from ...agent.detectors import registry
from ...agent.evidence import Evidence, Examination
from ...agent.reasoning.stance import Role, Stance
from ...agent.reasoning.weighing.claim import judge
from ...agent.reasoning.weighing.fusion import fuse
from ...agent.reasoning.writing import plan
from ...agent.reasoning.writing.plan import Intent, Item
from ...agent.text import lowered
from ...prompts import load
from .examinations import Case

Part = Literal["train", "held_out"]
RowKind = Literal["evidence", "face", "description", "feature", "chat"]
KINDS: tuple[RowKind, ...] = get_args(RowKind)
# How often each intent is asked for in a dialogue; the explanation opens half of them.
WEIGHTS: dict[Intent, float] = {
    "verdict": 2, "sure": 2, "for": 2, "against": 1.5, "doubt": 1.5, "next": 1, "region": 1, "cue": 1, "detector": 1.5,
    "history": 1, "origin": 0.7, "file": 0.7, "compare": 0.5, "similar": 0.5, "map": 0.4, "claim": 0.7,
}  # fmt: skip
MIXED, DROPPED, REDRAWN = 0.35, 0.12, 0.3  # shares of evidence that is exchanged, left out, given other digits
ALONE = 0.7  # share of the turns with a single item
DISSENTING = ("", "On the other hand, ", "However, ", "Against that, ")
OPENERS: dict[Role, tuple[str, ...]] = {
    Role.NO_WEIGHT: ("", "", "", "For the record, "),
    Role.RESERVATION: ("", "", "One reservation: ", "Keep in mind: "),
    Role.PART: ("In that part, ", "There, ", ""),
}
TAILS = (
    ", which speaks {stance} picture",
    ", and this speaks {stance} picture",
    "; this is {stance} picture",
)


class TrainingRow(BaseModel):
    """One conversation to learn from or to measure on.

    Attributes:
        kind: where it comes from.
        prompt: messages up to the first answer.
        completion: the first answer, and further turns; the loss is on what the assistant says.
        image: a picture in the first message of the user, by its path; empty for none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: RowKind
    prompt: list[dict[str, str]]
    completion: list[dict[str, str]]
    image: str = ""


@cache
def questions() -> dict[str, dict[Part, list[str]]]:
    """Questions by intent and part; `slots` holds what fills their gaps."""
    return tomllib.loads(files("telltale.finetune.rows").joinpath("questions.toml").read_text(encoding="utf-8"))


@cache
def _wordings() -> list[tuple[re.Pattern[str], list[str]]]:
    table = tomllib.loads(files("telltale.finetune.rows").joinpath("wordings.toml").read_text(encoding="utf-8"))
    return [(re.compile(row["pattern"]), row["say"]) for row in table["finding"]]


def question(intent: Intent, part: Part, rng: np.random.Generator, **slots: str) -> str:
    """A question that asks for something; gaps that `slots` does not fill are filled at random."""
    asked, table = questions(), questions()["slots"]
    text = str(rng.choice(asked[intent][part]))
    for name in re.findall(r"{(\w+)}", text):
        text = text.replace(f"{{{name}}}", slots.get(name) or str(rng.choice(table.get(name, ["2", "3", "5"]))))  # type: ignore[call-overload]
    return text


def worded(item: Item, rng: np.random.Generator) -> str:
    """A sentence that says the item, without its citation and final stop."""
    text = item.text.rstrip()
    said = text.rstrip(".")
    for pattern, ways in _wordings():
        if found := pattern.fullmatch(text):
            groups = {name: value or "" for name, value in found.groupdict().items()}
            said = re.sub(r"\b1 (view|native crop)s\b", r"1 \1", str(rng.choice(ways)).format(**groups))
            break
    if ". " in said and len(said) < 200:
        said = "; ".join(lowered(part) if n else part for n, part in enumerate(said.split(". ")))
    stance = item.stance
    if stance.way and rng.random() < 0.4:
        said += str(rng.choice(TAILS)).format(stance=f"{stance.way} a {stance.about}")
    openers = DISSENTING if stance.dissents else OPENERS.get(stance.role, ())
    opener = str(rng.choice(openers)) if openers else ""
    return opener + (lowered(said) if opener else said)


def answer(items: Sequence[Item], rng: np.random.Generator) -> str:
    """The lines of an answer, a citation before each sentence."""
    return "\n".join(f"[{item.id}] {worded(item, rng)}." for item in items)


class Dialogues:
    """Draws dialogues about a set of cases; the seed decides each."""

    def __init__(self, cases: Sequence[Case], part: Part) -> None:
        """Sort the evidence of the cases by its source.

        Raises:
            ValueError: if there is no case in this part.
        """
        self._cases = [case for case in cases if case.held_out == (part == "held_out")]
        if not self._cases:
            raise ValueError("no examinations to make dialogues of")
        self._part: Part = part
        self._pool: dict[str, list[Evidence]] = defaultdict(list)
        for case in self._cases:
            for item in case.examination.evidence:
                self._pool[item.source].append(item)
        self._methods = {detector.name: detector for detector in registry.available().values()}

    def draw(self, rng: np.random.Generator, turns: int) -> TrainingRow:
        """One dialogue of some turns about one examination."""
        case = self._cases[int(rng.integers(len(self._cases)))]
        record = self._mixed(case.examination, rng) if self._part == "train" else case.examination
        evidence = list(record.evidence)
        messages: list[dict[str, str]] = []
        intents = list(WEIGHTS)
        shares = np.array(list(WEIGHTS.values()))
        for turn in range(turns):
            if turn == 0 and rng.random() < 0.5:
                asked, items = plan.WHY, plan.reasons(evidence, record.verdict)
            else:
                intent: Intent = intents[int(rng.choice(len(intents), p=shares / shares.sum()))]
                asked, items = self._turn(intent, record, evidence, rng)
            if rng.random() < ALONE:
                items = [items[int(rng.integers(len(items)))]]
            items = [self._redrawn(item, rng) for item in items]
            messages += [_user(plan.prompt(items, asked)), _assistant(answer(items, rng))]
        start = [{"role": "system", "content": load("dialogue")}, messages[0]]
        return TrainingRow(kind="evidence", prompt=start, completion=messages[1:])

    def _turn(
        self, intent: Intent, record: Examination, evidence: list[Evidence], rng: np.random.Generator
    ) -> tuple[str, list[Item]]:
        about: list[Evidence] = []
        if intent == "region":
            asked = question(intent, self._part, rng)
            return asked, self._measured(
                evidence, rng, rng.permutation(["clip", "residual", "noise", "jpeg"])[:2].tolist()
            )
        if intent in ("compare", "similar", "map"):
            return question(intent, self._part, rng), self._shown(intent, evidence, rng)
        if intent == "cue":
            cues = [item for item in evidence if item.kind == "cue"]
            about = [cues[int(rng.integers(len(cues)))]] if cues else []
            words = about[0].source.removeprefix("cue:").split(".") if about else ["eyes"]
            return question(intent, self._part, rng, cue=words[-1].replace("_", " ")), plan.plan(
                intent, record, evidence, about
            )
        if intent == "detector":
            those = [item for item in evidence if item.source in self._methods]
            about = [those[int(rng.integers(len(those)))]] if those else []
            name = about[0].source if about else "clip"
            asked = question(intent, self._part, rng, detector=name, n=about[0].id[1:] if about else "2")
            items = plan.plan(intent, record, evidence, about)
            if about and rng.random() < 0.5:
                items = [*items[:1], plan.of_method(about[0].id, self._methods[name])]
            return asked, items
        if intent == "claim":
            claim = str(rng.choice(questions()["slots"]["claim"]))  # type: ignore[call-overload]
            record = record.model_copy(update={"claim": judge(claim, None, evidence, record.verdict)})
            return question(intent, self._part, rng, claim=claim), plan.plan(intent, record, evidence)
        return question(intent, self._part, rng), plan.plan(intent, record, evidence)

    def _measured(self, evidence: list[Evidence], rng: np.random.Generator, sources: Sequence[str]) -> list[Item]:
        """What a part by itself would say: readings of other pictures under new ids."""
        side, x, y = int(rng.integers(96, 400)), int(rng.integers(0, 900)), int(rng.integers(0, 900))
        found = []
        for number, source in enumerate(sources, len(evidence) + 1):
            readings = [item for item in self._pool[str(source)] if item.score is not None]
            if readings:
                text = readings[int(rng.integers(len(readings)))].statement
                found.append(Item(f"E{number}", plan.in_part(x, y, side, side), text, must=True))
        return found or [Item(evidence[0].id, Stance(Role.NO_WEIGHT), evidence[0].statement)]

    def _shown(self, intent: Intent, evidence: list[Evidence], rng: np.random.Generator) -> list[Item]:
        new = f"E{len(evidence) + 1}"
        if intent == "similar":
            near = next((e for e in evidence if e.facts.neighbours), None)
            if near is None:
                return [Item(evidence[0].id, Stance(Role.NO_WEIGHT), "No nearest pictures were found.")]
            return [plan.of_neighbours(near)]
        if intent == "map":
            name = str(rng.choice(sorted(self._methods)))
            text = plan.MAP.format(detector=name, x=int(rng.integers(2000)), y=int(rng.integers(2000)))
            return [Item(new, Stance(Role.MAP), text)]
        bits = int(rng.integers(0, 40))
        label = str(rng.choice(["real", "synthetic", "tampered", "inconclusive"]))
        return [
            Item(new, Stance(Role.COMPARISON), plan.compared(bits, float(rng.uniform(0.3, 1.0)))),
            Item(new, Stance(Role.COMPARISON), f"The other picture is judged {label}."),
        ]

    def _mixed(self, record: Examination, rng: np.random.Generator) -> Examination:
        """The record with some evidence exchanged for that of other pictures or left out, and weighed anew."""
        kept = []
        for item in record.evidence:
            draw = rng.random()
            if item.kind == "detector" and draw < DROPPED:
                continue
            if draw > 1 - MIXED and len(self._pool[item.source]) > 1:
                other = self._pool[item.source][int(rng.integers(len(self._pool[item.source])))]
                item = other.model_copy(update={"id": item.id})
            kept.append(item)
        verdict = fuse(tuple(kept), record.exhibit.quality)
        return record.model_copy(update={"evidence": tuple(kept), "verdict": verdict})

    def _redrawn(self, item: Item, rng: np.random.Generator) -> Item:
        if self._part == "held_out" or not item.id.startswith("E") or rng.random() > REDRAWN:
            return item
        text = re.sub(r"(?<![\w.])\d(?=[\d.]*\b)", lambda found: str(rng.integers(1, 10)), item.text)
        return Item(item.id, item.stance, text, item.must)


def dialogues(cases: Sequence[Case], part: Part, count: int, seed: int) -> Iterator[TrainingRow]:
    """Dialogues of one to four turns."""
    source = Dialogues(cases, part)
    for number in range(count):
        rng = np.random.default_rng((seed, number))
        yield source.draw(rng, int(rng.integers(1, 5)))


def _user(text: str) -> dict[str, Any]:
    return {"role": "user", "content": text}


def _assistant(text: str) -> dict[str, Any]:
    return {"role": "assistant", "content": text}
