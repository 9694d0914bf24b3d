"""The human check as the page shows it: the task, and how people did beside Telltale."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence

from ..casebook.people_results import PersonResult, Score
from ..foreign import Foreign
from ..sentences import Sentence
from .case_html import told

JUDGE = Sentence(
    "human_check_html.judge", "Real, synthetic or tampered? Telltale's verdict is hidden during the check."
)
NOBODY = Sentence("human_check_html.nobody", "Nobody has judged pictures of this case yet.")
NO_TRUTH = Sentence(
    "human_check_html.no_truth",
    "It is not known yet what these pictures are. “telltale case truth” states it for one exhibit.",
)
MARGIN = Sentence(
    "human_check_html.margin",
    "With {count} pictures, chance alone can move a share of right answers by {points:.0f} percentage points either "
    "way.",
)
ON_TRUST = Sentence(
    "human_check_html.on_trust",
    "The page hides the verdicts. It can't know whether somebody has seen a picture or its verdict elsewhere.",
)
_HEADS = (
    "who",
    "judged",
    "right",
    "wrong",
    "can't tell",
    "sure when right",
    "sure when wrong",
    "median time",
    "Telltale on the same: right / wrong / no label",
)


def task_html(number: str) -> str:
    """What stands in place of the verdict while a picture is judged."""
    return (
        f'<div class="verdict judging"><p><strong>{html.escape(number)}</strong></p><p>{html.escape(JUDGE())}</p></div>'
    )


def results_html(found: Sequence[PersonResult]) -> str:
    """How people did, and what such numbers can say."""
    if not found:
        return told(NOBODY())
    heads = "".join(f'<th scope="col">{head}</th>' for head in _HEADS)
    rows = "".join(_row(one) for one in found)
    counts = [one.own.all for one in found if one.own.all]
    below = [NO_TRUTH()] if not counts else [MARGIN(count=min(counts), points=98 / math.sqrt(min(counts)))]
    said = "".join(f"<p>{html.escape(line)}</p>" for line in (*below, ON_TRUST()))
    return f'<div class="wide"><table class="grid people"><tr>{heads}</tr>{rows}</table></div>{said}'


def _row(one: PersonResult) -> str:
    model = f"{one.model.right} / {one.model.wrong} / {one.model.none}" if one.model.all else ""
    cells = (
        html.escape(Foreign(one.person).printable(100)),
        f"{one.judged}",
        *_scored(one.own),
        _percent(one.sure_when_right),
        _percent(one.sure_when_wrong),
        f"{one.seconds:.1f} s",
        model,
    )
    told_ = "".join(f'<td data-head="{head}">{cell}</td>' for head, cell in zip(_HEADS, cells, strict=True))
    return f"<tr>{told_}</tr>"


def _scored(score: Score) -> tuple[str, str, str]:
    return (f"{score.right}", f"{score.wrong}", f"{score.none}") if score.all else ("", "", "")


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value:.0f}%"
