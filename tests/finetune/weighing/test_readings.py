from telltale.finetune.weighing import left_out, readings

from tests.finetune.weighing.made import GENERATORS


def test_rows_are_kept_and_a_cut_off_line_is_left_out(tmp_path, records):
    weights = left_out.LeftOut({}, {}, None, {})
    todo = [(records[0], "as it is"), (records[1], "altered")]
    asked: list[str] = []
    first = readings.collect(tmp_path, todo, weights, GENERATORS, left_out.no_cues, asked.append)
    assert [row.way for row in first] == ["as it is", "altered"] and set(first[0].scores) == {
        "spectral",
        "jpeg",
        "noise",
    }
    file = tmp_path / "readings.jsonl"
    text = file.read_text()
    file.write_text(text + '{"name": "cut')
    assert len(readings.read(file)) == 2
    again = readings.collect(tmp_path, todo, weights, GENERATORS, left_out.no_cues, asked.append)
    assert again == first and "2 pictures, 0 to measure" in asked
