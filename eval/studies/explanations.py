"""What a model's explanations are worth, on examinations kept from training: cited, grounded, in agreement, fast.

    python -m telltale.eval.studies explanations WORK/examinations.jsonl [--count N] [--adapter DIR] [--untuned]
        [--speed] [--out FILE]

Counts are of first tries, before anything was tried again or dropped, and of what a reader is shown. A contradiction
is a sentence that asserts or denies against its evidence, or gives another number (the checks direction, negation and
number). Each examination is explained, and one question is asked about it, in a wording kept from training.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...agent.console import DONE, say
from ..sets.splits import seed_of
from .study import Study, add_count, add_out

if TYPE_CHECKING:
    from ...agent.evidence import Examination
    from ...agent.perception.models import LocalModel
    from ...agent.reasoning.answer_items import Intent, Item
    from ...agent.reasoning.writing.chat_model import LocalChatModel
    from ...finetune.rows.examinations import Case

EVERY = 50  # examinations, between lines of progress
CONTRADICTS = ("direction", "negation", "number")
ASKED: tuple[Intent, ...] = ("verdict", "sure", "for", "against", "doubt", "next", "history", "origin", "file")
LABELS = ("real", "synthetic", "tampered", "inconclusive")
Row = dict[str, Any]  # one text: its sentences, those that were refused, and its times, as `--out` writes them


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("cases", type=Path, metavar="FILE", help="WORK/examinations.jsonl")
    add_count(parser, 500, "examinations")
    parser.add_argument("--adapter", type=Path, metavar="DIR", help="adapters to use instead of the shipped ones")
    parser.add_argument("--untuned", action="store_true", help="measure the base model without the explain adapter")
    parser.add_argument("--speed", action="store_true", help="compare with plain generation of as many tokens")
    add_out(parser, "FILE.jsonl", "write every sentence there too", required=False)


def run(arguments: argparse.Namespace) -> int:
    """Print the figures, and write every sentence if asked to."""
    from ...agent.perception.models import SMALL, load
    from ...agent.reasoning.answer_items import Item
    from ...agent.reasoning.stance import Role, Stance
    from ...agent.reasoning.writing.chat_model import LocalChatModel
    from ...agent.reasoning.writing.writer import write
    from ...finetune.rows.examinations import read

    cases = [case for case in read(arguments.cases) if case.held_out][: arguments.count]
    if not cases:
        raise ValueError(f"{arguments.cases}: no examination in it was kept from training; give another file")
    local = load(SMALL, adapter=arguments.adapter)
    model = LocalChatModel(local=local, adapter=None if arguments.untuned else "explain")
    if not arguments.untuned and not model.tuned:
        raise ValueError("there is no explain adapter; name one with --adapter, or measure the base with --untuned")
    list(write(model, [Item("V", Stance(Role.VERDICT), "The verdict is real.")], "Warm up?"))
    rows: list[Row] = []
    for number, case in enumerate(cases, 1):
        rows += measure(model, case)
        if number % EVERY == 0:
            say(f"{number} of {len(cases)} examinations")
    for kind in ("explanation", "answer"):
        print("\n".join(summary_lines(kind, [row for row in rows if row["kind"] == kind])))
    if arguments.speed:
        print(speed_line(local, model.adapter, cases[:20]))
    if arguments.out:
        arguments.out.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return DONE


def measure(model: LocalChatModel, case: Case) -> Iterator[Row]:
    """The explanation of an examination, and the answer to one question about it."""
    from ...agent.reasoning.writing import plan
    from ...finetune.rows.question_bank import question

    record = case.examination
    yield _written("explanation", model, record, plan.reasons(record.evidence, record.verdict), plan.WHY)
    rng = np.random.default_rng(seed_of(case.name))
    intent = ASKED[int(rng.integers(len(ASKED)))]
    items = plan.plan(intent, record, record.evidence)
    yield _written("answer", model, record, items, question(intent, "held_out", rng))


def _written(kind: str, model: LocalChatModel, record: Examination, items: Sequence[Item], asked: str) -> Row:
    """What was written for each item, and how long it took."""
    from ...agent.evidence import Statement
    from ...agent.reasoning.writing.writer import write

    shape = (record.exhibit.height, record.exhibit.width)
    began, first = time.perf_counter(), None
    accepted, dropped, tries = [], [], Counter()
    for item, result in write(model, items, asked, record.evidence, shape):
        first = first if first is not None else time.perf_counter() - began
        number = items.index(item)
        tries[number] += 1
        entry = {"item": item.line, "label": item.label, "try": tries[number], **result.model_dump()}
        (accepted if isinstance(result, Statement) else dropped).append(entry)
    return {
        "kind": kind,
        "name": record.exhibit.name,
        "label": record.verdict.label,
        "question": asked,
        "items": len(items),
        "said": accepted,
        "dropped": dropped,
        "first": first,
        "seconds": time.perf_counter() - began,
    }


def summary_lines(kind: str, rows: Sequence[Row]) -> list[str]:
    """The figures of all explanations, or of all answers, in lines of text."""
    tried = [entry for row in rows for entry in (*row["said"], *row["dropped"]) if entry["try"] == 1]
    accepted = [entry for entry in tried if "cites" in entry]
    shown = [entry for row in rows for entry in row["said"]]
    items = sum(row["items"] for row in rows)
    failed = Counter(entry["failed"] for entry in tried if "failed" in entry)
    wrong = sum(failed[name] for name in CONTRADICTS)
    cited = len(tried) - failed["citation"] - failed["model"]
    on_verdict = [entry for entry in shown if entry["label"] and "verdict" in entry["cites"]]
    agreeing = sum(names_only(entry["text"], entry["label"]) for entry in on_verdict)
    first = np.array([row["first"] for row in rows if row["first"] is not None])
    refused = ", ".join(f"{n} {name}" for name, n in failed.most_common()) or "none"
    return [
        f"{kind}: {len(rows)} texts of {items} items, {len(tried)} sentences at the first try",
        f"  cited {cited / len(tried):.1%}, accepted {len(accepted) / len(tried):.1%}, "
        f"contradicting their evidence {wrong / len(tried):.2%}",
        f"  refused: {refused}",
        f"  in the end {len(shown)} of {items} items ({len(shown) / items:.1%}) have an accepted sentence",
        f"  mean grounding of these sentences {np.mean([entry['grounding'] for entry in shown]):.3f}",
        f"  {agreeing} of {len(on_verdict)} sentences about the verdict name the label of the record and no other",
        f"  first sentence after {np.median(first):.2f} s (median), {np.percentile(first, 95):.2f} s (95%)",
        f"  all sentences after {np.median([row['seconds'] for row in rows]):.2f} s (median)",
    ]


def names_only(text: str, label: str) -> bool:
    """Whether a sentence about the verdict names this label and no other; independent of the grounding check.

    A label beside a percentage names a probability and does not count, except after *is*, *judged* or *to*.
    """
    words = text.lower().replace(",", " ").replace(":", " ").replace(";", " ").split()
    named = {word for n, word in enumerate(words) if word in LABELS and not _names_probability(words, n)}
    return named == {label}


def _names_probability(words: list[str], n: int) -> bool:
    beside_share = any("%" in word for word in words[max(0, n - 2) : n + 3])
    return beside_share and words[max(0, n - 1)] not in ("is", "judged", "to")


def speed_line(local: LocalModel, adapter: Any, cases: Sequence[Case]) -> str:
    """Tokens a second of explanations against plain greedy generation of as many from the same findings, in one run."""
    import torch

    from ...agent.perception.merging import writer
    from ...agent.reasoning.answer_items import prompt
    from ...agent.reasoning.writing import plan
    from ...agent.reasoning.writing.chat_model import LocalChatModel
    from ...agent.reasoning.writing.writer import MAX_TOKENS, conversation
    from ...prompts import load

    merged = (writer(local, adapter) if adapter else None) or local.model
    tokenizer = local.processor.tokenizer
    ours = plain = 0.0
    count = 0
    for case in cases:
        model = LocalChatModel(local=local, adapter=adapter)  # a new one, whose cache is empty
        items = plan.reasons(case.examination.evidence, case.examination.verdict)
        asked = [conversation(item, plan.WHY) for item in items]
        began = time.perf_counter()
        texts = [text for _, text in model.sentences(asked, items, limit=MAX_TOKENS)]
        ours += time.perf_counter() - began
        written = sum(len(tokenizer(text)["input_ids"]) + 1 for text in texts)
        messages = (("system", load("dialogue")), ("user", prompt(items, plan.WHY)))
        turns = [{"role": role, "content": [{"type": "text", "text": text}]} for role, text in messages]
        rendered = local.processor.apply_chat_template(turns, add_generation_prompt=True)
        inputs = local.processor(text=rendered, return_tensors="pt").to(local.model.device)
        began = time.perf_counter()
        with torch.inference_mode():
            merged.generate(**inputs, do_sample=False, min_new_tokens=written, max_new_tokens=written)
        plain += time.perf_counter() - began
        count += written
    return f"{count / ours:.1f} tokens a second, {plain / ours:.2f} × plain generation ({count / plain:.1f})"


STUDY = Study(
    "explanations", "whether explanations are cited, grounded, in agreement and fast", __doc__, add_arguments, run
)
