"""The summary of a triage as one HTML file: nothing is loaded from elsewhere, and text of files is never markup.

Its content security policy allows its own style sheet and script, by their hashes, and pictures inside the file.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path

from ..sentences import Sentence, reworded
from ..text import one_line
from ..translation.translation_tables import pairs
from . import summary_sentences as said
from .near_duplicates import NEAR
from .summary_data import LABELS, NAME, data_of_page, family_shown, number
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
        ValueError: if the file holds no results.
        OSError: if the page can't be written.
    """
    summary = summed(results)
    pictures = small_copies([shown.source for shown in summary.shown[:thumbnails]]) if thumbnails else {}
    page.parent.mkdir(parents=True, exist_ok=True)
    fresh = page.with_name(f"{page.name}.new")
    fresh.write_text(to_html(summary, language=language, pictures=pictures), encoding="utf-8")
    fresh.replace(page)


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
        f'<button type="button" class="{name}"{_pressed(name)}>'
        f"<b>{number(labels.get(name, 0))}</b>{_said(word)}</button>"
        for name, word in LABELS.items()
    )
    lines = [_said(said.RATE, share=rate), _said(said.LEADS), _said(said.NOTHING_FOUND)]
    return (
        f'<h1>{_said(said.TITLE)}</h1><p class="faint">{_said(said.COUNTED, **counted)}</p>'
        f'<div class="counts">{buttons}</div>' + "".join(f"<p>{line}</p>" for line in lines)
    )


def _pressed(name: str) -> str:
    return " disabled" if name == "error" else f' data-label="{name}" aria-pressed="false"'


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
    families = [(name, name) for name in sorted({family_shown(shown.numbers) for shown in summary.shown} - {""})]
    groups = [(str(n), str(n + 1)) for n in sorted({s.group for s in summary.shown if s.group is not None})]
    controls = (
        f'<label>{_said(said.SEARCH)}<input type="search" id="text"></label>'
        f"{_choice('family', said.FAMILY, families)}{_choice('group', said.ALIKE, groups)}"
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
    listed = "".join(f'<option value="{html.escape(value)}">{html.escape(text)}</option>' for value, text in options)
    return (
        f'<label>{_said(title)}<select id="{identity}"><option value="">{_said(said.ANY)}</option>{listed}'
        "</select></label>"
    )


def _families(summary: Summary) -> str:
    if not summary.families:
        return ""
    rows = "".join(
        f"<tr><td>{html.escape(name) if name else _said(said.NO_FAMILY)}</td>"
        f'<td class="number">{number(count)}</td></tr>'
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
        button = f'<button type="button" class="more" data-group="{at}">{_said(said.SHOW_GROUP)}</button>'
        title = _said(said.GROUP, number=at + 1, count=number(count))
        parts.append(
            f"<details><summary>{title}</summary><ul>{names}{rest}</ul>{button if at in here else ''}</details>"
        )
    partly = "" if summary.compared else f"<p>{_said(said.PARTLY_COMPARED, count=number(HASHES))}</p>"
    about = _said(said.ALIKE_ABOUT, bits=NEAR) if parts else _said(said.NONE_ALIKE)
    return f"<section><h2>{_said(said.ALIKE)}</h2><p>{about}</p>{partly}{''.join(parts)}</section>"


def _errors(summary: Summary) -> str:
    if not summary.errors:
        return ""
    rows = "".join(
        f"<tr><td><bdi>{_name(source)}</bdi></td><td>{html.escape(one_line(reason, 300))}</td></tr>"
        for source, reason in summary.errors
    )
    left = summary.failed - len(summary.errors)
    rest = f"<p>{_said(said.AND_MORE, count=number(left))}</p>" if left else ""
    return f"<section><h2>{_said(said.ERRORS)}</h2><table><tbody>{rows}</tbody></table>{rest}</section>"


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
