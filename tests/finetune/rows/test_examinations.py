from telltale.finetune.rows.examinations import read


def test_a_line_that_was_cut_off_is_left_out(cases, tmp_path):
    file = tmp_path / "cases.jsonl"
    file.write_text(cases[0].model_dump_json() + "\n" + cases[1].model_dump_json()[:100])
    assert list(read(file)) == [cases[0]]
