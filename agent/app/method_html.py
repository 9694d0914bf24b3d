"""How a picture was examined, and what was done on a visit, as the page shows it."""

from __future__ import annotations

import html
from collections.abc import Sequence

from ..evidence import Examination, SecondLook
from ..report.terminal import LABEL_CHANGED, LABEL_KEPT, NOTHING_READ
from ..sentences import Sentence

CALIBRATION = Sentence(
    "method_html.calibration",
    "Reference set: {reference}. A label is given if at most {rate:.0%} of such labels are expected to be wrong on "
    "pictures from a source that was never seen.",
)
CALIBRATION_OF_BUNDLE = Sentence(
    "method_html.calibration_of_bundle",
    "Reference set: {reference_set}. A label is given if at most {rate:.0%} of such labels are expected to be wrong on "
    "pictures like those that the limits rest on.",
)
NOT_CHECKED = Sentence(
    "method_html.not_checked",
    "Not checked, since it can't be on this machine: invisible watermarks such as SynthID, whether the picture was "
    "published before, who is shown, and whether the scene happened.",
)
NOTHING_LOGGED = Sentence("method_html.nothing_logged", "Nothing was done yet.")


def method_html(record: Examination) -> str:
    """The reference set, the second look, what was not checked, versions and times."""
    verdict, parts = record.verdict, []
    if verdict.reference_set and verdict.error_rate is not None:
        own = record.bundle is not None and record.bundle.limits_from == "bundle"
        told = CALIBRATION(reference=verdict.reference_set, rate=verdict.error_rate)
        if own:
            told = CALIBRATION_OF_BUNDLE(reference_set=verdict.reference_set, rate=verdict.error_rate)
        parts.append(f"<p>{html.escape(told)}</p>")
    if record.second_look is not None:
        parts.append(_second_look(record.second_look))
    parts.append(f"<p>{html.escape(NOT_CHECKED())}</p>")
    parts.append(_table("Versions", record.versions.items()))
    times = [(stage.replace("_", " "), f"{seconds:.2f} s") for stage, seconds in record.timings.items()]
    parts.append(_table("Times", times))
    return "".join(parts)


def log_html(log: Sequence[str]) -> str:
    """The lines of the log."""
    if not log:
        return f"<p>{html.escape(NOTHING_LOGGED())}</p>"
    return "<ol>" + "".join(f"<li>{html.escape(line)}</li>" for line in log) + "</ol>"


def _second_look(log: SecondLook) -> str:
    rows = [
        (
            f"{source}, {look.region.w}×{look.region.h} px at {look.region.x}, {look.region.y}",
            f"{whole:.2f} → {part:.2f}",
        )
        for look in log.looks
        for source, (whole, part) in look.scores.items()
    ]
    label = (
        LABEL_KEPT(label=log.after) if log.before == log.after else LABEL_CHANGED(before=log.before, after=log.after)
    )
    reasons = "".join(f"<li>{html.escape(reason)}</li>" for reason in log.because)
    measured = (
        _table("Score of the whole picture → of the place", rows) if rows else f"<p>{html.escape(NOTHING_READ())}</p>"
    )
    return f"<h2>Second look</h2><ul>{reasons}</ul>{measured}<p>{html.escape(label)}</p>"


def _table(title: str, rows) -> str:
    cells = "".join(f"<tr><th>{html.escape(name)}</th><td>{html.escape(str(value))}</td></tr>" for name, value in rows)
    return f'<h2>{html.escape(title)}</h2><table class="file">{cells}</table>'
