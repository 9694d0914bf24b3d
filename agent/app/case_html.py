"""A case, its log and its verification as the page shows them. All that people wrote is quoted and escaped."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence

from ..casebook import Case, Entry, Exhibit, Verification
from ..foreign import Foreign, file_name
from ..sentences import Sentence
from .desk import Kept
from .page_cases import OpenCase

NO_EXHIBITS = Sentence("case_html.no_exhibits", "The case has no exhibits yet. Pictures that you send become exhibits.")
NOT_EXAMINED = Sentence("case_html.not_examined", "not examined")
INTACT = Sentence(
    "case_html.intact",
    "No alteration was found. {entries} entries of the log were recomputed, and {documents} exhibits and records were "
    "read and compared with their SHA-256.",
)
ALTERED = Sentence("case_html.altered", "Something was altered:")
ELSEWHERE = Sentence("case_html.elsewhere", "Something in another case of this casebook was altered.")
LAST_DIGEST = Sentence(
    "case_html.last_digest",
    "Last digest of the case: {digest}. Note it in a place that nobody who can write this casebook can reach: only "
    "then can a log that was written anew as a whole be told from this one.",
)
CHAINED = Sentence(
    "case_html.chained",
    "Each entry holds the digest of the entry before it, so none can be changed, moved or left out unseen.",
)
WITHDRAWN = Sentence("case_html.withdrawn", "The content of this entry was deleted.")
NEWEST = Sentence(
    "case_html.newest", "These are the newest {count} entries. The command “telltale case log” prints all of them."
)
_LONG, _CONTENT = 2_000, 600  # characters of a note; of the content of an entry
_MOST = 200  # entries of a log


def told(text: str) -> str:
    """A line of our own."""
    return f'<p class="told" role="status">{html.escape(text)}</p>' if text else ""


def case_html(case: OpenCase, kept: Mapping[str, Kept]) -> str:
    """A case with its exhibits, notes and marks.

    Args:
        case: the case.
        kept: the pictures that are on the desk, by SHA-256.
    """
    casebook = case.casebook
    exhibits = casebook.exhibits(case.id)
    labels = {one.exhibit: one.label for one in casebook.examinations(case.id)}
    asked = [turn.exhibit for turn in casebook.turns(case.id)]
    rows = "".join(
        _exhibit(one, labels.get(one.number), asked.count(one.number), kept.get(one.sha256)) for one in exhibits
    )
    table = f'<table class="grid exhibits">{rows}</table>' if rows else told(NO_EXHIBITS())
    lines = [
        *(
            _line("marked as wrong", mark.exhibit, mark.time, mark.actor, f"it is {mark.truth}")
            for mark in casebook.marks(case.id)
        ),
        *(
            _line(f"part {box.x},{box.y},{box.w},{box.h}", box.exhibit, box.time, box.actor, _quoted(box.text))
            for box in casebook.boxes(case.id)
        ),
        *(_line("note", note.exhibit, note.time, note.actor, _quoted(note.text)) for note in casebook.notes(case.id)),
    ]
    below = f"<h2>Notes and marks</h2><ul class='lines'>{''.join(lines)}</ul>" if lines else ""
    return f"{_head(casebook.case(case.id))}{table}{below}"


def log_table(entries: Sequence[Entry]) -> str:
    """The log of a case, the newest entry first."""
    rows = "".join(_entry(entry) for entry in reversed(entries[-_MOST:]))
    titles = "".join(f'<th scope="col">{title}</th>' for title in ("no.", "time", "by", "what", "digest"))
    newest = told(NEWEST(count=_MOST)) if len(entries) > _MOST else ""
    return f'{told(CHAINED())}{newest}<table class="file log"><tr>{titles}</tr>{rows}</table>'


def verification_html(found: Verification, case_id: str, last: Entry | None, *, alone: bool) -> str:
    """What a verification found.

    Args:
        found: the verification.
        case_id: of the case.
        last: the last entry of its log.
        alone: leave out what is about other cases, which this visitor may not see, but say that there is something.
    """
    own = [finding for finding in found.findings if not alone or finding.case_id in ("", case_id)]
    lines = [html.escape(finding.text) for finding in own]
    if len(own) < len(found.findings):
        lines.append(html.escape(ELSEWHERE()))
    if not lines:
        said = f"<p><b>{html.escape(INTACT(entries=found.entries, documents=found.documents))}</b></p>"
    else:
        said = f"<p><b>{html.escape(ALTERED())}</b></p><ul>{_items(lines)}</ul>"
    if not alone:
        said += f"<ul>{_items(html.escape(remark) for remark in found.remarks)}</ul>" if found.remarks else ""
    if last is not None:
        said += f"<p>{html.escape(LAST_DIGEST(digest=last.digest))}</p>"
    return f'<div class="told" role="status">{said}</div>'


def _head(case: Case) -> str:
    named = (("reference", case.reference), ("examiner", case.examiner), ("reviewer", case.reviewer))
    facts = [f"{name} {_quoted(value)}" for name, value in named if value]
    facts.append(f"opened {_time(case.opened)} by {_quoted(case.opened_by)}")
    title = html.escape(Foreign(case.title).quoted(200))
    return f"<h2>{title} <small>{html.escape(case.id)}</small></h2><p>{' · '.join(facts)}</p>"


def _exhibit(exhibit: Exhibit, label: str | None, questions: int, kept: Kept | None) -> str:
    name = html.escape(file_name(exhibit.name))
    picture = f'<img src="{html.escape(kept.thumbnail)}" alt="" loading="lazy">' if kept else ""
    verdict = f'<b class="label {label}">{label}</b>' if label else html.escape(NOT_EXAMINED())
    asked = f"{questions} question{'' if questions == 1 else 's'}" if questions else ""
    opened = f'<button type="button" data-open="{exhibit.sha256}">{name}</button>'
    facts = f"<small>added {_time(exhibit.time)} by {_quoted(exhibit.actor)}<br>SHA-256 {exhibit.sha256}</small>"
    cells = (str(exhibit.number), picture, f"{opened}<br>{facts}", verdict, asked)
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _entry(entry: Entry) -> str:
    content = (
        html.escape(WITHDRAWN())
        if entry.payload is None
        else f"<details><summary>content</summary>{html.escape(Foreign(entry.payload).printable(_CONTENT))}</details>"
    )
    cells = (
        str(entry.number),
        _time(entry.time),
        _quoted(entry.actor),
        f"{html.escape(entry.action)}{content}",
        f"<code>{entry.digest}</code>",
    )
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _line(what: str, exhibit: int | None, time: str, actor: str, said: str) -> str:
    about = f"exhibit {exhibit}" if exhibit is not None else "case"
    return f"<li><small>{_time(time)} · {_quoted(actor)} · {about} · {what}</small><br>{said}</li>"


def _items(lines: Iterable[str]) -> str:
    return "".join(f"<li>{line}</li>" for line in lines)


def _quoted(text: str) -> str:
    return html.escape(Foreign(text).quoted(_LONG))


def _time(time: str) -> str:
    return f"{time[:10]} {time[11:16]} UTC"
