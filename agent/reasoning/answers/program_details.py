"""What a program is that the file names: an editor, a transfer program, a generator, and whose."""

from __future__ import annotations

import re

from ...provenance.rules.programs import Kind, tool_named
from ...sentences import Sentence
from ..answer_items import Item
from ..dialogue.gloss import plain
from .answer_case import Answered, Case
from .file_case import answer, claimed, forgeable, said
from .software_answers import HARMLESS, programs

_VARIOUS = ("various", "unknown")  # makers of rows that hold many programs
_MOST = 3

IS = Sentence("program_details.is", "The program {value:60} is {kind} ({maker}).")
IS_ONE = Sentence("program_details.is_one", "The program {value:60} is {kind}.")
KINDS: dict[Kind, Sentence] = {
    "generator": Sentence("program_details.generator", "a generator, which makes pictures with AI"),
    "editor": Sentence("program_details.editor", "an editor, which changes, develops or converts pictures"),
    "converter": Sentence("program_details.converter", "a library or a tool that saves and converts pictures"),
    "transfer": Sentence(
        "program_details.transfer", "one that copies pictures from a camera or a scanner to a computer"
    ),
    "viewer": Sentence("program_details.viewer", "one that shows and sorts pictures"),
    "camera app": Sentence("program_details.camera_app", "an app that takes pictures"),
    "platform": Sentence("program_details.platform", "a platform that passes pictures on"),
}
UNKNOWN = Sentence(
    "program_details.unknown",
    "What {value:60} is, this tool does not know: the name is not on its list of programs. Look it up on the web.",
)
USUAL = Sentence(
    "program_details.usual",
    "Whether that is usual for this camera can't be told here: this tool has no list of the programs of each camera.",
)
_IS_USUAL = re.compile(r"\b(?:normal|usual|typical|expected|common|ublich|normale?|habituelle?|habitual)\b|正常|常见")


def what_program(case: Case) -> Answered | None:
    """What each program is that the file names; None if it names none."""
    named = programs(case.file)
    if not named:
        return None
    items: list[Item] = []
    for value, _, _ in named[:_MOST]:
        program = tool_named(value.raw)
        if program is None:
            items.append(said(UNKNOWN(value=value)))
        elif program.maker in (*_VARIOUS, program.name) or len(program.names) > len(program.name.split()) + _MOST * 4:
            items.append(said(IS_ONE(value=value, kind=KINDS[program.kind]())))
        else:
            items.append(said(IS(value=value, kind=KINDS[program.kind](), maker=program.maker)))
    usual = [said(USUAL())] if _IS_USUAL.search(plain(case.asked.text)) else []
    return Answered(answer([*items, *usual, said(HARMLESS())], *(claimed(case.file)[:1] or [forgeable(case.file)])))
