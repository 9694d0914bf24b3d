"""The JSON Schema of an examination, published as a file beside this module and generated from the types."""

from __future__ import annotations

import json
from importlib.resources import files

from ..evidence import Examination

FILE = "examination.schema.json"


def generate() -> str:
    """The schema (JSON Schema 2020-12) as it follows from the types now."""
    schema = Examination.model_json_schema(mode="serialization", by_alias=True)
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "telltale/examination/1",
        **schema,
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def published() -> str:
    """The schema as published."""
    return files("telltale.agent.report").joinpath(FILE).read_text(encoding="utf-8")


def main() -> None:
    """Write the schema anew: `python -m telltale.agent.report.schema`."""
    from pathlib import Path

    Path(__file__).with_name(FILE).write_text(generate(), encoding="utf-8")


if __name__ == "__main__":
    main()
