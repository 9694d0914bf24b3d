"""The summary of a triage as one HTML file: nothing is loaded from elsewhere, and text of files is never markup.

Its content security policy allows its own style sheet and script, by their hashes, and pictures inside the file.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from importlib.resources import files
from pathlib import Path

from ..foreign import file_name
from ..sentences import Sentence, reworded
from ..text import lowered, one_line
from ..translation.translation_tables import pairs
from . import summary_sentences as said
from .near_duplicates import NEAR
from .summary_data import LABELS, NAME, NO_FAMILY, data_of_page, family_key, number
from .summary_data import thumbnails as small_copies
from .triage_summary import HASHES, Summary
from .triage_summary import of_file as summed


def write(results: Path, page: Path, *, language: str = "en", thumbnails: int = 0) -> None:
    """Write the summary of a file of results.

    Args:
        results: the file.
        page: the HTML file.
        language: ISO 639-1 code of the page's own words.
        thumbnails: how many small copies to show; their files are read again.

    Raises:
        ValueError: if the file holds no results, or if the page can't be written.
    """
    summary = summed(results)
    pictures = small_copies([shown.source for shown in summary.shown[:thumbnails]]) if thumbnails else {}
    data = to_html(summary, language=language, pictures=pictures).encode()
    fresh = page.with_name(f"{page.name}.new")
    try:
        page.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(data)
        fresh.replace(page)
    except OSError as error:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        reason = lowered(error.strerror or type(error).__name__)
        raise ValueError(
            f"{file_name(page)}: the summary can't be written ({reason}); the results are safe, and the same command "
            "writes it again"
        ) from None


def to_html(summary: Summary, *, language: str = "en", pictures: dict[str, str] | None = None) -> str:
    """The summary as an HTML file.

    Args:
        summary: what to show.
        language: ISO 639-1 code of the page's own words; what has no translation stays English.
        pictures: small copies as data URLs, by source.
    """
    own = pairs(language) if language != "en" else {}

    def translated(sentence: Sentence) -> str:
        return own[sentence.key][1] if sentence.key in own else sentence.template

    with reworded(translated):
        return _page(summary, language, pictures or {})


def _page(summary: Summary, language: str, pictures: dict[str, str]) -> str:
    style, script = _asset("triage_page.css"), _asset("triage_page.js")
    policy = (
        f"default-src 'none'; img-src data:; style-src 'sha256-{_digest(style)}'; "
        f"script-src 'sha256-{_digest(script)}'; base-uri 'none'; form-action 'none'"
    )
    data = json.dumps(data_of_page(summary, pictures)).replace("<", "\\u003c")  # lest a name end the element
    return (
        f'<!DOCTYPE html>\n<html lang="{html.escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{_said(said.TITLE)}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n"
        f"{_top(summary)}{_table(summary, bool(pictures))}{_families(summary)}{_alike(summary)}{_errors(summary)}"
        f'{_made(summary)}</main>\n<script type="application/json" id="data">{data}</script>\n'
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


def _top(summary: Summary) -> str:
    counted = {
        "files": number(summary.files),
        "measured": number(summary.measured),
        "copies": number(summary.copies),
        "failed": number(summary.failed),
    }
    rate = f"{100 * summary.head.settings.error_rate:.3g}%"
    labels = {**summary.labels, "error": summary.failed}
    buttons = "".join(
        f'<button type="button" class="{name}"{_pressed(name, labels.get(name, 0))}>'
        f"<b>{number(labels.get(name, 0))}</b>{_said(word)}</button>"
        for name, word in LABELS.items()
    )
    lines = [_said(said.RATE, share=rate), _said(said.LEADS), _said(said.NOTHING_FOUND)]
    return (
        f'<h1>{_said(said.TITLE)}</h1><p class="faint">{_said(said.COUNTED, **counted)}</p>'
        f'<div class="counts">{buttons}</div>' + "".join(f"<p>{line}</p>" for line in lines)
    )


def _pressed(name: str, count: int) -> str:
    """What a button of a count does: it filters the table, or leads to the files that could not be measured."""
    if name == "error":
        return " data-errors" if count else " disabled"
    return f' data-label="{name}" aria-pressed="false"'


def _table(summary: Summary, copies_shown: bool) -> str:
    only = {"shown": number(len(summary.shown)), "measured": number(summary.measured)}
    heads = [
        ("source", said.NAME, ""),
        ("label", said.LABEL, ""),
        ("lean", said.LEANS, ""),
        ("synthetic", said.SYNTHETIC, "number"),
        ("tampered", said.TAMPERED, "number"),
        ("family", said.FAMILY, ""),
        ("says", said.SAYS, ""),
    ]
    names = "".join(
        f'<th scope="col" class="{kind}" data-key="{key}"><button type="button">{_said(word)}</button></th>'
        for key, word, kind in heads
    )
    keys = sorted({family_key(shown.numbers) for shown in summary.shown} - {""})
    families = [(key, _said(said.NO_FAMILY) if key == NO_FAMILY else html.escape(key)) for key in keys]
    leans = [(name, _said(LABELS[name])) for name in sorted({s.numbers.lean for s in summary.shown if s.numbers.lean})]
    groups = [
        (str(n), html.escape(str(n + 1))) for n in sorted({s.group for s in summary.shown if s.group is not None})
    ]
    controls = (
        f'<label>{_said(said.SEARCH)}<input type="search" id="text"></label>'
        f"{_choice('lean', said.LEANS, leans)}{_choice('family', said.FAMILY, families)}"
        f"{_choice('group', said.ALIKE, groups)}"
        f'<label class="tick"><input type="checkbox" id="declared">{_said(said.DECLARED)}</label>'
        f'<label class="tick"><input type="checkbox" id="credentials">{_said(said.SIGNED)}</label>'
    )
    note = f'<p class="faint">{_said(said.ONLY_WORST, **only)}</p>' if summary.measured > len(summary.shown) else ""
    return (
        f'<section id="pictures"><h2>{_said(said.PICTURES)}</h2>{note}<div class="filters">{controls}</div>'
        f'<p class="faint" id="found" role="status"></p><noscript><p>{_said(said.NO_SCRIPT)}</p></noscript>'
        f'<table class="pictures"><thead><tr>{"<th></th>" if copies_shown else ""}{names}</tr></thead>'
        "<tbody></tbody></table>"
        f'<button type="button" class="more" id="more" hidden>{_said(said.MORE)}</button></section>'
    )


def _choice(identity: str, title: Sentence, options: Iterable[tuple[str, str]]) -> str:
    """A choice among values, each with its text as HTML."""
    listed = "".join(f'<option value="{html.escape(value)}">{text}</option>' for value, text in options)
    return (
        f'<label>{_said(title)}<select id="{identity}"><option value="">{_said(said.ANY)}</option>{listed}'
        "</select></label>"
    )


def _families(summary: Summary) -> str:
    if not summary.families:
        return ""
    here = {family_key(shown.numbers) for shown in summary.shown}
    rows = "".join(
        f"<tr><td>{html.escape(name) if name else _said(said.NO_FAMILY)}</td>"
        f'<td class="number">{number(count)}</td>'
        f"<td>{_shows('family', name or NO_FAMILY) if (name or NO_FAMILY) in here else ''}</td></tr>"
        for name, count in summary.families.most_common()
    )
    return (
        f"<section><h2>{_said(said.FAMILIES)}</h2><p>{_said(said.FAMILIES_ABOUT)}</p>"
        f"<table><tbody>{rows}</tbody></table></section>"
    )


def _alike(summary: Summary) -> str:
    here = {shown.group for shown in summary.shown}
    parts = []
    for at, (count, sources) in enumerate(summary.alike):
        names = "".join(f"<li><bdi>{_name(source)}</bdi></li>" for source in sources)
        rest = f"<li>{_said(said.AND_MORE, count=number(count - len(sources)))}</li>" if count > len(sources) else ""
        button = _shows("group", str(at))
        title = _said(said.GROUP, number=at + 1, count=number(count))
        parts.append(
            f"<details><summary>{title}</summary><ul>{names}{rest}</ul>{button if at in here else ''}</details>"
        )
    partly = "" if summary.compared else f"<p>{_said(said.PARTLY_COMPARED, count=number(HASHES))}</p>"
    about = _said(said.ALIKE_ABOUT, bits=NEAR) if parts else _said(said.NONE_ALIKE)
    return f"<section><h2>{_said(said.ALIKE)}</h2><p>{about}</p>{partly}{''.join(parts)}</section>"


def _shows(filter_name: str, value: str) -> str:
    """A button that sets a filter of the table to a value."""
    given = f'data-filter="{filter_name}" data-value="{html.escape(value)}"'
    return f'<button type="button" class="more" {given}>{_said(said.SHOW_GROUP)}</button>'


def _errors(summary: Summary) -> str:
    if not summary.errors:
        return ""
    rows = "".join(
        f"<tr><td><bdi>{_name(source)}</bdi></td><td>{html.escape(one_line(reason, 300))}</td></tr>"
        for source, reason in summary.errors
    )
    left = summary.failed - len(summary.errors)
    rest = f"<p>{_said(said.AND_MORE, count=number(left))}</p>" if left else ""
    table = f'<table class="errors"><tbody>{rows}</tbody></table>'
    return f'<section id="errors"><h2>{_said(said.ERRORS)}</h2>{table}{rest}</section>'


def _made(summary: Summary) -> str:
    settings = summary.head.settings.model_dump(mode="json", exclude_none=True)
    facts = {**settings, **summary.head.versions, "created": summary.head.created}
    rows = "".join(
        f"<tr><td>{html.escape(name)}</td><td>{html.escape(', '.join(v) if isinstance(v, list) else str(v))}</td></tr>"
        for name, v in facts.items()
    )
    table = f"<table><tbody>{rows}</tbody></table>"
    return f"<section><details><summary>{_said(said.MADE)}</summary>{table}</details></section>"


def _said(sentence: Sentence, **values: object) -> str:
    return html.escape(sentence(**values))


def _name(source: str) -> str:
    return html.escape(one_line(source, NAME))


@cache
def _asset(name: str) -> str:
    return (files(__package__ or "") / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
