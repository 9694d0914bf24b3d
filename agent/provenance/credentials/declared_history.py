"""How the picture came about, as its content credentials declare it: where it began, and what was done to it since.

The classes are those of the C2PA Asset Rubrics 1.0 (local signals): captured, composed of captures, drawn, partly or
fully generated, a blank canvas, unknown; and of the later steps those that change no content, those that can, and those
in which a generative model took part. A generated picture stays one whatever its generator does to it afterwards, such
as a watermark, while a generative step on anything else alters a part of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from ...foreign import Foreign
from ..credential_types import Action, Manifest
from ..rules.programs import declared_making, generator_named
from ..rules.source_types import source_type
from .store_actions import ADOBE_AI, METADATA

Role = Literal["self", "origin", "component", "input"]  # of a manifest
GENERATED = frozenset({"trainedAlgorithmicMedia", "trainedAlgorithmicData"})
PARTLY = frozenset({"compositeWithTrainedAlgorithmicMedia", "compositeSynthetic"})
CAPTURED = frozenset({"digitalCapture", "computationalCapture", "negativeFilm", "positiveFilm"})
BLANK = "empty"
CREATED, OPENED = "c2pa.created", "c2pa.opened"
# Steps that change no content: the rubrics' non-editorial actions, and those that only frame or tone the picture.
_NON_EDITORIAL = frozenset({
    "c2pa.converted", "c2pa.published", "c2pa.repackaged", "c2pa.transcoded", "c2pa.resized.proportional",
    "c2pa.enhanced", "c2pa.edited.metadata", "c2pa.watermarked", "c2pa.watermarked.bound", "c2pa.watermarked.unbound",
    "c2pa.redacted",
})  # fmt: skip
_HARMLESS = _NON_EDITORIAL | {
    CREATED, OPENED, "c2pa.adjustedColor", "c2pa.color_adjustments", "c2pa.copied", "c2pa.cropped", "c2pa.formatted",
    "c2pa.managed", "c2pa.orientation", "c2pa.printed", "c2pa.produced", "c2pa.resized", "c2pa.saved",
    "c2pa.version_updated",
}  # fmt: skip
_GENERATIVE_TOOLS = frozenset({
    "generative_fill", "generative_expand", "generative_upscale", "generate_image", "generate_background",
    "generate_similar", "text_to_image",
})  # fmt: skip


class Sense(StrEnum):
    """What a declaration says about the picture."""

    GENERATED = "generated"  # all of it was made by a model
    PART = "part"  # a part of it was made or altered by a model
    PLACED = "placed"  # a picture that a model made was placed in it
    CAPTURED = "captured"
    MADE = "made"  # another origin that is named: drawn, composed, a screenshot, an algorithm
    BLANK = "blank"
    CONTENT = "content"  # a step by which a person or program can change what it shows
    HARMLESS = "harmless"  # a step that does not change what it shows, or a generator's later step on its own picture


@dataclass(frozen=True, slots=True)
class Declaration:
    """One statement of a manifest.

    Attributes:
        manifest: where it stands.
        role: of that manifest.
        proven: whether each signer from the picture's own manifest down to that one is trusted and nothing failed.
        action: the step.
        sense: what it says.
        term: the source type, if it names one that is known.
        inferred: whether it follows only from the name of a program, and is not declared as such.
    """

    manifest: Manifest
    role: Role
    proven: bool
    action: Action
    sense: Sense
    term: str | None = None
    inferred: bool = False


@dataclass(slots=True)
class _Line:
    """The state of the picture while its history is read from the oldest origin on."""

    began: Sense | None = None
    placed: bool = False  # something that is not generated was placed in it
    said: list[Declaration] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Node:
    manifest: Manifest
    role: Role
    proven: bool


def history(manifest: Manifest) -> tuple[Declaration, ...]:
    """What the credentials declare, from the oldest origin to the last step."""
    line = _Line()
    for node in reversed(list(_line(manifest))):
        for action in _actions(node.manifest):
            _read(line, node, action)
        for part in _components(node):
            _place(line, node, part)
    return tuple(line.said)


def roles(manifest: Manifest) -> Iterator[tuple[Manifest, Role]]:
    """Each manifest of the tree with its role."""

    def below(node: _Node) -> Iterator[tuple[Manifest, Role]]:
        yield node.manifest, node.role
        for part in _parts(node):
            yield from below(part)

    return below(_Node(manifest, "self", manifest.trusted))


def _line(manifest: Manifest) -> Iterator[_Node]:
    """The picture's manifest and those of its origins, the picture's first."""
    node: _Node | None = _Node(manifest, "self", manifest.trusted)
    while node is not None:
        yield node
        node = next((part for part in _parts(node) if part.role == "origin"), None)


def _parts(node: _Node) -> list[_Node]:
    """The ingredients of a manifest with their roles.

    A parent is the origin, and so is the only ingredient of a manifest that does not create anything itself.
    """
    parts = node.manifest.ingredients
    used = [part for part in parts if part.relationship != "inputTo"]
    on_line = node.role in ("self", "origin")
    origin = next((part for part in used if part.relationship == "parentOf"), None)
    if origin is None and len(used) == 1 and not any(_kind(a) == CREATED for a in node.manifest.actions):
        origin = used[0]
    found: list[_Node] = []
    for part in parts:
        role: Role = "component"
        if node.role == "input" or part.relationship == "inputTo":
            role = "input"
        elif on_line and part is origin:
            role = "origin"
        found.append(_Node(part, role, node.proven and part.trusted))
    return found


def _components(node: _Node) -> list[_Node]:
    return [part for part in _parts(node) if part.role == "component"]


def _actions(manifest: Manifest) -> Iterator[Action]:
    """Its actions; an ingredient's declared source type counts as one, and a generator that names no action, too."""
    if manifest.source_type is not None:
        yield Action(action=Foreign(OPENED), source_type=manifest.source_type)
    yield from manifest.actions
    lonely = not manifest.actions and not manifest.ingredients
    if lonely and manifest.program is not None and generator_named(manifest.program.raw):
        yield Action(action=Foreign(CREATED), agent=manifest.program)


