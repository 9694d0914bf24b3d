import io
import json

import jsonschema
import numpy as np
import pytest
from PIL import Image
from rich.console import Console
from telltale.agent.evidence import Evidence, Facts, Flag, Region
from telltale.agent.investigator import Investigator
from telltale.agent.report import schema
from telltale.agent.report.map_files import overlay, save
from telltale.agent.report.terminal import show

from tests.conftest import encode


@pytest.fixture(scope="module")
def found(astronaut):
    return Investigator(perceive=False, explain=False).examine(encode(astronaut, "JPEG", quality=90), "a [b].jpg")


def test_the_published_schema_is_the_one_of_the_types():
    """Write it anew with `python -m telltale.agent.report.schema`."""
    assert schema.published() == schema.generate()


def test_a_record_keeps_to_the_schema(found):
    rules = json.loads(schema.published())
    jsonschema.Draft202012Validator.check_schema(rules)
    record = json.loads(found.examination.model_dump_json(by_alias=True))
    jsonschema.validate(record, rules)
    assert record["schema"] == "telltale/examination/1"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**record, "verdict": {**record["verdict"], "label": "maybe"}}, rules)


def test_the_terminal_shows_everything_that_matters(found):
    console = Console(width=100, record=True, file=io.StringIO())
    show(console, found.examination)
    text = console.export_text()
    for words in (
        "a [b].jpg",
        found.examination.verdict.label.upper(),
        found.examination.exhibit.sha256,
        "E1",
        "spectral",
        "jpeg",
    ):
        assert words in text
    assert "Limitations" in text


def test_cues_that_support_something_stand_with_the_evidence_and_the_others_are_marked(found):
    cues = [
        Evidence(id="E8", source="cue:face.eyes", kind="cue", statement="Eyes.", supports="synthetic", score=0.9),
        *(
            Evidence(id=f"E{n}", source=name, kind="cue", statement=said, score=score, facts=Facts(flags=(flag,)))
            for n, name, said, score, flag in (
                (9, "cue:face.mouth", "Mouth.", 0.6, Flag.UNRELIABLE),
                (10, "cue:hair.strands", "Hair.", 0.4, Flag.UNASSESSED),
            )
        ),
    ]
    record = found.examination.model_copy(update={"evidence": (*found.examination.evidence, *cues)})
    console = Console(width=120, record=True, file=io.StringIO())
    show(console, record)
    text = console.export_text()
    assert "Eyes." in text and "Mouth." not in text
    assert "0.90 " in text and "0.60†" in text and "0.40?" in text
    assert text.count("near chance") == 1 and text.count("has not been measured") == 1


def test_a_map_is_laid_where_it_belongs():
    pixels = np.full((200, 300, 3), 100, np.uint8)
    heat = np.zeros((10, 15), np.float32)
    heat[:, 10:] = 1.0
    picture = np.asarray(overlay(pixels, heat, Region(x=20, y=30, w=50, h=40)))
    assert picture.shape == (200, 300, 3)
    assert picture[100, 280].mean() > 2 * picture[100, 150].mean()
    assert tuple(picture[30, 40]) == (0, 255, 255)
    assert np.asarray(overlay(np.zeros((2000, 4000, 3), np.uint8), heat)).shape == (800, 1600, 3)


def test_maps_are_written_under_safe_names(tmp_path):
    written = save({"hf:a/b": Image.new("RGB", (4, 4))}, tmp_path / "new", "stem")
    assert [file.name for file in written] == ["stem.hf_a_b.png"]
    assert Image.open(written[0]).size == (4, 4)
