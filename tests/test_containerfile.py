"""The Containerfile by rules: what it copies is there, it runs without rights, and its calls are of `telltale`."""

import json
import re
import shlex
from fnmatch import fnmatch
from pathlib import Path

import pytest
from telltale.agent.cli.command_line import parser

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "Containerfile").read_text("utf-8")
LINES = [
    tuple(re.sub(r"\\\n\s*", "", line).split(" ", 1))
    for line in re.findall(r"^[A-Z](?:.*\\\n)*.*$", re.sub(r"^#.*\n", "", TEXT, flags=re.M), re.M)
]


def of(instruction):
    return [words for name, words in LINES if name == instruction]


def test_the_instructions_are_those_of_one_stage_in_their_order():
    assert [name for name, _ in LINES] == [
        *("FROM", "RUN", "COPY", "RUN", "USER", "WORKDIR"),
        *("ENV", "RUN", "EXPOSE", "ENTRYPOINT", "CMD"),  # `model setup` runs as the user, with its folders
    ]


def test_what_is_copied_is_there_and_nothing_else_is_sent():
    sources = [word for words in of("COPY") for word in words.split()[:-1]]
    kept = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    assert sorted(sources) == sorted(kept) == ["constraints.txt", "dist/*.whl"]
    assert (ROOT / "constraints.txt").exists() and fnmatch("dist/telltale-0.1.0-py3-none-any.whl", sources[1])
    assert "--outdir dist" in (ROOT / "Makefile").read_text()


def test_exactly_one_torch_is_pinned():
    (pattern,) = re.findall(r"grep '([^']+)'", TEXT)
    pinned = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if re.search(pattern, line)]
    assert len(pinned) == 1


def test_it_runs_as_a_user_by_number_whose_data_folder_is_its_own():
    (number,), made = of("USER"), of("RUN")[0]
    assert number.isdecimal() and int(number) > 0 and f"--uid {number} telltale" in made
    (folder,) = re.findall(r"TELLTALE_DATA=(\S+)", TEXT)
    assert f"--owner telltale --mode 700 {folder}" in made and f"telltale:{folder}" in TEXT


@pytest.mark.parametrize(
    "call",
    [
        *(re.sub(r"^#\s+podman run .*? telltale ", "", line) for line in TEXT.splitlines() if "podman run" in line),
        *(run.removeprefix("telltale ") for run in of("RUN") if run.startswith("telltale ")),
        *(json.loads(words)[0] for words in of("CMD")),
    ],
)
def test_its_calls_are_those_of_the_command_line(call, capsys):
    if call.endswith("--help"):
        with pytest.raises(SystemExit) as ended:
            parser().parse_args(shlex.split(call))
        assert ended.value.code == 0
        return
    arguments = vars(parser().parse_args(shlex.split(call)))
    if "port" in arguments:
        assert of("EXPOSE") == [str(arguments["port"])] and f"{arguments['port']}:{arguments['port']} " in TEXT
