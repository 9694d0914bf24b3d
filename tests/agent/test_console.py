"""Exit statuses and one-line errors, for the commands of every folder."""

import argparse

import pytest
from telltale.agent.console import DONE, INTERRUPTED, USAGE, add_command, guarded, run_command


def raising(error):
    def run(arguments):
        raise error

    return run


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (ValueError("a.png: no picture; name another"), "telltale: a.png: no picture; name another\n"),
        (FileNotFoundError(2, "No such file", "a.pem"), "telltale: a.pem: no such file; check the path\n"),
        (
            PermissionError(13, "Permission denied", "a.pem"),
            "telltale: a.pem: permission denied; check its rights, or name another place\n",
        ),
        (ImportError("no", name="ray"), "telltale: ray is needed; install it with `pip install telltale[cluster]`\n"),
    ],
)
def test_a_wrong_call_gets_one_line_and_status_two(error, line, capsys):
    assert guarded(raising(error), lambda module: {"ray": "cluster"}[module])(argparse.Namespace()) == USAGE == 2
    assert capsys.readouterr().err == line


def test_a_package_that_telltale_itself_needs_is_named_without_an_extra(capsys):
    assert guarded(raising(ImportError("no", name="torch")))(argparse.Namespace()) == USAGE
    assert "pip install telltale`" in capsys.readouterr().err


def test_a_fault_of_the_program_is_not_hidden():
    with pytest.raises(KeyError):
        guarded(raising(KeyError("x")))(argparse.Namespace())


def test_an_interruption_is_told_in_one_line(capsys):
    assert run_command(argparse.Namespace(run=raising(KeyboardInterrupt()))) == INTERRUPTED == 130
    assert capsys.readouterr().err == "telltale: interrupted\n"


def test_a_command_explains_itself_and_ends_with_its_examples(capsys):
    top = argparse.ArgumentParser(prog="telltale")
    commands = top.add_subparsers()
    add_command(commands, "look", "look at a file", [("telltale look a.png", "look at one file")], lambda a: DONE)
    with pytest.raises(SystemExit):
        top.parse_args(["look", "--help"])
    text = capsys.readouterr().out
    assert "\nLook at a file.\n" in text
    assert text.endswith("examples:\n  telltale look a.png\n      look at one file\n")
    assert run_command(top.parse_args(["look"])) == DONE
