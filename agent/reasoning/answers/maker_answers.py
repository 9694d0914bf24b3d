"""Which program or generator made a picture: what the file declares, and no guess."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...evidence import Evidence
from ...foreign import Foreign
from ...provenance.credentials.declared_history import Sense, history
from ...provenance.rules import maker_marks
from ...provenance.rules.declarations import TOOL_FIELDS, Table
from ...provenance.rules.named_fields import key
from ...provenance.rules.parameters import recognised
from ...provenance.rules.programs import Program, Where, declared_making, tool_named
from ...sentences import Sentence
from ..answer_items import Item
from .camera_answers import names as cameras
from .credential_answers import captured
from .file_case import FileCase, answer, claimed, forgeable, is_own, listed, said, stripped
from .software_answers import programs

_MADE = (Sense.GENERATED, Sense.PART, Sense.PLACED)
_CREDITS: Table = (("XMP", ("Credit", "CreditLine")), ("IPTC", ("credit",)), ("comment", ("comment",)))
_MOST_WORDS = 5  # of the name of a generator in a question
# Names of generators that are also words of the languages in which questions come.
_ALSO_WORDS = frozenset(("imagen", "imagen ai", "dream", "meta"))
_SHORT = {  # what people call a generator, and what the table of programs does
    "firefly": "Adobe Firefly", "copilot": "Microsoft Copilot", "bing": "Bing Image Creator", "flux": "FLUX.1",
    "leonardo": "Leonardo AI", "gpt": "ChatGPT",
}  # fmt: skip
_UNKNOWN = "unknown"  # the maker of a program that has only a general name, such as `AI image generator`

NAMES = Sentence("maker_answers.names", "By what the file says, the picture was generated with {programs}.")
NAMES_EDITOR = Sentence(
    "maker_answers.names_editor",
    "By what the file says, generative AI made or altered a part of the picture: {programs}.",
)
BY = Sentence("maker_answers.by", "{program} (by {maker})")
QUOTED_BY = Sentence("maker_answers.quoted_by", "a program by {maker} ({text:40})")
DECLARES = Sentence(
    "maker_answers.declares",
    "The file declares that AI made the picture, but it names no generator that is known here.",
)
DECLARES_EDIT = Sentence(
    "maker_answers.declares_edit",
    "The file declares that AI altered a part of the picture, but it names no generator that is known here.",
)
SILENT = Sentence("maker_answers.silent", "The file names no generator, and it does not say that AI made the picture.")
NAMES_CAMERA = Sentence("maker_answers.names_camera", "It names a camera: {cameras}.")
NAMES_PROGRAMS = Sentence(
    "maker_answers.names_programs", "It names these programs, none of them a known generator: {programs}."
)
CREDENTIALS = Sentence(
    "maker_answers.credentials", "Its content credentials were made with {program} and signed by {signer}."
)
YES = Sentence(
    "maker_answers.yes",
    "By what the file says, yes: it points to {programs}; but a file can say so wrongly, and this shows neither who "
    "used it nor for what.",
)
NO = Sentence("maker_answers.no", "By what the file says, it was not {asked}: it points to {programs}.")
SAME_MAKER = Sentence(
    "maker_answers.same_maker",
    "Perhaps: the file does not name {asked}, but it points to {programs}, of the same maker.",
)
NOT_SAID = Sentence(
    "maker_answers.not_said", "The file does not say whether {asked} made the picture: it names no generator."
)
NOT_SAID_AI = Sentence(
    "maker_answers.not_said_ai", "The file declares AI, but it does not say whether {asked} was used."
)
FIND_OUT = Sentence(
    "maker_answers.find_out",
    "Which program made a picture can't be told safely from the pixels. Ask for the file as it was first saved, since "
    "copies lose what a generator writes into it.",
)


@dataclass(frozen=True, slots=True)
class Named:
    """A generator that a file names.

    Attributes:
        program: as the table of programs has it.
        text: what the file says; None if it has the program's form or mark and not its name.
    """

    program: Program
    text: Foreign | None = None

    @property
    def literal(self) -> bool:
        """Whether the file has the program's own name or form, and not only a phrase that means it."""
        return self.text is None or key(self.program.name) in key(self.text.raw)


@dataclass(frozen=True, slots=True)
class Declared:
    """The generators that a file names: those that it says made the picture, and those it names for an edit."""

    made: tuple[Named, ...]
    edited: tuple[Named, ...]


def maker(case: FileCase, asked: Program | None = None) -> list[Item]:
    """Which generator or program made the picture, by what the file declares.

    Args:
        case: the file.
        asked: the generator that a question names, as `asked_for` finds it; None if it names none.
    """
    named, declared = declared_programs(case), case.declared
    items = [_first(named, declared) if asked is None else _to(asked, named, declared)]
    items += case.cited(sorted(declared, key=lambda one: one.supports != "synthetic")[:2])
    if named.made or named.edited or declared:
        return answer([*items, *_credentials(case)], *(claimed(case)[:1] or [forgeable(case)]))
    claims = captured(case)
    if held := cameras(case):
        items.append(said(NAMES_CAMERA(cameras=listed(f"{one:60}" for one in held))))
    if others := [text for text, _, kind in programs(case) if kind != "generator"]:
        items.append(said(NAMES_PROGRAMS(programs=listed(f"{text:60}" for text in others[:3]))))
    told = len(items) > 1
    items[1:1] = claims
    resembles = [one for one in case.evidence if one.facts.family]
    items += [said(one.statement, one.id) for one in resembles[:1] if one.id]
    return answer([*items, *_credentials(case)], *([forgeable(case)] if told else []), said(FIND_OUT()))


