"""What a model's explanations are worth, on examinations kept from training: cited, grounded, in agreement, fast.

    python -m telltale.eval.studies.explanations WORK/examinations.jsonl [--count 500] [--adapter DIR] [--untuned] [--out FILE]

Counts are of first tries, before anything was tried again or dropped, and of what a reader is shown. A contradiction
is a sentence that asserts or denies against its evidence, or gives another number (the checks direction, negation and
number). Each case is explained, and asked one question of a wording kept from training.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from ...agent.console import say
from ...agent.evidence import Evidence, Examination, Statement
from ...agent.perception.models import SMALL, load
from ...agent.reasoning.stance import Role, Stance
from ...agent.reasoning.writing import plan
from ...agent.reasoning.writing.chat_model import LocalChatModel
from ...agent.reasoning.writing.plan import Intent, Item
from ...agent.reasoning.writing.writer import MAX_TOKENS, conversation, write
from ...finetune.pseudo_fakes.alterations import seed_of
from ...finetune.rows.dialogues import question
from ...finetune.rows.examinations import Case, read

EVERY = 50  # examinations, between lines of progress
CONTRADICTS = ("direction", "negation", "number")
ASKED: tuple[Intent, ...] = ("verdict", "sure", "for", "against", "doubt", "next", "history", "origin", "file")


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table; with `--out` write every sentence too."""
    parser = argparse.ArgumentParser(prog="python -m telltale.eval.studies.explanations", description=__doc__)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--adapter", type=Path)
    parser.add_argument("--untuned", action="store_true", help="the base model, one finding at a time")
    parser.add_argument("--speed", action="store_true", help="compare with plain generation of as many tokens")
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args(argv)
    cases = [case for case in read(arguments.cases) if case.held_out][: arguments.count]
    model = LocalChatModel(
        local=load(SMALL, adapter=arguments.adapter), adapter=None if arguments.untuned else "explain"
    )
    if not arguments.untuned and not model.tuned:
        print("telltale: there is no explain adapter; name one with --adapter, or measure --untuned", file=sys.stderr)
        return 2
    list(write(model, [Item("V", Stance(Role.VERDICT), "The verdict is real.")], "Warm up?"))
    rows: list[dict] = []
    for number, case in enumerate(cases, 1):
        rows += _measured(model, case)
        if number % EVERY == 0:
            say(f"{number} of {len(cases)} examinations")
    for kind in ("explanation", "answer"):
        print("\n".join(table(kind, [row for row in rows if row["kind"] == kind])))
    if arguments.speed:
        print(speed(model, cases[:20]))
    if arguments.out:
        arguments.out.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return 0


def _measured(model: LocalChatModel, case: Case) -> Iterator[dict]:
    record = case.examination
    evidence = list(record.evidence)
    yield _told("explanation", model, record, evidence, plan.reasons(evidence, record.verdict), plan.WHY)
    rng = np.random.default_rng(seed_of(case.name))
    intent = ASKED[int(rng.integers(len(ASKED)))]
    items = plan.plan(intent, record, evidence)
    yield _told("answer", model, record, evidence, items, question(intent, "held_out", rng))


def _told(
    kind: str, model: LocalChatModel, record: Examination, evidence: list[Evidence], items: list[Item], asked: str
) -> dict:
    """What became of each item, and how long it took."""
    shape = (record.exhibit.height, record.exhibit.width)
    began, first = time.perf_counter(), None
    said, dropped, tries = [], [], Counter()
    for item, result in write(model, items, asked, evidence, shape):
        first = first if first is not None else time.perf_counter() - began
        number = items.index(item)
        tries[number] += 1
        entry = {"item": item.line, "label": item.label, "try": tries[number], **result.model_dump()}
        (said if isinstance(result, Statement) else dropped).append(entry)
    return {
        "kind": kind,
        "name": record.exhibit.name,
        "label": record.verdict.label,
        "question": asked,
        "items": len(items),
        "said": said,
        "dropped": dropped,
        "first": first,
        "seconds": time.perf_counter() - began,
    }


