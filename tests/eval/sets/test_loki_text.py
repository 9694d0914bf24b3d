import json

import pytest
from telltale.eval.sets.loki_text import cleaned, records_in


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("The chair floats. The water is still. ", "The chair floats; the water is still"),
        ('The text description "一" translates to "The hand has six fingers" in English.', "The hand has six fingers"),
        ("the\nsky  is flat", "The sky is flat"),
        ("", ""),
    ],
)
def test_a_description_becomes_one_sentence(text, sentence):
    assert cleaned(text) == sentence


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_files_are_read_in_every_encoding(tmp_path, encoding):
    (tmp_path / "q.json").write_bytes(json.dumps([{"id": "é"}], ensure_ascii=False).encode(encoding))
    assert records_in(tmp_path / "q.json") == [{"id": "é"}]


@pytest.mark.parametrize(("text", "message"), [("{", "not JSON in UTF-8 or UTF-16"), ("[1]", "not a list of records")])
def test_another_file_is_refused_by_name(tmp_path, text, message):
    (tmp_path / "q.json").write_text(text)
    with pytest.raises(ValueError, match=rf"q\.json: {message}"):
        records_in(tmp_path / "q.json")
