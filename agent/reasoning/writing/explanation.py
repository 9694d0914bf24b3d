"""The explanation of an examination: what carried weight, in sentences that stand."""

from __future__ import annotations

from collections.abc import Sequence

from langchain_core.language_models import BaseChatModel

from ...evidence import Dropped, Evidence, Explanation, Statement, Verdict
from ..grounding.similarity import with_index
from . import plan
from .writer import plain, write


def explain(
    model: BaseChatModel | None,
    evidence: Sequence[Evidence],
    verdict: Verdict,
    shape: tuple[int, ...] | None = None,
) -> Explanation:
    """Up to five checked sentences about the evidence that matters; without a model, in the evidence's own words.

    Evidence that moved the verdict is never passed over: where no sentence of the model about it stands, its own words
    do, marked as such.
    """
    items = plan.reasons(evidence, verdict)
    if model is None or not items:
        return Explanation(statements=tuple(plain(item) for item in items), composed_without_model=True)
    said: dict[int, Statement] = {}
    dropped: list[Dropped] = []
    for item, result in write(model, items, plan.WHY, evidence, shape):
        if isinstance(result, Statement):
            said[items.index(item)] = result
        else:
            dropped.append(result)
    composed = not said
    for number, item in enumerate(items):
        if number not in said and (item.must or composed):
            said[number] = plain(item)
    statements = [said[number] for number in sorted(said)]
    return Explanation(
        statements=tuple(with_index(statements, plan.WHY, items)),
        dropped=tuple(dropped),
        model=str(model._identifying_params.get("model", model._llm_type)),
        composed_without_model=composed,
    )
