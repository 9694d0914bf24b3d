"""What a file holds beside its pixels, as a terminal shows it: everything, in sections, quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

from rich import box
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from ..evidence import ExhibitFacts, Frozen
from ..foreign import Foreign, file_name
from ..provenance.contents import Contents, Field, Part
from ..provenance.credential_types import Manifest
from ..sentences import Sentence
from ..text import one_line
from .contents_sections import DESCRIPTIONS, GENERATION, Row, sorted_rows
from .exif_meanings import meaning_of

LENGTH = 600  # characters of an ordinary value
_LONGER = {DESCRIPTIONS: 4_000, GENERATION: 20_000}
_PLAIN = re.compile(r"[-+0-9.,:/ TZ]{1,40}|[0-9,]{1,20} (?:bytes|characters)")  # what can claim nothing
_SHOWN_STATUSES, _SHOWN_ITEMS, _SHOWN_LINES, _DEPTH = 60, 100, 500, 12
_PLAIN_NAMES = frozenset(("code", "finding", "action", "name"))  # what needs no label in a manifest
_BREAK = " ⏎ "  # where a text of the file begins another line; if it did so here, it could pass for one of ours
_FAR = 16  # bits of 64; unrelated pictures differ in about 32

NOTHING = Sentence("contents_table.nothing", "The file holds no metadata and no other data that this tool can read.")
CUT = Sentence("contents_table.cut", "(the first {shown} of {all} characters)")
MORE = Sentence("contents_table.more", "and {count} more, which --json lists")
SAME = Sentence("contents_table.same", "shows the same picture ({distance} of 64 bits differ)")
UNCERTAIN = Sentence("contents_table.uncertain", "resembles the picture ({distance} of 64 bits differ)")
OTHER = Sentence("contents_table.other", "may show another picture ({distance} of 64 bits differ)")


def show(console: Console, facts: ExhibitFacts, contents: Contents) -> None:
    """Print what one file holds."""
    console.print(render(facts, contents))


def render(facts: ExhibitFacts, contents: Contents) -> RenderableType:
    """What one file holds, as something that rich can print."""
    return Group(*_blocks(facts, contents))


def _blocks(facts: ExhibitFacts, contents: Contents) -> Iterator[RenderableType]:
    yield _file(facts)
    rows = sorted_rows(contents.fields)
    *before, other = rows
    thumbnail = facts.media_type != "image/tiff"  # the second directory: elsewhere it is the second page
    for section in before:
        if rows[section]:
            yield _section(section, rows[section], _LONGER.get(section, LENGTH), thumbnail=thumbnail)
    if contents.credentials is not None:
        yield Text("Content credentials", style="bold")
        yield _tree(contents.credentials)
        yield Text()
    if rows[other]:
        yield _section(other, rows[other], LENGTH, thumbnail=thumbnail)
    if contents.parts:
        yield _parts(contents.parts)
    if not contents.fields and not contents.parts and contents.credentials is None:
        yield Text(f"{NOTHING()}\n")
    if warnings := dict.fromkeys((*facts.warnings, *contents.warnings)):
        yield Text("Warnings", style="bold")
        yield Text("".join(f"• {line}\n" for line in warnings))


def _file(facts: ExhibitFacts) -> Panel:
    quality = facts.quality
    text = Text(f"{facts.media_type} · {facts.width}×{facts.height} px · {facts.size:,} bytes")
    if facts.frames > 1:
        text.append(f" · {facts.frames:,} frames")
    if quality.jpeg_quality is not None:
        tables = "standard" if quality.jpeg_standard_tables else "own"
        text.append(f" · JPEG quality ≈ {quality.jpeg_quality} ({tables} tables)")
    text.append(f"\nSHA-256 {facts.sha256}", style="dim")
    for sign in quality.screenshot:
        text.append(f"\nSign of a screenshot: {sign}.")
    return Panel(text, title=Text(file_name(facts.name)), title_align="left", box=box.ROUNDED)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=Text(title, style="bold"), title_justify="left", box=box.SIMPLE_HEAD, expand=True)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _section(title: str, rows: list[Row], length: int, *, thumbnail: bool) -> Table:
    table = _table(title)
    table.add_column("where", ratio=3, overflow="fold")
    table.add_column("field", ratio=6, overflow="fold")
    table.add_column("value", ratio=12, overflow="fold")
    for row in rows:
        place = row.place.replace("EXIF IFD1", "EXIF thumbnail") if thumbnail else row.place
        table.add_row(Text(place, style="dim"), Text(row.name), _value(row, length))
    return table


def _value(row: Row, length: int) -> Text:
    if row.items:
        return _items(row, length)
    if len(row.fields) == 1 and not row.name.endswith("]"):
        field = row.fields[0]
        text = _quoted(field.value, length)
        if field.place == "EXIF" and (meaning := meaning_of(field.name, field.value.raw[:20])):
            text.append(f"  {meaning}", style="dim")
        return text
    return Text("\n").join(
        Text(f"{_inner(field)} ", style="dim") + _quoted(field.value, length) for field in row.fields
    )


def _items(row: Row, length: int) -> Text:
    """The items of a list: numbers on one line, texts below each other."""
    items = [_quoted(field.value, length) for field in row.fields[:_SHOWN_ITEMS]]
    plain = all(_PLAIN.fullmatch(item.plain) for item in items)
    text = Text("  " if plain else "\n").join(items)
    if len(row.fields) > _SHOWN_ITEMS:
        text.append(f"\n{MORE(count=f'{len(row.fields) - _SHOWN_ITEMS:,}')}", style="dim")
    return text


def _inner(field: Field) -> str:
    """The name of a part of an entry: what stands after the entry's number."""
    last = max(n for n, part in enumerate(field.path) if part.startswith("["))
    return " ".join(field.path[last + 1 :])


