"""Which programs handled a file, and the steps that it records, in their order."""

from __future__ import annotations

from collections.abc import Iterator

from ...foreign import Foreign
from ...provenance.contents import Field, Place
from ...provenance.credentials.declaration_findings import BY, SAYS, UNNAMED_ACTION, action_name
from ...provenance.credentials.declared_history import CREATED, Declaration, history
from ...provenance.credentials.store_actions import ADOBE_AI, METADATA
from ...provenance.rules.declarations import TOOL_FIELDS, Table
from ...provenance.rules.programs import Kind, tool_named
from ...provenance.rules.software_history import KINDS, SAMSUNG_NOTE, names_software, samsung_editor
from ...sentences import Sentence
from ..answer_items import Item
from .file_case import FileCase, answer, called, claimed, forgeable, more, said, stripped
from .written_dates import of_text

_MOST_PROGRAMS, _MOST_STEPS, _MOST_FIELDS = 5, 6, 5_000
_NOT_OWN = ("Ingredients", "Pantry", "DerivedFrom", "Manifest", "RenditionOf", "ArtworkOrObject")
_TOOLS: Table = (*TOOL_FIELDS, ("comment", ("comment",)))
_ASSERTIONS = (ADOBE_AI, *METADATA)  # what is read as an action but is a statement

PROGRAMS = Sentence("software_answers.programs", "The file names these programs: {programs}.")
PROGRAM = Sentence("software_answers.program", "The file names one program: {programs}.")
ONE = Sentence("software_answers.one", "{value:60}{kind} ({field})")
ONLY_STEPS = Sentence("software_answers.only_steps", "The file names no program in its fields for software.")
ONLY_DECLARED = Sentence(
    "software_answers.only_declared",
    "The file names no program in its fields for software, but it declares something about how it was made.",
)
NO_PROGRAM = Sentence(
    "software_answers.no_program", "The file does not say which program made or changed it, and it records no edits."
)
XMP_STEPS = Sentence("software_answers.xmp_steps", "XMP records {count} steps, the oldest first: {steps}.")
XMP_STEP = Sentence("software_answers.xmp_step", "XMP records one step: {steps}.")
C2PA_STEPS = Sentence(
    "software_answers.c2pa_steps", "Its content credentials list {count} steps, the oldest first: {steps}."
)
C2PA_STEP = Sentence("software_answers.c2pa_step", "Its content credentials list one step: {steps}.")
STEP = Sentence("software_answers.step", "{action}{by}{on}")
WITH = Sentence("software_answers.with", " with {agent:40}")
ON = Sentence("software_answers.on", " on {moment}")
AND_SO_ON = Sentence("software_answers.and_so_on", "and {count} more in between")
LOG = Sentence("software_answers.log", "XMP holds Photoshop's log of edits: {log:160}.")
RAW = Sentence(
    "software_answers.raw",
    "It also holds {count} settings of Adobe's raw converter, as Lightroom and Camera Raw write them for exposure, "
    "colour or local corrections.",
)
HARMLESS = Sentence(
    "software_answers.harmless",
    "A program's name or a list of steps does not show that the picture was falsified: most edits are harmless, and "
    "some programs leave no trace.",
)
FIND_OUT = Sentence(
    "software_answers.find_out",
    "That shows nothing: most platforms remove such data, and many programs write none. Ask for the original file.",
)


def software(case: FileCase) -> list[Item]:
    """The programs that the file names and the steps that it records."""
    named = programs(case)
    steps = [*_of_xmp(case), *_of_credentials(case)]
    others = [*_samsung(case), *_log(case), *_raw(case)]
    if not named and not steps and not others:
        if case.declared:
            return answer(
                [said(ONLY_DECLARED()), *case.cited(case.declared[:3])], *claimed(case)[:1] or [forgeable(case)]
            )
        return answer([said(NO_PROGRAM())], said(FIND_OUT()))
    items = [_first(named)] if named else [said(ONLY_STEPS())] if not steps else []
    long = len(named) > _MOST_PROGRAMS or any(count > _MOST_STEPS for count in _counts(case))
    closing = [said(HARMLESS()), *(claimed(case)[:1] or [forgeable(case)]), *([more()] if long else [])]
    return answer([*items, *steps, *others], *closing)


def programs(case: FileCase) -> list[tuple[Foreign, str, Kind | None]]:
    """The programs that the file names: the text, its field, and of what kind the program is if it is known."""
    found: dict[str, tuple[Foreign, str, Kind | None]] = {}
    for place, name, one in _fields(case):
        text = stripped(one.value)
        program = tool_named(text.raw)
        if text.raw[:1] in ("{", "[") or not text or (name == "HostComputer" and program is None):
            continue
        if place != "comment" or names_software(text.raw):
            found.setdefault(text.raw[:200], (text, called(place, name), program.kind if program else None))
    return list(found.values())