def table(kind: str, rows: Sequence[dict]) -> list[str]:
    """Shares in lines of text."""
    tried = [entry for row in rows for entry in (*row["said"], *row["dropped"]) if entry["try"] == 1]
    stood = [entry for entry in tried if "cites" in entry]
    final = [entry for row in rows for entry in row["said"]]
    asked = sum(row["items"] for row in rows)
    failed = Counter(entry["failed"] for entry in tried if "failed" in entry)
    wrong = sum(failed[name] for name in CONTRADICTS)
    cited = len(tried) - failed["citation"] - failed["model"]
    told = [entry for entry in final if entry["label"] and "verdict" in entry["cites"]]
    agrees = sum(_agrees(entry) for entry in told)
    first = np.array([row["first"] for row in rows if row["first"] is not None])
    return [
        f"{kind}: {len(rows)} of {asked} items, {len(tried)} sentences at the first try",
        f"  cited {cited / len(tried):.1%}, stand {len(stood) / len(tried):.1%}, contradict {wrong / len(tried):.2%}",
        f"  refused: {', '.join(f'{n} {name}' for name, n in failed.most_common()) or 'none'}",
        f"  in the end {len(final)} of {asked} items ({len(final) / asked:.1%}) have a sentence that stands",
        f"  mean grounding of those {np.mean([entry['grounding'] for entry in final]):.3f}",
        f"  the verdict's words and numbers agree with the record in {agrees} of {len(told)} sentences that tell it",
        f"  first sentence after {np.median(first):.2f} s (median), {np.percentile(first, 95):.2f} s (95%)",
        f"  all sentences after {np.median([row['seconds'] for row in rows]):.2f} s (median)",
    ]


def _agrees(entry: dict) -> bool:
    """Whether a sentence about the verdict names its label and no other, read independently of the grounding check."""
    words = entry["text"].lower().replace(",", " ").replace(":", " ").replace(";", " ").split()
    named = [
        w for n, w in enumerate(words) if w in ("real", "synthetic", "tampered", "inconclusive") and not _odds(words, n)
    ]
    return bool(named) and set(named) == {entry["label"]}


def _odds(words: list[str], n: int) -> bool:
    """Whether a word at a place names a probability: a share stands within two words of it."""
    return any("%" in word for word in words[max(0, n - 2) : n + 3]) and words[max(0, n - 1)] not in (
        "is",
        "judged",
        "to",
    )


def speed(model: LocalChatModel, cases: Sequence[Case]) -> str:
    """Tokens a second of explanations against plain greedy generation of as many from the same findings, in one run."""
    import torch
    from langchain_core.messages import HumanMessage, SystemMessage

    from ...prompts import load as prompt

    ours = plain = 0.0
    count = 0
    writer = model._merged or model.local.model
    tokenizer = model.local.processor.tokenizer
    for case in cases:
        items = plan.reasons(case.examination.evidence, case.examination.verdict)
        model._seen, model._cache = [], None
        asked = [conversation(item, plan.WHY) for item in items]
        began = time.perf_counter()
        said = [text for _, text in model.sentences(asked, items, limit=MAX_TOKENS)]
        ours += time.perf_counter() - began
        made = sum(len(tokenizer(text)["input_ids"]) + 1 for text in said)
        inputs = model._inputs([SystemMessage(prompt("dialogue")), HumanMessage(plan.prompt(items, plan.WHY))])
        began = time.perf_counter()
        with torch.inference_mode():
            writer.generate(**inputs, do_sample=False, min_new_tokens=made, max_new_tokens=made)
        plain += time.perf_counter() - began
        count += made
    return f"{count / ours:.1f} tokens a second, {plain / ours:.2f} × plain generation ({count / plain:.1f})"


if __name__ == "__main__":
    sys.exit(main())
