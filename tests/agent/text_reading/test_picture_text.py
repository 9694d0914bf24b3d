import numpy as np
import pytest
from telltale.agent import text_reading
from telltale.agent.read_texts import ReadLine
from telltale.agent.text_reading import picture_text, text_models
from telltale.agent.text_reading.writing_systems import script_of
from telltale.agent.text_reading.years import later_year, years_in


@pytest.mark.weights
def test_signs_are_read_with_their_places(reader, sign):
    found = text_reading.read(sign("MARKET STREET", "Open 2024"))
    assert [line.text.raw for line in found.readable] == ["MARKET STREET", "Open 2024"]
    first = found.lines[0]
    assert first.script == "latin" and first.confidence > 0.9 and not first.mirrored
    assert (
        10 < first.region.x < 40
        and 200 < first.region.w < 320
        and first.region.y < 40 < first.region.y + first.region.h
    )
    assert found.left_out == 0


@pytest.mark.weights
def test_a_mirrored_sign_is_read_in_the_mirror(reader, sign):
    (line,) = text_reading.read(np.ascontiguousarray(sign("PHARMACY")[:, ::-1])).readable
    assert line.text.raw == "PHARMACY" and line.mirrored


@pytest.mark.weights
def test_nothing_is_read_where_nothing_is_written(reader):
    assert text_reading.read(np.full((160, 200, 3), 90, np.uint8)).lines == ()


@pytest.mark.weights
def test_a_picture_is_read_once(reader, sign, monkeypatch):
    first = text_reading.read(sign("STATION"))
    monkeypatch.setattr(picture_text.line_finding, "find", lambda *given: pytest.fail("read again"))
    assert text_reading.read(sign("STATION")) is first


def test_without_the_models_a_line_says_how_to_get_them(tmp_path, monkeypatch):
    monkeypatch.setenv("TELLTALE_CACHE", str(tmp_path))
    text_models.load.cache_clear()
    try:
        with pytest.raises(text_reading.TextModelsMissingError, match="model setup"):
            text_models.load()
    finally:
        text_models.load.cache_clear()


@pytest.mark.parametrize(
    ("text", "script"),
    [("Café 12", "latin"), ("Αθήνα", "greek"), ("出口", "cjk"), ("えき", "cjk"), ("12:30", "digits"), ("—→", "signs"),
     ("Exit出口", "mixed"), ("", "signs")],
)  # fmt: skip
def test_the_script_is_that_of_most_letters(text, script):
    assert script_of(text) == script


def line(text, confidence=0.99):
    return ReadLine(
        text=text, region={"x": 0, "y": 0, "w": 9, "h": 9}, confidence=confidence, script="latin", readable=True
    )


@pytest.mark.parametrize(
    ("text", "years"),
    [("Sale 2024!", [2024]), ("12.05.2023", [2023]), ("2021-08-14", [2021]), ("1998/1999", [1998, 1999]),
     ("No 12024", []),
     ("2024.5 kg", []), ("Tel. 555-2024-1", []), ("May 2024.", [2024]), ("€2024", []), ("€2,024", []), ("20240", [])],
)  # fmt: skip
def test_years_are_told_from_other_numbers(text, years):
    assert years_in([line(text)]) == years


def test_only_a_later_year_that_was_read_well_counts():
    lines = [line("since 1998"), line("2031", 0.8), line("2027"), line("2025")]
    assert later_year(lines, 2024) == 2025
    assert later_year(lines, 2027) is None