def _quoted(value: Foreign, length: int) -> Text:
    """A text of the file as a quotation; plain numbers and times as they stand."""
    raw = value.raw.strip()
    cut = len(raw) > length
    if _PLAIN.fullmatch(raw[:41]) and len(raw) <= 40:
        return Text(raw)
    lines = raw[:length].splitlines()[:_SHOWN_LINES]
    text = Text("“" + _BREAK.join(Foreign(line).quoted(length)[1:-1] for line in lines) + ("…”" if cut else "”"))
    if cut:
        text.append(f" {CUT(shown=f'{length:,}', all=f'{len(raw):,}')}", style="dim")
    return text


def _parts(parts: Iterable[Part]) -> Table:
    table = _table("Embedded pictures and data", "what", "type", "size", "bytes", "from byte", "where", "comparison")
    for part in parts:
        size = f"{part.width}×{part.height} px" if part.width and part.height else ""
        count = "" if part.size is None else f"{part.size:,}"
        offset = "" if part.offset is None else f"{part.offset:,}"
        table.add_row(part.kind, part.media_type or "", size, count, offset, Text(part.where), _compared(part.distance))
    return table


def _compared(distance: int | None) -> str:
    if distance is None:
        return ""
    return (SAME if distance <= 10 else UNCERTAIN if distance <= _FAR else OTHER)(distance=distance)


def _tree(manifest: Manifest) -> Tree:
    tree = Tree(_head(manifest), guide_style="dim")
    _grow(tree, manifest, 0)
    return tree


def _head(manifest: Manifest) -> Text:
    title = manifest.title or manifest.label
    relationship = "" if manifest.relationship == "self" else f"  {manifest.relationship}"
    return Text.assemble((title.quoted(200), "bold"), (relationship, "dim"))


def _grow(tree: Tree, manifest: Manifest, depth: int) -> None:
    """All that a manifest says, by the names of its fields, then its ingredients."""
    if not manifest.has_manifest:
        tree.add(Text("no credentials of its own", style="dim"))
    else:
        tree.add(Text("trusted signer" if manifest.trusted else "the signer is not trusted here"))
    for name in type(manifest).model_fields:
        value = getattr(manifest, name)
        if name in ("ingredients", "has_manifest", "trusted", "relationship", "title") or value in (None, "", ()):
            continue
        if isinstance(value, Foreign) and (not value or (name == "label" and not manifest.title)):
            continue
        label = name.replace("_", " ")
        if isinstance(value, tuple):
            branch = tree.add(Text(label, style="dim"))
            for item in value[:_SHOWN_STATUSES]:
                branch.add(_item(item))
            if len(value) > _SHOWN_STATUSES:
                branch.add(Text(f"… {len(value) - _SHOWN_STATUSES:,} more", style="dim"))
        else:
            tree.add(Text.assemble((f"{label} ", "dim"), _item(value)))
    for ingredient in manifest.ingredients if depth < _DEPTH else ():
        _grow(tree.add(_head(ingredient)), ingredient, depth + 1)


def _item(value: object) -> Text:
    """A value of a manifest: a text of the file, a word of our own, or a record of such values."""
    if isinstance(value, Foreign):
        return _quoted(value, LENGTH)
    if not isinstance(value, Frozen):
        words = value.value.replace("_", " ") if isinstance(value, StrEnum) else str(value)
        return Text(one_line(words, LENGTH))
    parts = []
    for name in type(value).model_fields:
        given = getattr(value, name)
        if given not in (None, "", (), False):
            label = name.replace("_", " ")
            if given is True:
                parts.append(Text(label))
            elif name in _PLAIN_NAMES:
                parts.append(_item(given))
            else:
                parts.append(Text.assemble((f"{label} ", "dim"), _item(given)))
    return Text(" · ").join(parts)