def _read(line: _Line, node: _Node, action: Action) -> None:
    kind, term = _kind(action), known_term(action)
    says = _says_generative(action) or (kind == CREATED and term is None and _program_generates(node.manifest, action))
    sense, inferred = Sense.HARMLESS, False
    if action.action.raw == ADOBE_AI:
        sense, inferred = _adobe(line, node.manifest), False
    elif kind in (CREATED, OPENED) or _is_metadata(action):
        sense, inferred = _inception(line, kind, term, says)
    elif term in GENERATED or term in PARTLY or (says and kind not in _HARMLESS):
        sense, inferred = _generative_step(line, kind, term), term not in GENERATED | PARTLY
    elif kind not in _HARMLESS:
        sense = Sense.CONTENT
    if sense in (Sense.GENERATED, Sense.CAPTURED, Sense.BLANK, Sense.MADE) or (sense is Sense.PART and kind == CREATED):
        line.began = sense if line.began is None or kind == CREATED or sense is Sense.GENERATED else line.began
    line.said.append(Declaration(node.manifest, node.role, node.proven, action, sense, term, inferred))


def _inception(line: _Line, kind: str, term: str | None, says: bool) -> tuple[Sense, bool]:
    """What an action declares that creates or opens a picture, or an assertion of metadata; and if it is inferred."""
    later = line.began not in (None, Sense.BLANK)
    if term in GENERATED:
        whole = kind == CREATED or not later or line.began is Sense.GENERATED
        return (Sense.GENERATED if whole else Sense.PART), False
    if term in PARTLY:
        return (Sense.HARMLESS if line.began is Sense.GENERATED else Sense.PART), False
    if kind == CREATED and term is None and says:
        return Sense.GENERATED, True
    if term in CAPTURED:
        return (Sense.CAPTURED if kind == CREATED or not later else Sense.HARMLESS), False
    if term == BLANK:
        return Sense.BLANK, False
    return (Sense.MADE if term is not None and not (later and kind != CREATED) else Sense.HARMLESS), False


def _generative_step(line: _Line, kind: str, term: str | None) -> Sense:
    """What a later step is in which a model took part."""
    if line.began is Sense.GENERATED:
        return Sense.HARMLESS
    if kind in _NON_EDITORIAL:  # such a step tells of the content that was there before
        return Sense.GENERATED if line.began is None and not line.said and term in GENERATED else Sense.HARMLESS
    if line.began is Sense.BLANK and not line.placed and term not in PARTLY:
        return Sense.GENERATED
    return Sense.PART


def _place(line: _Line, node: _Node, part: _Node) -> None:
    """What a component does to the picture that it is placed in."""
    generated = next((d for d in _component_history(part) if d.sense in (Sense.GENERATED, Sense.PART)), None)
    if generated is None:
        line.placed = True
        line.said.append(Declaration(part.manifest, "component", part.proven, _PLACED, Sense.CONTENT))
        return
    alone = line.began is Sense.BLANK and not line.placed and generated.sense is Sense.GENERATED
    sense = Sense.PLACED
    if line.began is Sense.GENERATED:
        sense = Sense.HARMLESS
    elif alone:
        sense = line.began = Sense.GENERATED
    # What the manifest above says of an ingredient is that manifest's statement.
    above = not part.manifest.has_manifest
    proven = node.proven if above else part.proven and generated.proven
    line.said.append(
        Declaration(part.manifest, "component", proven, generated.action, sense, generated.term, generated.inferred)
    )


def _component_history(part: _Node) -> tuple[Declaration, ...]:
    inner = history(part.manifest)
    return tuple(d for d in inner if d.sense in (Sense.GENERATED, Sense.PART, Sense.PLACED))


def _adobe(line: _Line, manifest: Manifest) -> Sense:
    """What Adobe's own assertion of 2023 means: all is generated if nothing else was opened or placed."""
    if line.began is Sense.GENERATED and not (line.said and line.said[-1].inferred):
        return Sense.HARMLESS
    used = [part for part in manifest.ingredients if part.relationship != "inputTo"]
    only = all(_kind(a) in _HARMLESS - {OPENED} or a.action.raw == ADOBE_AI for a in manifest.actions)
    return Sense.GENERATED if only and not used and line.began in (None, Sense.BLANK, Sense.GENERATED) else Sense.PART


_PLACED = Action(action=Foreign("c2pa.placed"))


def _kind(action: Action) -> str:
    return action.action.raw.strip()


def _is_metadata(action: Action) -> bool:
    return action.action.raw.startswith(METADATA)


def known_term(action: Action) -> str | None:
    """The source type of an action if it is one of IPTC's or C2PA's, in its own spelling."""
    if action.source_type is None:
        return None
    known = source_type(action.source_type.raw)
    return known[0] if known is not None else None


def _says_generative(action: Action) -> bool:
    """Whether an action names a generator as its agent, or a generative tool."""
    if action.tool is not None and action.tool.raw.strip().lower() in _GENERATIVE_TOOLS:
        return True
    if action.description is not None and declared_making(action.description.raw) is not None:
        return True
    return action.agent is not None and generator_named(action.agent.raw) is not None


def _program_generates(manifest: Manifest, action: Action) -> bool:
    """Whether the program that made the manifest is a generator, and no other agent is named for the step."""
    return action.agent is None and manifest.program is not None and generator_named(manifest.program.raw) is not None
