import subprocess
import sys

import pytest
from telltale.agent import cli
from telltale.eval import commands
from telltale.eval.tasks import available


def test_the_module_can_be_started_by_launchers(tmp_path):
    command = [sys.executable, "-m", "telltale.eval", "list"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0 and "loki-judgement" in done.stdout


def test_the_module_and_the_command_line_take_the_same_calls():
    call = ["csv", "--data", "manifest.csv", "--split", "all", "--out", "run"]
    by_module, by_command = commands.parser().parse_args(call), cli.parser(everything=True).parse_args(["eval", *call])
    assert {**vars(by_module), "run": None} == {**vars(by_command), "run": None}


def test_an_unfinished_call_shows_what_is_missing(capsys):
    with pytest.raises(SystemExit) as stopped:
        commands.main(["csv"])
    assert stopped.value.code == 2 and "--data, --out" in capsys.readouterr().err


def test_tasks_are_listed_with_their_data_and_options(capsys):
    assert commands.main(["list"]) == 0
    out = capsys.readouterr().out
    for task in available().values():
        assert f"{task.name}\n  {task.what}\n  needs {task.needs}\n" in out


@pytest.mark.parametrize("limit", ["0", "-3", "many"])
@pytest.mark.parametrize("call", [["csv", "--data", "m.csv"], ["robustness", "--data", "m.csv"]])
def test_a_limit_that_is_no_count_is_refused(call, limit, capsys):
    with pytest.raises(SystemExit) as stopped:
        commands.parser().parse_args([*call, "--out", "run", "--limit", limit])
    assert stopped.value.code == 2 and "give a whole number of 1 or more" in capsys.readouterr().err
