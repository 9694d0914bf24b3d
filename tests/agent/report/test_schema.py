import json

import jsonschema
import pytest
from telltale.agent.report import schema


def test_the_published_schema_is_the_one_of_the_types():
    """Write it anew with `python -m telltale.agent.report.schema`."""
    assert schema.FILE.read_text(encoding="utf-8") == schema.generate()


def test_a_record_keeps_to_the_schema(examination):
    rules = json.loads(schema.FILE.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(rules)
    record = json.loads(examination.model_dump_json(by_alias=True))
    jsonschema.validate(record, rules)
    assert record["schema"] == rules["$id"] == "telltale/examination/1"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**record, "verdict": {**record["verdict"], "label": "maybe"}}, rules)
