import pytest
from telltale.agent import cli


def test_kinds_of_rows_are_taken_by_name_and_number(capsys):
    call = ["finetune", "explain", "--rows", "rows.jsonl", "--out", "adapters", "--take"]
    assert cli.parser().parse_args([*call, "evidence=340", "face=2"]).take == [("evidence", 340), ("face", 2)]
    for wrong in ("evidence", "nothing=3", "face=two"):
        with pytest.raises(SystemExit):
            cli.parser().parse_args([*call, wrong])
        assert f"{wrong!r} is not KIND=N; the kinds are " in capsys.readouterr().err


def test_rows_are_read_or_made_but_not_both():
    for sources in ([], ["--rows", "a.jsonl", "--data", "set"]):
        with pytest.raises(SystemExit):
            cli.parser().parse_args(["finetune", "explain", "--out", "adapters", *sources])
