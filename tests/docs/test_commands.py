"""Every command that a page, a docstring, a message or `--help` shows is one that the parsers take.

A command is found by its beginning: `telltale …`, `python -m telltale…` or `make …`, in a line of a code block, in
backticks, or in the examples of `--help`. Before it is parsed,

* `IMAGE…` becomes two images, so that the option or argument must take several;
* `[an optional part]` is left out once and kept once;
* a word in capitals is filled in where a parser wants a number or one of several names;
* a lone `…`, or a command that is named without any argument, has what is required filled in.
"""

import argparse
import ast
import importlib.util
import re
import shlex
import textwrap
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ("telltale.agent.cli", "telltale.eval", "telltale.eval.studies")
SOURCES = [
    *(ROOT / name for name in ("README.md", "MODEL_CARD.md", "CONTRIBUTING.md")),
    *sorted(ROOT.glob("docs/**/*.md")),
    *(file for package in ("agent", "eval", "finetune", "prompts") for file in sorted((ROOT / package).rglob("*.py"))),
    *sorted(ROOT.glob("finetune/configs/*.yaml")),
]

START = re.compile(r"(?:telltale |python -m telltale|make [a-z])")
FENCE = re.compile(r"^ *```\w*\n(.*?)^ *```", re.S | re.M)
LAUNCHED = re.compile(r"-m (telltale\.[\w.]+)")
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
VARIABLES = set(re.findall(r"^([A-Z_]+) *\?=", (ROOT / "Makefile").read_text(), re.M))


@cache
def parser_of(module: str) -> argparse.ArgumentParser:
    if module == "telltale.agent.cli":
        from telltale.agent import cli

        return cli.parser(everything=True)
    if module == "telltale.eval":
        from telltale.eval import commands

        return commands.parser()
    from telltale.eval.studies.__main__ import parser

    return parser()