def _fields(case: FileCase) -> Iterator[tuple[Place, str, Field]]:
    """The fields for software that are about this file, but not those of single steps."""
    for place, names in _TOOLS:
        for name in names:
            for one in case.fields.all(place, name)[:20]:
                about_another = any(other in step for other in _NOT_OWN for step in one.path)
                if name != "softwareAgent" and not about_another:
                    yield place, name, one


def _first(named: list[tuple[Foreign, str, Kind | None]]) -> Item:
    shown = [ONE(value=text, field=field, kind=KINDS[kind]() if kind else "") for text, field, kind in named]
    return said((PROGRAM if len(shown) == 1 else PROGRAMS)(programs=", ".join(shown[:_MOST_PROGRAMS])))


def software_steps(case: FileCase) -> list[Item]:
    """The steps of editing that the file records, as items: XMP's, those of its credentials, and Photoshop's log."""
    edits = [one for one in credential_steps(case) if one.action.action.raw != CREATED]
    return [*_of_xmp(case), *(_of_credentials(case) if edits else []), *_samsung(case), *_log(case), *_raw(case)]


def xmp_steps(case: FileCase) -> list[dict[str, Foreign]]:
    """The steps of XMP's history of this file, oldest first, each by the names of its parts."""
    steps: dict[tuple[str, ...], dict[str, Foreign]] = {}
    for one in case.contents.fields:
        if one.place != "XMP" or len(one.path) < 3 or "History" not in one.path[0] or len(steps) > _MOST_FIELDS:
            continue
        step = steps.setdefault((one.where, *one.path[:2]), {})
        step.setdefault(one.name, stripped(one.value))
    return [step for step in steps.values() if step.get("action") or step.get("softwareAgent")]


def credential_steps(case: FileCase) -> list[Declaration]:
    """What the content credentials declare of the picture itself, oldest first; not what its parts went through."""
    manifest = case.manifest
    if manifest is None:
        return []
    on_line = (d for d in history(manifest) if d.role in ("self", "origin"))
    return [d for d in on_line if not d.action.action.raw.startswith(_ASSERTIONS)]


def _counts(case: FileCase) -> tuple[int, int]:
    return len(xmp_steps(case)), len(credential_steps(case))


def _samsung(case: FileCase) -> list[Item]:
    """What Samsung's photo editor left in the file."""
    notes = case.value("container", SAMSUNG_NOTE)
    return [said(line) for line in samsung_editor(notes)] if notes is not None else []


def _of_xmp(case: FileCase) -> list[Item]:
    told = []
    for step in xmp_steps(case):
        agent, when = step.get("softwareAgent"), step.get("when")
        action = step.get("action")
        by = WITH(agent=agent) if agent else ""
        on = ON(moment=of_text(when)) if when else ""
        told.append(STEP(action=f"{action:30}" if action else UNNAMED_ACTION(), by=by, on=on))
    return _steps(told, XMP_STEP, XMP_STEPS)


def _of_credentials(case: FileCase) -> list[Item]:
    told = []
    for one in credential_steps(case):
        action = one.action
        by = BY(agent=f"{action.agent:40}") if action.agent else ""
        described = action.description or action.tool
        said_so = SAYS(description=f"{described:60}") if described else ""
        on = ON(moment=of_text(action.when)) if action.when else ""
        told.append(STEP(action=action_name(action), by=f"{by}{said_so}", on=on))
    return _steps(told, C2PA_STEP, C2PA_STEPS)


def _steps(told: list[str], one: Sentence, several: Sentence) -> list[Item]:
    """The steps as one item: the first ones and the last, if there are many."""
    if not told:
        return []
    if len(told) > _MOST_STEPS:
        shown = [*told[: _MOST_STEPS - 1], AND_SO_ON(count=len(told) - _MOST_STEPS), told[-1]]
    else:
        shown = told
    return [said((one if len(told) == 1 else several)(count=len(told), steps="; ".join(shown)))]


def _log(case: FileCase) -> list[Item]:
    """The log that Photoshop can keep as a text."""
    texts = [one for one in case.own("XMP", "History") if len(one.path) == 1]
    return [said(LOG(log=stripped(texts[0].value)))] if texts else []


def _raw(case: FileCase) -> list[Item]:
    count = len({one.path[0] for one in case.contents.fields if one.place == "XMP" and _is_setting(one)})
    return [said(RAW(count=count))] if count > 5 else []


def _is_setting(one: Field) -> bool:
    return bool(one.path) and one.path[0].startswith("crs:")
