"""The command line as a whole: help, speed, wrong words, interruptions."""

import resource
import subprocess
import sys

import pytest
from telltale.agent import cli

PYTHON = [sys.executable, "-m", "telltale.agent.cli"]
HEAVY = {"torch", "transformers", "gradio", "ray", "sklearn", "scipy", "numpy", "PIL", "rich", "pydantic"}


def test_help_takes_less_than_a_third_of_a_second():
    """Time of the processor, which does not depend on what else the machine does."""
    spent = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([*PYTHON, "--help"], capture_output=True, text=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert done.returncode == 0
    assert all(command in done.stdout for command in ("examine", "chat", "model", "detectors", "finetune", "eval"))
    assert min(spent) < 0.3


def test_no_large_library_is_loaded_to_read_a_command():
    code = "import sys; from telltale.agent import cli; cli.parser(); print(*(m for m in sys.modules if '.' not in m))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert HEAVY & set(done.stdout.split()) == set()


@pytest.mark.parametrize("arguments", [[], ["examine"], ["exmine", "a.png"], ["examine", "a", "--nonsense"], ["model"]])
def test_unknown_words_are_a_usage_error(arguments, capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(arguments)
    assert stopped.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_the_tasks_of_eval_are_read_only_on_request(capsys):
    call = ["eval", "csv", "--data", "manifest.csv", "--out", "run"]
    with pytest.raises(SystemExit):
        cli.parser().parse_args(call)
    assert cli.parser(everything=True).parse_args(call).task == "csv"


def test_a_reader_that_stops_early_is_no_error(picture):
    fast = "--no-perceive --no-explain --detector noise"
    command = f"{' '.join(PYTHON)} examine {fast} --json {picture} {picture} | head -c 10"
    done = subprocess.run(command, shell=True, capture_output=True, text=True)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