def subcommands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    choices = (action.choices for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    return next(choices, {})


def tree(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for below in subcommands(parser).values():
        yield from tree(below)


def lines_of(block: str) -> Iterator[str]:
    """Commands of a code block; a backslash at the end of a line joins it with the next."""
    for line in re.sub(r" *\\\n[ #]*", " ", block).splitlines():
        line = line.strip().removeprefix("# ").removeprefix("$ ")
        line = re.sub(r"^(?:[A-Z_]+=\S+ )+", "", line)
        if START.match(line) or (line.startswith("accelerate launch") and LAUNCHED.search(line)):
            yield line


def spans_of(text: str) -> Iterator[str]:
    """Commands in backticks."""
    for span in re.findall(r"`([^`]+)`", text):
        span = re.sub(r"\s+", " ", span).strip()
        if START.match(span):
            yield span


def of_page(file: Path) -> Iterator[str]:
    text = file.read_text(encoding="utf-8")
    for block in FENCE.findall(text):
        yield from lines_of(block)
    yield from spans_of(FENCE.sub("", text))


def of_module(file: Path) -> Iterator[str]:
    """Commands in the docstrings and in the other strings, such as messages, of a module."""
    parsed = ast.parse(file.read_text(encoding="utf-8"))
    parts = {id(part) for node in ast.walk(parsed) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(parsed):
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "VALUE" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            text = node.value
        else:
            continue
        yield from spans_of(text)
        for block in re.findall(r"(?:^ {4,}\S.*\n?)+", text, re.M) + FENCE.findall(text):
            yield from lines_of(textwrap.dedent(block))


def commands_in(file: Path) -> Iterator[str]:
    """Every command that a file shows."""
    if file.suffix == ".py":
        return of_module(file)
    return of_page(file) if file.suffix == ".md" else lines_of(file.read_text(encoding="utf-8"))


def name_of(file: Path) -> str:
    return str(file.relative_to(ROOT))


def variants(command: str) -> list[str]:
    """A command without its optional parts, and with them."""
    command = re.split(r" (?:[>|]|&&|#) ?", command)[0].strip().rstrip(",.;:")
    return list(dict.fromkeys((" ".join(re.sub(r" ?\[[^][]*\]", "", command).split()), re.sub(r"[][]", "", command))))


def words_of(command: str) -> list[str]:
    """The words, `SET…` as two of them."""
    words: list[str] = []
    for word in shlex.split(command):
        several = len(word) > 1 and word.endswith("…")
        words += [word.rstrip("…")] * 2 if several else [word]
    return words


def filled(action: argparse.Action, word: str = "WORD") -> str:
    """A word that an argument takes, in place of a word in capitals."""
    if action.choices:
        return next(iter(action.choices))
    if action.type in (int, float):
        return "1"
    return "evidence=1" if action.metavar == "KIND=N" else "1,2,3,4" if action.metavar == "X,Y,W,H" else word


def completed(parser: argparse.ArgumentParser, words: list[str]) -> list[str]:
    """The words with placeholders filled in, and with what is required where not all words are written out."""
    path: list[str] = []
    rest = list(words)
    while choices := subcommands(parser):
        if not rest or rest[0].startswith("-") or rest[0] == "…":
            if rest[:1] == ["--help"]:
                return [*path, *rest]
            rest.insert(0, next(iter(choices)))
        name = rest.pop(0)
        name = next(iter(choices)) if name.isupper() else name
        assert name in choices, f"there is no {name!r} after {' '.join(path) or 'the program'}; only {list(choices)}"
        path.append(name)
        parser = choices[name]
    partial = "…" in rest or not any(word.startswith("-") for word in rest)
    rest = [word for word in rest if word != "…"]
    options = {option: action for action in parser._actions for option in action.option_strings}
    positional = [action for action in parser._actions if not action.option_strings]
    if not partial:
        current: argparse.Action | None = None
        for at, word in enumerate(rest):
            if word.startswith("--"):
                current = options.get(word.partition("=")[0])
            elif word.isupper() and current is not None and current.nargs != 0:
                rest[at] = filled(current, word)
            elif word.isupper() and positional:
                rest[at] = filled(positional[0], word)
        return [*path, *rest]
    for action in parser._actions:
        count = action.nargs if isinstance(action.nargs, int) else 1
        if action.option_strings and action.required and not set(action.option_strings) & set(rest):
            rest += [action.option_strings[0], *[filled(action)] * count]
        elif not action.option_strings and action.nargs not in ("?", "*") and not (rest and rest[0][0] != "-"):
            rest = [*[filled(action)] * count, *rest]
    for group in parser._mutually_exclusive_groups:
        names = [option for action in group._group_actions for option in action.option_strings]
        if group.required and not set(names) & set(rest):
            rest += [names[0], "WORD"]
    return [*path, *rest]


def check(command: str) -> None:
    """Parse a command.

    Raises:
        AssertionError: if it can't be parsed.
    """
    words = words_of(command)
    if words[0] == "make":
        for word in words[1:]:
            name, assigned, _ = word.partition("=")
            assert name in (VARIABLES if assigned else TARGETS), f"the Makefile has no {name}"
        return
    module = "telltale.agent.cli"
    if words[0] != "telltale":
        launched = LAUNCHED.search(command)
        assert launched, "no module of telltale is started"
        module = launched[1]
        words = words[words.index(module) :]
    arguments = words[1:]
    if module not in PROGRAMS:
        found = importlib.util.find_spec(module)
        assert found is not None and "__main__" in Path(str(found.origin)).read_text(), f"{module} can't be started"
        assert not arguments, f"{module} takes no arguments"
        return
    parser = parser_of(module)
    if arguments in (["--help"], ["--version"]):
        return
    try:
        parser.parse_args(completed(parser, arguments))
    except SystemExit as stopped:
        assert stopped.code == 0, "the parser refuses it"


def faults_of(commands: Iterable[str]) -> list[str]:
    """What is wrong with commands, in every variant."""
    faults = []
    for variant in dict.fromkeys(variant for command in commands for variant in variants(command)):
        try:
            check(variant)
        except AssertionError as error:
            faults.append(f"{variant}: {error}")
    return faults


def test_the_parsers_take_every_command_that_is_printed():
    wrong = {name_of(file): faults for file in SOURCES if (faults := faults_of(commands_in(file)))}
    assert wrong == {}


@pytest.mark.parametrize("module", PROGRAMS)
def test_the_parsers_take_the_examples_in_help(module):
    epilogs = [line for parser in tree(parser_of(module)) for line in lines_of(parser.epilog or "")]
    assert faults_of(epilogs) == []


def test_every_help_ends_with_an_example_of_its_command_and_explains_every_argument():
    for parser in tree(parser_of("telltale.agent.cli")):
        calls = re.findall(r"^  (\S.*)\n      \S", parser.epilog or "", re.M)
        assert 1 <= len(calls) <= 2, f"{parser.prog}: {len(calls)} examples"
        assert calls[0].startswith(parser.prog)
        arguments = [action for action in parser._actions if not isinstance(action, argparse._SubParsersAction)]
        assert [action.dest for action in arguments if not action.help] == [], parser.prog


def test_commands_are_found_in_pages_docstrings_messages_and_configurations():
    for place in ("README.md", "docs/measure.md", "MODEL_CARD.md", "finetune/configs/one-gpu.yaml"):
        assert any(commands_in(ROOT / place)), f"no command is found in {place}"
    assert "telltale model setup" in list(commands_in(ROOT / "agent/perception/encoder.py"))  # in a message
    assert "python -m telltale.agent.report.schema" in list(commands_in(ROOT / "agent/report/schema.py"))  # a docstring


@pytest.mark.parametrize(
    "command",
    [
        "telltale examine",  # names the command, and is no call
        "telltale examine IMAGE… --json > results.jsonl",
        "telltale chat [--port N] [--auth USER:PASSWORD]",
        "telltale eval TASK …",
        "make examine IMAGE=a.jpg",
    ],
)
def test_what_can_be_called_passes(command):
    assert faults_of([command]) == []


@pytest.mark.parametrize(
    "command",
    [
        "telltale exmine photo.jpg",
        "telltale examine photo.jpg --no-such-option",
        "telltale examine photo.jpg [--no-such-option]",
        "telltale examine photo.jpg --maps DIR…",
        "telltale model merge --only nothing --out DIR",
        "telltale eval csv --data FILE",
        "telltale finetune fusion --data SET… --out",
        "telltale model setup a b",
        "python -m telltale.eval.nothing",
        "make nothing",
        "make examine PICTURE=a.jpg",
    ],
)
def test_a_stale_command_is_noticed(command):
    assert faults_of([command])
