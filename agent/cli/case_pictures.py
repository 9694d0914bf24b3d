"""The commands `add`, `examine` and `ask` of `telltale case`: exhibits, examinations, questions about them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from ..console import DONE, FAILED, Commands, note
from ..environment import prepare as prepare_environment
from .case_options import add_case, add_case_command, add_exhibit
from .model_options import add_model_options, investigator_of
from .picture_loop import each
from .server_options import add_wording_options
from .trust_commands import add_trust_anchors, anchors_of

if TYPE_CHECKING:
    from ..casebook import Casebook
    from ..investigator import Investigator


def add(actions: Commands) -> None:
    """Declare the commands."""
    added = add_case_command(
        actions,
        "add",
        "add files to a case as exhibits",
        (
            ("telltale case add 20260131-k3fq7a photo.jpg --examine", "add a picture and examine it"),
            ('telltale case add 20260131-k3fq7a *.jpg --received "e-mail of 30 January"', "say how they came"),
        ),
        _add,
    )
    add_case(added)
    added.add_argument("files", nargs="+", metavar="FILE", help="a file of at most 64 MB")
    added.add_argument("--received", default="", metavar="TEXT", help="how the files were received")
    added.add_argument("--examine", action="store_true", help="examine each at once, and record the examination")
    examine = add_case_command(
        actions,
        "examine",
        "examine an exhibit, and record the examination",
        (("telltale case examine 20260131-k3fq7a/1", "examine an exhibit, perhaps once more"),),
        _examine,
    )
    add_exhibit(examine)
    asked = add_case_command(
        actions,
        "ask",
        "ask about an exhibit, and record question and answer",
        (('telltale case ask 20260131-k3fq7a/1 "What speaks against it?"', "ask one question"),),
        _ask,
    )
    add_exhibit(asked)
    asked.add_argument(
        "questions", nargs="+", metavar="QUESTION", help="one or more questions, asked one after another"
    )
    asked.add_argument("--maps", type=Path, metavar="DIR", help="write maps that are asked for as PNG files")
    for parser in (added, examine, asked):
        add_trust_anchors(parser)
        add_model_options(parser)
        add_wording_options(parser)


def _add(casebook: Casebook, arguments: argparse.Namespace) -> int:
    prepare_environment()
    from ..file_bytes import read_file

    case = casebook.case(arguments.case)
    investigator = _investigator(arguments) if arguments.examine else None

    def add_file(number: int, name: str) -> None:
        exhibit = casebook.add_exhibit(case.id, read_file(Path(name)), Path(name).name, received=arguments.received)
        print(exhibit.address, flush=True)
        if investigator is not None:
            _examined(casebook, exhibit.address, investigator)

    failures = each(arguments.files, add_file, (ValueError, OSError), "added and examined", "files")
    return FAILED if failures else DONE


def _examine(casebook: Casebook, arguments: argparse.Namespace) -> int:
    prepare_environment()
    exhibit = casebook.exhibit(arguments.exhibit)
    _examined(casebook, exhibit.address, _investigator(arguments))
    return DONE


def _examined(casebook: Casebook, address: str, investigator: Investigator) -> None:
    from ..casework import examine

    verdict = examine(casebook, casebook.exhibit(address), investigator).examination.verdict
    print(f"  {verdict.label.upper()}  {verdict.headline}", flush=True)


def _ask(casebook: Casebook, arguments: argparse.Namespace) -> int:
    prepare_environment()
    from ..casework import ask, resume
    from ..evidence import Dropped, Statement

    exhibit = casebook.exhibit(arguments.exhibit)
    if not casebook.examinations(exhibit):
        fix = f"`telltale case examine {exhibit.address}` does so"
        raise ValueError(f"{exhibit.address}: it was not examined, so nothing can be asked about it; {fix}")
    investigator = _investigator(arguments)
    conversation = resume(casebook, exhibit, investigator, trust_anchors=anchors_of(arguments))
    for question in arguments.questions:
        for answer in ask(casebook, exhibit, conversation, question):
            if isinstance(answer, Statement):
                print(answer.text, flush=True)
            elif not isinstance(answer, Dropped) and arguments.maps:
                arguments.maps.mkdir(parents=True, exist_ok=True)
                file = arguments.maps / f"{exhibit.case_id}-{exhibit.number}.{answer.name}.png"
                answer.picture.save(file, "PNG")
                note(f"wrote {file}")
    return DONE


def _investigator(arguments: argparse.Namespace) -> Investigator:
    return investigator_of(
        arguments,
        perceive=not arguments.no_perceive,
        explain=not arguments.no_explain,
        trust_anchors=anchors_of(arguments),
    )
