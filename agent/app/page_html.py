"""A result as the page shows it. Everything that comes out of a file is escaped."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

from numpy.typing import NDArray
from PIL import Image

from ..evidence import ClaimJudgement, Evidence, Examination, Verdict
from ..foreign import Foreign
from ..investigator import Investigation
from ..report.map_files import draw
from ..report.wording import BEARINGS, WEIGHT_TITLE, below_headline, beside_evidence, beside_label, rejected, weights
from ..sentences import Sentence

COLOURS = {"real": "#1a7f37", "synthetic": "#a626a4", "tampered": "#9a6700", "inconclusive": "#6e7781"}
CLAIM = Sentence("page_html.claim", "The claim {claim:600}: {bearing}. {because}")
NO_PART = Sentence("page_html.no_part", "{name}: no part stands out")
_HEAD = "".join(f"<th>{title}</th>" for title in ("id", "source", "supports", WEIGHT_TITLE(), "finding and caveats"))


def explanation_text(record: Examination) -> str:
    """The label with its headline, the claim and the explanation, as plain text for the conversation."""
    verdict, explanation = record.verdict, record.explanation
    said = (f"{verdict.label.upper()}.", verdict.headline, *verdict.abstained_because)
    lines = [" ".join(filter(None, said)), ""]
    if record.claim is not None:
        lines += [_claim(record.claim), ""]
    lines += [f"• {statement.text}" for statement in below_headline(explanation)]
    if explanation.dropped:
        lines.append(f"({rejected(explanation.dropped)})")
    return "\n".join(lines)


def _claim(judgement: ClaimJudgement) -> str:
    bearing, because = BEARINGS[judgement.bearing](), " ".join(judgement.because)
    return CLAIM(claim=Foreign(judgement.claim), bearing=bearing, because=because)


def verdict_html(verdict: Verdict) -> str:
    """The label with its headline, the reasons for no label, and beside a label the strength of the evidence."""
    below = (*verdict.abstained_because, *beside_label(verdict))
    lines = "".join(f"<br>{html.escape(line)}" for line in below)
    said = f"<b>{verdict.label}</b><br><strong>{html.escape(verdict.headline)}</strong>{lines}"
    return f'<div class="verdict" style="border-color:{COLOURS[verdict.label]}">{said}</div>'


def evidence_html(evidence: Sequence[Evidence], verdict: Verdict) -> str:
    """A table of the findings, and one of all cues to open; the cues that support something stand in both.

    Without a label the strength of the evidence follows the findings.
    """
    added = weights(verdict)
    cues = [item for item in evidence if item.kind == "cue"]
    page = _table([item for item in evidence if item.kind != "cue" or item.supports != "neutral"], added)
    if strength := beside_evidence(verdict):
        page += f"<p>{html.escape(strength)}</p>"
    if cues:
        page += f"<details><summary>Visual cues</summary>{_table(cues, added)}</details>"
    return page


def _table(evidence: Sequence[Evidence], added: Mapping[str, str]) -> str:
    rows = "".join(_row(item, added.get(item.id, "")) for item in evidence)
    return f'<table class="evidence"><tr>{_HEAD}</tr>{rows}</table>'


def _row(item: Evidence, added: str) -> str:
    asides = "".join(f"<small>{html.escape(aside)}</small>" for aside in item.asides)
    place = f"<small>{r.w}×{r.h} px at {r.x}, {r.y}</small>" if (r := item.region) else ""
    cells = (item.id, html.escape(item.source) + place, item.supports, added, html.escape(item.statement) + asides)
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def captioned_maps(investigation: Investigation, cue_maps: Mapping[str, NDArray]) -> list[tuple[Image.Image, str]]:
    """Maps laid over the picture, each with its caption.

    Args:
        investigation: with the maps of the detectors.
        cue_maps: float32 [h, w] in 0 to 1 by cue, of the cues that the model saw.
    """
    maps = {**investigation.maps, **cue_maps}
    drawn = draw(investigation.exhibit.pixels, maps, investigation.examination.evidence)
    return [
        (picture, name if stands_out or name in cue_maps else NO_PART(name=name))
        for name, (picture, stands_out) in drawn.items()
    ]
