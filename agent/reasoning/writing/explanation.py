"""The explanation of an examination: the evidence that matters, in sentences that passed the grounding check."""

from __future__ import annotations

from collections.abc import Sequence

from langchain_core.language_models import BaseChatModel

from ...evidence import Dropped, Evidence, Explanation, Statement, Verdict
from ..answer_items import Item
from ..grounding.similarity import with_index
from . import plan
from .listening import tell
from .writer import plain, write


def explain(
    model: BaseChatModel | None,
    evidence: Sequence[Evidence],
    verdict: Verdict,
    shape: tuple[int, ...] | None = None,
) -> Explanation:
    """The verdict, up to five checked sentences about the evidence that matters, and what can't be checked.

    Without a model all is said in the evidence's own words. Evidence with weight in the verdict is never left out: if
    no sentence of the model about it stands, its own words are used, and marked as such.

    Args:
        model: writes the sentences, or None.
        evidence: numbered.
        verdict: what is explained.
        shape: height and width of the picture, to check words of place.
    """
    items = plan.explanation(evidence, verdict)
    if model is None:
        return Explanation(statements=tuple(map(plain, items)), composed_without_model=True)
    written: dict[Item, Statement] = {}
    dropped: list[Dropped] = []
    for item, result in write(model, items, plan.WHY, evidence, shape):
        if isinstance(result, Statement):
            written[item] = result
            tell(items.index(item), result)
        else:
            dropped.append(result)
    worded = any(statement.written_by == "model" for statement in written.values())
    told = [item for item in items if item in written or item.must or not worded]
    statements = [written.get(item) or plain(item) for item in told]
    return Explanation(
        statements=tuple(with_index(statements, plan.WHY, items)),
        dropped=tuple(dropped),
        model=str(model._identifying_params.get("model", model._llm_type)),
        composed_without_model=not worded,
    )
