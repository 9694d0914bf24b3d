"""The JSON Schema of an examination: a file beside this module, generated from the types."""

from __future__ import annotations

import json
from pathlib import Path

from ..evidence import SCHEMA, Examination

FILE = Path(__file__).with_name("examination.schema.json")


def generate() -> str:
    """The schema (JSON Schema 2020-12) that follows from the types now."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA,
        **Examination.model_json_schema(mode="serialization", by_alias=True),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the file anew: `python -m telltale.agent.report.schema`."""
    FILE.write_text(generate(), encoding="utf-8")


if __name__ == "__main__":
    main()
