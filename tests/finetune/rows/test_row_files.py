import pytest
from telltale.finetune.rows import TrainingRow, row_files


def row(number=0, image=""):
    return TrainingRow(
        kind="face" if image else "evidence",
        prompt=[{"role": "user", "content": f"Why {number}?"}],
        completion=[{"role": "assistant", "content": "Hm."}],
        image=image,
    )


def test_so_many_rows_of_each_kind_are_taken_in_their_order():
    rows = [row(n, f"{n}.png" if n % 3 == 0 else "") for n in range(9)]
    taken = row_files.take(rows, {"face": 2, "evidence": 3, "chat": 5})
    assert taken == [rows[0], rows[1], rows[2], rows[3], rows[4]]
    assert row_files.sample(rows, 1) == rows[:2]


def test_a_line_that_is_no_row_is_refused_with_its_number(tmp_path):
    row_files.write([row()], tmp_path / "rows.jsonl")
    assert row_files.read(tmp_path / "rows.jsonl") == [row()]
    with (tmp_path / "rows.jsonl").open("a") as stream:
        stream.write('{"prompt": "no"}\n')
    with pytest.raises(ValueError, match=r"rows\.jsonl:2: not a row"):
        row_files.read(tmp_path / "rows.jsonl")
