"""What a program is that the file names: an editor, a transfer program, a generator, and whose."""

from __future__ import annotations

import re

from ...foreign import Foreign
from ...provenance.rules.programs import Kind, Program, tool_named
from ...sentences import Sentence
from ..answer_items import Item
from ..dialogue.asked_programs import program_asked
from ..dialogue.gloss import plain
from .answer_case import Answered, Case
from .file_case import FileCase, answer, claimed, forgeable, said
from .generation_settings import settings
from .software_answers import HARMLESS, programs, software

_VARIOUS = ("various", "unknown")  # makers of rows that hold many programs
_MOST = 3

IS = Sentence("program_details.is", "The program {value:60} is {sort} ({maker}).")
IS_ONE = Sentence("program_details.is_one", "The program {value:60} is {sort}.")
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
NO_CAMERA = Sentence(
    "program_details.no_camera",
    "No, a camera does not usually write that: it names a program that made the file or saved it later.",
)
IN_FILE = Sentence("program_details.in_file", "This file names it: {value:60}.")
NOT_IN_FILE = Sentence("program_details.not_in_file", "No field for programs in this file names it.")
_OF_CAMERAS = re.compile(r"\bcameras?\b|\bkameras?\b|\bappareil|\bcamaras?\b|相机")
_OF_COMMENT = re.compile(r"\bcomment|\bkommentar|\bcomentario|注释|备注|评论")
_NOT_OF_CAMERAS = ("generator", "editor", "converter", "platform")
_IS_USUAL = re.compile(r"\b(?:normal|usual|typical|expected|common|ublich|normale?|habituelle?|habitual)\b|正常|常见")


def what_program(case: Case) -> Answered | None:
    """What each program is that the file names, or that it names none; None if a comment holds something else."""
    named = programs_named(case.file)
    words = plain(case.asked.text)
    if not named:
        return None if _OF_COMMENT.search(words) else Answered(software(case.file))
    known = [tool for value in named if (tool := tool_named(value.raw)) is not None]
    foreign = known and len(known) == len(named) and all(tool.kind in _NOT_OF_CAMERAS for tool in known)
    first = [said(NO_CAMERA())] if foreign and _OF_CAMERAS.search(words) and not _IS_USUAL.search(words) else []
    items = [_told(value, tool_named(value.raw)) for value in named[:_MOST]]
    usual = [said(USUAL())] if _IS_USUAL.search(words) else []
    return Answered(
        answer([*first, *items, *usual, said(HARMLESS())], *(claimed(case.file)[:1] or [forgeable(case.file)]))
    )


def programs_named(case: FileCase) -> list[Foreign]:
    """The programs that the file names: in its fields, in its credentials, and by the settings of a generator."""
    manifest = case.manifest
    found = [value for value, _, _ in programs(case)]
    found += [manifest.program] if manifest is not None and manifest.program else []
    found += [Foreign(one.program) for one in settings(case.contents) if one.program is not None]
    return list({value.raw: value for value in found}.values())


def named_program(case: Case) -> Answered | None:
    """What the program is that a question names, and whether the file names it; None if it names no known one."""
    named = program_asked(case.asked.text)
    if named is None:
        return None
    name, program = named
    start = case.asked.text.casefold().find(name)
    written = case.asked.text[start : start + len(name)] if start >= 0 else name
    first = _told(Foreign(written), program)
    held = [value for value in programs_named(case.file) if tool_named(value.raw) == program][:1]
    note = said(IN_FILE(value=held[0]) if held else NOT_IN_FILE())
    return Answered([first, note])


def _told(value: Foreign, program: Program | None) -> Item:
    """What a program is, and whose, if it is known."""
    if program is None:
        return said(UNKNOWN(value=value))
    kind = KINDS[program.kind]()
    shared = len(program.names) > len(program.name.split()) + _MOST * 4  # a row that holds many programs
    if program.maker in (*_VARIOUS, program.name) or shared:
        return said(IS_ONE(value=value, sort=kind))
    return said(IS(value=value, sort=kind, maker=program.maker))
