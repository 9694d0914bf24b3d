"""The whole of Telltale as a model: answers come from its verdict and its explanation, and it may abstain."""

from __future__ import annotations

import time
from collections.abc import Sequence

from ...agent.evidence import Examination
from ...agent.intake import IntakeError
from ...agent.investigator import Investigator
from ...agent.perception.models import ModelError
from ...prompts import digest, names
from ..items import Batch, Box, Item, Reply, Truth
from ..sets.media import MediaError, frames
from .responder import PICTURES, ResponderOptions, by_media, chosen_letter


class WholeAgent:
    """Examines each picture once, however many items ask about it.

    The probability of *fake* is 1 − the probability of *real*.
    """

    modalities = PICTURES
    looks = True
    at_once = 1
    as_whole = False

    def __init__(self, model: str, options: ResponderOptions) -> None:
        """Choose the model; its weights are loaded with the first batch."""
        self.name = "agent" if model == "small" else f"agent:{model}"
        self._options, self._model = options, model
        self._investigators: dict[bool, Investigator] = {}
        versions = {**self._investigator(False).versions(), **{name: digest(name) for name in names()}}
        self.version = "|".join(f"{k}={v}" for k, v in sorted(versions.items())) + f"|{options.error_rate}"

    def _investigator(self, explain: bool) -> Investigator:
        if explain not in self._investigators:
            self._investigators[explain] = Investigator(
                self._model,
                adapter=self._options.adapter,
                bundle=self._options.bundle,
                load_in=self._options.load_in,
                explain=explain,
                error_rate=self._options.error_rate,
                describe=False,
            )
        return self._investigators[explain]

    def plan(self, items: Sequence[Item]) -> list[Batch]:
        """Items of the same media together."""
        return by_media(items)

    def answer(self, batch: Sequence[Item], tokens: int) -> list[Reply]:
        """Examine the media of a batch."""
        began = time.perf_counter()
        explain = any(item.kind == "explanation" for item in batch)
        try:
            records = [self._examined(path, batch[0], explain) for path in batch[0].media]
        except (IntakeError, ModelError, MediaError, OSError) as error:
            return [Reply(error=str(error)) for _ in batch]
        spent = (time.perf_counter() - began) / len(batch)
        return [_reply(item, records).model_copy(update={"seconds": spent}) for item in batch]

    def _examined(self, path: str, item: Item, explain: bool) -> Examination:
        """The record of a file; for a video the record of the frame at the third quartile of suspicion."""
        investigator = self._investigator(explain)
        if item.modality != "video":
            return investigator.examine(path).examination
        import io

        from PIL import Image

        records = []
        for number, frame in enumerate(frames(path)):
            buffer = io.BytesIO()
            Image.fromarray(frame).save(buffer, "PNG", compress_level=1)
            records.append(investigator.examine(buffer.getvalue(), f"frame-{number}.png").examination)
        return sorted(records, key=p_fake)[(3 * len(records)) // 4]


def p_fake(record: Examination) -> float:
    """1 − the probability of *real*."""
    return 1 - record.verdict.probabilities["real"]


def called(record: Examination) -> Truth:
    """Whether the verdict calls the picture real or fake; the likelier of both if it abstained."""
    label = record.verdict.label
    if label == "inconclusive":
        return "fake" if p_fake(record) >= 0.5 else "real"
    return "real" if label == "real" else "fake"


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _reply(item: Item, records: Sequence[Examination]) -> Reply:
    if item.kind == "choice":
        return Reply(text=chosen_letter(item, [p_fake(record) for record in records]))
    record = max(records, key=p_fake)  # one fake among several pictures makes the set suspicious
    explanation = record.explanation
    pointed = [e.region for e in record.evidence if e.region is not None and e.supports in ("synthetic", "tampered")]
    regions: list[Box] = [(region.x, region.y, region.w, region.h) for region in pointed]
    first_tries = [entry for entry in explanation.dropped if not entry.mended]
    return Reply(
        text=" ".join(statement.text for statement in explanation.statements),
        called=called(record),
        p_fake=p_fake(record),
        abstained=record.verdict.label == "inconclusive",
        regions=tuple(regions),
        sentences=len(explanation.statements) + len(first_tries) or None,
        cited=sum(bool(statement.cites) for statement in explanation.statements)
        + sum(e.failed != "citation" for e in first_tries),
        grounded=len(explanation.statements),
        sgi=_mean([statement.sgi for statement in explanation.statements if statement.sgi is not None]),
    )
