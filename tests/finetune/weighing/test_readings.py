import numpy as np
from telltale.agent.detectors import registry
from telltale.agent.intake import receive
from telltale.finetune.weighing import readings
from telltale.finetune.weighing.kept_rows import kept_rows

from tests.finetune.weighing.made import GENERATORS

UNTRAINED = {"spectral", "jpeg", "noise"}


def test_rows_are_kept_and_a_cut_off_line_is_left_out(tmp_path, records):
    todo = [(records[0], "as it is"), (records[1], "altered")]
    asked: list[str] = []
    first = readings.collect(tmp_path, todo, GENERATORS, asked.append)
    assert [row.way for row in first] == ["as it is", "altered"]
    assert [row.truth for row in first] == ["real", "tampered"] and set(first[0].scores) == UNTRAINED
    assert {row.place for row in first} == {"set"}
    file = tmp_path / "readings.jsonl"
    text = file.read_text()
    file.write_text(text + '{"name": "cut')
    assert len(kept_rows(file, readings.ReadingRow)) == 2
    again = readings.collect(tmp_path, todo, GENERATORS, asked.append)
    assert again == first and "2 pictures, 0 to measure" in asked


def test_only_detectors_that_learned_nothing_are_asked(records):
    picture = receive(records[0].path)
    found = readings.untrained(picture)
    assert set(found) == UNTRAINED and all(np.isfinite(value) for value in found.values())
    assert not any(registry.BUILT_IN[name].learned for name in found)