def declared_programs(case: FileCase) -> Declared:
    """The generators that the file names, each once."""
    made: dict[str, Named] = {}
    edited: dict[str, Named] = {}
    manifest = case.manifest
    for one in history(manifest) if manifest is not None else ():
        if one.sense in _MADE:
            into = made if one.sense is Sense.GENERATED else edited
            _add(into, _generator(one.action.agent), _generator(one.action.tool), _credited(one.action.description))
            _add(into, _generator(one.manifest.program))
    tampered = any(one.supports == "tampered" for one in case.declared)
    into = edited if tampered and not case.generated else made
    _add(into, *(_marked(one.parameters.program) for one in recognised(case.contents) if one.parameters.generates))
    for place, fields in TOOL_FIELDS:
        _add(into, *(_generator(one.value) for one in case.fields.all(place, *fields)[:50] if is_own(one)))
    for place in ("EXIF", "XMP"):
        _add(made, *(_generator(one.value, "camera") for one in case.own(place, "Make", "Model")[:4]))
    for place, fields in _CREDITS:
        _add(into, *(_credited(one.value) for one in case.own(place, *fields)[:20]))
    if (given := maker_marks.ai_fields(case.fields)) is not None:
        _add(into, _generator(given.system))
    _add(made, _marked("Grok") if maker_marks.grok_signature(case.fields) else None)
    _add(made, _marked("Midjourney") if maker_marks.midjourney_job(case.fields) is not None else None)
    return Declared(tuple(made.values()), tuple(edited.values()))


def asked_for(question: str) -> Program | None:
    """The generator that a question names; None if it names none that is known."""
    words = [word.strip(".,;:!?¿¡()\"'“”„«»") for word in question[:400].split()]
    for length in range(_MOST_WORDS, 0, -1):
        for start in range(len(words) - length + 1):
            text = " ".join(words[start : start + length])
            program = None if text.casefold() in _ALSO_WORDS else tool_named(_SHORT.get(text.casefold(), text))
            if program is not None and program.kind == "generator" and program.maker != _UNKNOWN:
                return program
    return None


def _first(named: Declared, declared: list[Evidence]) -> Item:
    if named.made:
        return said(NAMES(programs=_listed(named.made)))
    if named.edited:
        return said(NAMES_EDITOR(programs=_listed(named.edited)))
    if any(one.supports == "synthetic" for one in declared):
        return said(DECLARES())
    return said((DECLARES_EDIT if any(one.supports == "tampered" for one in declared) else SILENT)())


def _to(asked: Program, named: Declared, declared: list[Evidence]) -> Item:
    """The answer to the question whether a certain generator made it."""
    everything = (*named.made, *named.edited)
    if not everything:
        return said((NOT_SAID_AI if declared else NOT_SAID)(asked=asked.name))
    programs = _listed(everything)
    if any(one.program.name == asked.name and one.literal for one in everything):
        return said(YES(programs=programs))
    if any(one.program.maker == asked.maker for one in everything):
        return said(SAME_MAKER(asked=asked.name, programs=programs))
    return said(NO(programs=programs, asked=asked.name))


def _credentials(case: FileCase) -> Iterator[Item]:
    manifest = case.manifest
    if manifest is not None and manifest.program and manifest.signer:
        yield said(CREDENTIALS(program=f"{manifest.program:60}", signer=f"{manifest.signer:60}"))


def _listed(programs: tuple[Named, ...]) -> str:
    return listed(_shown(one) for one in programs[:4])


def _shown(one: Named) -> str:
    name, maker = one.program.name, one.program.maker
    if not one.literal:
        return QUOTED_BY(text=one.text, maker=maker)
    return name if maker == name else BY(program=name, maker=maker)


def _add(into: dict[str, Named], *found: Named | None) -> None:
    for one in found:
        if one is None or one.program.kind != "generator" or one.program.maker == _UNKNOWN:
            continue
        known = into.get(one.program.name)
        if known is None or (one.literal and not known.literal):
            into[one.program.name] = one


def _generator(text: Foreign | None, where: Where = "tool") -> Named | None:
    program = tool_named(text.raw, where) if text is not None else None
    return Named(program, stripped(text)) if program is not None and text is not None else None


def _marked(name: str | None) -> Named | None:
    """A generator by the form or the mark that it leaves, and not by a name in the file."""
    program = tool_named(name) if name else None
    return Named(program) if program is not None else None


def _credited(text: Foreign | None) -> Named | None:
    made = declared_making(text.raw) if text is not None else None
    program = tool_named(made[1]) if made is not None and made[1] else None
    return Named(program, stripped(text)) if program is not None and text is not None else None
