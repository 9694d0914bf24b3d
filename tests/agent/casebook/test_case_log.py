"""The digests are those that the docstring states, worked out here by hand."""

import hashlib
import json

import pytest
from telltale.agent.casebook.case_log import Entry, Link, canonical

TIME = "2026-01-31T10:00:00.000000+00:00"


def by_hand(*fields) -> str:
    text = json.dumps(list(fields), separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def test_the_digests_follow_from_the_fields():
    entry = Entry.made("c", 1, TIME, "Änne", "note.written", '{"text":"ü"}', "0" * 64)
    content = hashlib.sha256('{"text":"ü"}'.encode()).hexdigest()
    assert entry.payload_sha256 == content
    assert entry.digest == by_hand("telltale/case-entry/1", "c", 1, TIME, "Änne", "note.written", content, "0" * 64)
    link = Link.made(entry, 7, "1" * 64)
    assert link.digest == by_hand("telltale/casebook-link/1", 7, entry.digest, "1" * 64)


def test_equal_values_have_one_form():
    assert canonical({"b": 1, "a": [1.5, "é"]}) == canonical({"a": [1.5, "é"], "b": 1}) == '{"a":[1.5,"é"],"b":1}'
    with pytest.raises(ValueError, match="JSON"):
        canonical(float("nan"))
