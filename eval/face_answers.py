"""DD-VQA's test questions: `python -m telltale.eval.face_answers --data DDVQA [--count N] [--adapter DIR]`.

Each question on a face crop is answered by the tuned model, by the untuned base, and by the commonest training answer
to the same question. ROUGE-L is the F-measure of `rouge_score` with the stemmer, CSS the cosine of all-MiniLM-L6-v2
embeddings; either against the best of a question's answers by people, as captions are scored. Printed as Markdown, with
how often an answer calls the part real or fake as most people did, and how often it calls it neither.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from ..agent.perception import encoder
from ..agent.perception.adapters import AdapterName, using
from ..agent.perception.models import SMALL, LocalModel, load
from ..finetune.data.dialogues import Row
from ..finetune.data.human import faces
from .transfer import show

BATCH = 8
MAX_TOKENS = 80


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m telltale.eval.face_answers", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="DD-VQA as released")
    parser.add_argument("--count", type=int, default=752, help="questions, drawn at random (all 752)")
    parser.add_argument("--adapter", type=Path, metavar="DIR")
    arguments = parser.parse_args(argv)
    rows = list(faces(arguments.data, "held_out"))
    rows = [rows[i] for i in np.random.default_rng(0).permutation(len(rows))[: arguments.count]]
    model = load(SMALL, adapter=arguments.adapter)
    answers = {
        "tuned": written(model, rows, "perceive", "explain"),
        "perceive alone": written(model, rows, "perceive"),
        "untuned base": written(model, rows),
        "commonest answer": commonest(rows, list(faces(arguments.data, "train", turns=6))),
    }
    header = ("answers", "questions", "ROUGE-L", "CSS", "right about real or fake", "neither")
    show("DD-VQA test", header, [(name, str(len(rows)), *scores(said, rows)) for name, said in answers.items()])
    return 0


def written(model: LocalModel, rows: Sequence[Row], *adapters: AdapterName) -> list[str]:
    """Greedy answers of a model with some of its adapters, in batches."""
    import torch

    processor = model.processor
    found = []
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        pictures = [np.asarray(Image.open(row.image).convert("RGB")) for row in batch]
        texts = [processor.apply_chat_template([_turn(row)], add_generation_prompt=True) for row in batch]
        inputs = processor(images=pictures, text=texts, return_tensors="pt", padding=True, padding_side="left")
        inputs = inputs.to(model.model.device, model.model.dtype)
        with torch.inference_mode(), using(model.model, *adapters):
            out = model.model.generate(**inputs, max_new_tokens=MAX_TOKENS, do_sample=False)
        said = processor.tokenizer.batch_decode(out[:, inputs["input_ids"].shape[1] :], skip_special_tokens=True)
        found += [" ".join(text.split()) for text in said]
    return found


def _turn(row: Row) -> dict[str, Any]:
    return {"role": "user", "content": [{"type": "image"}, {"type": "text", "text": row.prompt[-1]["content"]}]}


def commonest(rows: Sequence[Row], learned: Sequence[Row]) -> list[str]:
    """For each question the answer that people gave most often to it in training."""
    count: dict[str, Counter[str]] = defaultdict(Counter)
    for row in learned:
        turns = [*row.prompt, *row.completion]
        for asked, answer in zip(turns[::2], turns[1::2], strict=True):
            count[asked["content"]][answer["content"]] += 1
    return [count[row.prompt[-1]["content"]].most_common(1)[0][0] for row in rows]


def references(row: Row) -> list[str]:
    """All answers of people to a question."""
    return row.completion[0]["content"].split("\n")


def scores(said: Sequence[str], rows: Sequence[Row]) -> tuple[str, ...]:
    """ROUGE-L, CSS, share right about real or fake, and share that calls it neither."""
    from rouge_score.rouge_scorer import RougeScorer

    scorer = RougeScorer(["rougeL"], use_stemmer=True)
    rouge = [scorer.score_multi(references(row), text)["rougeL"].fmeasure for text, row in zip(said, rows, strict=True)]
    embed = encoder.load()
    ours = embed(list(said))
    css = [float((embed(references(row)) @ vector).max()) for row, vector in zip(rows, ours, strict=True)]
    called = [verdict(text) for text in said]
    truth = [verdict(" ".join(references(row))) for row in rows]
    pairs = [(a, b) for a, b in zip(called, truth, strict=True) if a and b]
    right = np.mean([a == b for a, b in pairs]) if pairs else float("nan")
    neither = np.mean([not c for c in called])
    return f"{np.mean(rouge):.3f}", f"{np.mean(css):.3f}", f"{right:.3f} of {len(pairs)}", f"{neither:.1%}"


def verdict(text: str) -> str:
    """What a text calls the part first, real or fake; empty for neither."""
    found = re.search(r"\blooks? (?:a bit |very |more )?(real|fake)\b", text, re.I)
    return found[1].lower() if found else ""


if __name__ == "__main__":
    sys.exit(main())
