"""Explanation and answers: the language model words the evidence, the grounding check decides what stands.

Each piece of evidence is put to the model alone, behind examples that all calls share (so a local model computes them
once), and its sentence cites that evidence. What to write about is thus chosen by weight and not by the model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from ...prompts import examples, load
from ..evidence import Dropped, Evidence, Explanation, Statement, Verdict
from ..text import one_line, percent
from .fusion import PRIOR
from .grounding import check_sentence, grounding

MAX_SENTENCES = 5
MAX_TOKENS = 64  # a line of evidence; longer ones run on
_ASKS_VERDICT = re.compile(
    r"\b(verdict|sure|certain|confident|conclu\w+|real|fake|authentic|genuine|synthetic|ai)\b", re.I
)
# Words by which people ask for a kind of evidence that does not name itself so.
_ASKED_AS = {
    "provenance": "metadata file history origin camera exif credentials signature software made where from source",
    "parameters": "generator prompt workflow program software made",
    "clip": "ai generated model features classifier score",
    "residual": "residuals network pixels traces generated",
    "nearest": "similar like known reference nearest pictures compare",
    "family": "which generator model made family maker",
    "spectral": "spectrum frequency upsampling generator peaks periodic fourier",
    "jpeg": "compression compressed quality ghost saved resaved edited pasted blocks grid",
    "noise": "noise grain sensor inconsistent region part edited",
}


def choose(evidence: Sequence[Evidence], verdict: Verdict, limit: int = MAX_SENTENCES) -> list[Evidence]:
    """The evidence worth a sentence: what carried weight, strongest first, then what was measured without effect.

    Cues without weight and detectors that could not measure are left out; they are in the table.
    """
    weight = {c.evidence: abs(c.log_odds) for c in verdict.contributions}
    measured = [e for e in evidence if e.kind == "provenance" or (e.kind == "detector" and e.score is not None)]
    worth = [item for item in evidence if item.id in weight or item in measured]
    return sorted(worth, key=lambda item: -weight.get(item.id, 0.0))[:limit]


def plain(item: Evidence) -> Statement:
    """The evidence in its own words, for when no model wrote a sentence that stands."""
    text = f"{item.statement.rstrip('.')} [{item.id}]."
    return Statement(text=text, cites=(item.id,), grounding=1.0, written_by="template")


def explain(model: BaseChatModel | None, evidence: Sequence[Evidence], verdict: Verdict) -> Explanation:
    """Up to five checked sentences about the evidence that matters; without a model, in the evidence's own words.

    Evidence that moved the verdict is never passed over: where the model's sentence about it does not stand, its own
    words do, marked as such.
    """
    chosen = choose(evidence, verdict)
    if model is None or not chosen:
        return Explanation(statements=tuple(plain(item) for item in chosen), composed_without_model=True)
    weighed = {c.evidence for c in verdict.contributions}
    statements: list[Statement] = []
    dropped: list[Dropped] = []
    for item, result in zip(chosen, write(model, chosen), strict=True):
        if isinstance(result, Statement):
            statements.append(result)
            continue
        dropped.append(result)
        if item.id in weighed:
            statements.append(plain(item))
    name = str(model._identifying_params.get("model", model._llm_type))
    composed = all(statement.written_by == "template" for statement in statements)
    if composed:
        statements = [plain(item) for item in chosen]
    return Explanation(
        statements=tuple(statements), dropped=tuple(dropped), model=name, composed_without_model=composed
    )


def answer(
    model: BaseChatModel | None, question: str, evidence: Sequence[Evidence], verdict: Verdict
) -> Iterator[Statement | Dropped]:
    """Answer a question from the evidence that it is about, sentence by sentence, as each is checked.

    Nothing in the question can move the verdict: where it is asked for, it is stated from the numbers. Evidence for
    which the model writes nothing that stands speaks in its own words.
    """
    if _ASKS_VERDICT.search(question):
        yield summary(verdict)
    about = relevant(question, evidence) or choose(evidence, verdict, 2)
    for item in about:
        for result in write(model, [item]) if model is not None else [plain(item)]:
            yield result
            if isinstance(result, Dropped):
                yield plain(item)


def summary(verdict: Verdict) -> Statement:
    """The verdict as a sentence, from its numbers alone."""
    odds = ", ".join(f"{name} {percent(p)}" for name, p in verdict.probabilities.items())
    kind = "calibrated" if verdict.calibrated else "uncalibrated"
    cites = tuple(dict.fromkeys(c.evidence for c in verdict.contributions if c.evidence != PRIOR))
    rests = f" It rests on {', '.join(cites)}." if cites else ""
    why = "".join(f" {reason}" for reason in verdict.abstained_because)
    words = f" {verdict.words}" if verdict.words else ""
    text = f"The verdict is {verdict.label} ({kind}: {odds}).{words}{why}{rests}"
    return Statement(text=text, cites=cites, grounding=1.0, written_by="template")


def relevant(question: str, evidence: Sequence[Evidence], limit: int = 2) -> list[Evidence]:
    """The evidence that shares most words with a question, or is named in it by id; empty where none does."""
    named = set(re.findall(r"\bE\d+\b", question.upper()))
    if found := [item for item in evidence if item.id in named]:
        return found[:limit]
    scored = []
    for item in evidence:
        if item.kind == "cue" and not _words_of_cue(item) & set(re.findall(r"[a-z]+", question.lower())):
            continue  # two dozen cue questions would match almost any wording
        asked = " ".join((_ASKED_AS.get(item.source, ""), _ASKED_AS.get(item.kind, "")))
        text = f"{item.source} {item.statement} {asked}".replace(".", " ")
        scored.append((grounding(question, text), item))
    best = max((score for score, _ in scored), default=0.0)
    if best < 0.2:
        return []
    return [item for score, item in sorted(scored, key=lambda pair: -pair[0]) if score >= 0.75 * best][:limit]


def _words_of_cue(item: Evidence) -> set[str]:
    """What a cue is about, from its id: `cue:face.eyes` is asked for by face or eyes."""
    words = set(re.findall(r"[a-z]+", item.source.removeprefix("cue:")))
    return words | {word.removesuffix("s") for word in words}


def write(model: BaseChatModel, chosen: Sequence[Evidence]) -> Iterator[Statement | Dropped]:
    """Let a model word the evidence, a sentence each; yields them as they are checked.

    Cues are not worded by the model: their sentence is a number, and an untuned model loses it.
    """
    shown: list[BaseMessage] = [SystemMessage(load("explain"))]
    for finding, sentence in examples("explain_examples"):
        shown += [HumanMessage(finding), AIMessage(sentence)]
    for item in chosen:
        if item.kind == "cue":
            yield plain(item)
            continue
        try:
            reply = model.invoke([*shown, HumanMessage(item.statement)], stop=["\n"], max_tokens=MAX_TOKENS)
        except Exception as error:  # whatever a model fails with must not cost the examination
            yield Dropped(text="", reason=f"the model failed: {one_line(error, 200)}")
            continue
        sentence = " ".join(str(reply.content).split()).rstrip(". ")
        yield check_sentence(f"{sentence} [{item.id}].", {item.id: item})
