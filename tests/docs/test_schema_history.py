"""The history of the record's form names all that a record has, so that no field is added in silence."""

import json
from pathlib import Path

from telltale.agent.report import schema

PAGE = Path(__file__).resolve().parents[2] / "docs" / "schemas.md"


def test_the_history_names_every_part_of_a_record():
    page, form = PAGE.read_text("utf-8"), json.loads(schema.FILE.read_text("utf-8"))
    assert f"## History of `{form['$id']}`" in page
    missing = [name for name in form["properties"] if name != "schema" and f"`{name}`" not in page]
    assert not missing, "add a line to the history in docs/schemas.md"


def test_what_is_required_is_what_the_first_form_had():
    """Within one number only fields with a default are added, so older records can still be read."""
    form = json.loads(schema.FILE.read_text("utf-8"))
    assert set(form["required"]) <= {"exhibit", "evidence", "verdict", "explanation"}
