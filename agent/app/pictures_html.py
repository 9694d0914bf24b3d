"""The pictures of a visit or of a case as a grid, those first that are most in need of a look, and how far a job is."""

from __future__ import annotations

import html
from collections.abc import Iterable

from ..foreign import file_name
from ..sentences import Sentence
from .desk import Job, Kept

MANY = Sentence("pictures_html.many", "Pictures, those first that are most in need of a look")
NONE = Sentence("pictures_html.none", "No picture was examined yet.")
RUNNING = Sentence("pictures_html.running", "{done} of {total} pictures are done.")
LEFT = Sentence("pictures_html.left", "About {minutes:.0f} min are left.")
ENDED = Sentence("pictures_html.ended", "{done} of {total} pictures were done.")
FAILED = Sentence("pictures_html.failed", "These could not be examined")
ORDER = ("tampered", "synthetic", "inconclusive", "real")


def pictures_html(kept: Iterable[Kept], job: Job | None) -> str:
    """The grid, which opens a picture that is chosen, below the progress and the failures of the last job.

    Args:
        kept: the pictures.
        job: the last message with several pictures; None if there was none.
    """
    cards = [_card(each) for each in sorted(kept, key=lambda one: ORDER.index(one.record.verdict.label))]
    parts = [] if job is None else [_progress(job)]
    if cards:
        parts.append(f'<h2>{html.escape(MANY())}</h2><ul class="cards">{"".join(cards)}</ul>')
    if job is not None and job.failed:
        told = (f"{name}: {reason}" if name else reason for name, reason in job.failed)
        lines = "".join(f"<li>{html.escape(line)}</li>" for line in told)
        parts.append(f"<h2>{html.escape(FAILED())}</h2><ul class='lines'>{lines}</ul>")
    return "".join(parts) or f"<p>{html.escape(NONE())}</p>"


def _card(kept: Kept) -> str:
    record = kept.record
    label, name = record.verdict.label, html.escape(file_name(record.exhibit.name))
    picture = f'<img src="{html.escape(kept.thumbnail)}" alt="" loading="lazy">'
    said = f'<b class="label {label}">{label}</b><span>{name}</span>'
    title = html.escape(record.verdict.headline)
    button = f'<button type="button" data-open="{record.exhibit.sha256}" title="{title}">{picture}{said}</button>'
    return f"<li>{button}</li>"


def _progress(job: Job) -> str:
    said = (ENDED if job.ended else RUNNING)(done=job.done, total=job.total)
    if not job.ended and job.left is not None and job.left >= 60:
        said += f" {LEFT(minutes=job.left / 60)}"
    bar = f'<progress max="{job.total}" value="{job.done}" aria-label="Progress"></progress>'
    return f'<div class="job"><p role="status">{html.escape(said)}</p>{"" if job.ended else bar}</div>'
