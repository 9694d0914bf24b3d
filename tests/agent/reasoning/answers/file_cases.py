"""Files as questions about them see them: made by hand, or read from bytes."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace

from telltale.agent import provenance
from telltale.agent.evidence import number
from telltale.agent.intake import receive
from telltale.agent.provenance import rules, trust_lists
from telltale.agent.provenance.contents import Contents
from telltale.agent.reasoning.answer_items import Item
from telltale.agent.reasoning.answers import (
    camera_answers,
    credential_answers,
    credit_answers,
    file_edit_answers,
    form_answers,
    maker_answers,
    metadata_answers,
    origin_answers,
    parameter_answers,
    place_answers,
    software_answers,
    time_answers,
    watermark_answers,
)
from telltale.agent.reasoning.answers.file_case import MOST, FileCase
from telltale.agent.reasoning.stance import Role

from tests.agent.provenance.rules.made_contents import NOW, contents, facts

ANSWERS = {
    "when": time_answers.when_taken,
    "where": place_answers.where_taken,
    "metadata": metadata_answers.metadata,
    "camera": camera_answers.camera,
    "software": software_answers.software,
    "credentials": credential_answers.credentials,
    "signer": credential_answers.signed,
    "parameters": parameter_answers.parameters,
    "maker": maker_answers.maker,
    "watermark": watermark_answers.watermark,
    "form": form_answers.file_form,
    "hash": form_answers.file_hash,
    "embedded": form_answers.embedded,
    "original": origin_answers.original,
    "published": origin_answers.published,
    "credited": credit_answers.credited,
    "alteration": file_edit_answers.alteration_by_file,
}


def case_of(given: Contents, **about) -> FileCase:
    """A case of contents made by hand, with what the rules find in them."""
    known = facts(**about)
    found = rules.evidence(given, SimpleNamespace(facts=known), now=NOW)
    return FileCase(given, known, number(found))


def made(*fields, parts=(), about=None, **by_place) -> FileCase:
    """A case of fields, as `contents` takes them; `about` holds what `facts` takes."""
    return case_of(contents(*fields, parts=parts, **by_place), **(about or {}))


def read(data: bytes, name: str = "picture.jpg", anchors: str | None = None) -> FileCase:
    """A case of a file, read as an examination reads it."""
    exhibit = receive(data, name)
    held = provenance.read(exhibit, anchors)
    exhibit = provenance.noted(exhibit, held)
    found = number(provenance.evidence(held, exhibit))
    return FileCase(held, exhibit.facts, found, trust_lists.versions(anchors))


def texts(items: Sequence[Item]) -> list[str]:
    """What is said, after a check that each item can be said as it stands."""
    assert 1 <= len(items) <= MOST
    assert all(item.fixed and item.must and item.stance.role is Role.FILE and item.text for item in items)
    assert len({item.text for item in items}) == len(items)
    return [item.text for item in items]
