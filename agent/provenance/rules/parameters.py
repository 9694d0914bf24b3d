"""Evidence from generation parameters, wherever in the file an image generator wrote them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ...evidence import Evidence, Flag
from ...foreign import Foreign
from ...sentences import Sentence
from ..contents import Contents, Field, Place
from .forgeable import forgeable
from .front_ends import Parameters, of_json, of_text, of_texts, parsed
from .named_fields import key

SOURCE = "parameters"
_MAX_FIELDS, _MAX_TOTAL = 5_000, 32 << 20  # fields and characters that are looked at
_MAX_NAMED_NODES = 12
_MAX_FOUND = 20
_PLACES: tuple[Place, ...] = ("PNG", "EXIF", "XMP", "IPTC", "comment", "hidden", "container")

PARAMETERS = Sentence("parameters.parameters", "The file holds generation parameters of {program} ({place}): {detail}.")
UNNAMED = Sentence(
    "parameters.unnamed",
    "The file holds generation parameters of an image generator that is not named ({place}): {detail}.",
)
PROCESSING = Sentence(
    "parameters.processing",
    "The file holds a workflow of {program} that loads a picture and changes it ({place}): {detail}.",
)
CAVEAT = Sentence(
    "parameters.caveat", "A real picture that was only upscaled or retouched in such a program carries the same text."
)
PROMPT = Sentence("parameters.prompt", "prompt {prompt:80}")
NO_PROMPT = Sentence("parameters.no_prompt", "no prompt")
ONE_NODE = Sentence("parameters.one_node", "a workflow (one node, {nodes:80})")
WORKFLOW = Sentence("parameters.workflow", "a workflow ({count} nodes, among them {nodes:80})")
PLACES: dict[Place, Sentence] = {
    "PNG": Sentence("parameters.png", "PNG text"),
    "EXIF": Sentence("parameters.exif", "EXIF"),
    "XMP": Sentence("parameters.xmp", "XMP"),
    "IPTC": Sentence("parameters.iptc", "IPTC"),
    "comment": Sentence("parameters.comment", "file comment"),
    "hidden": Sentence("parameters.hidden", "hidden in the pixels"),
    "container": Sentence("parameters.container", "container data"),
}


class Recognised(NamedTuple):
    """Parameters, the place where they stand, and the fields that hold them."""

    place: Place
    parameters: Parameters
    fields: tuple[Field, ...]


def evidence(found: Iterable[Recognised]) -> list[Evidence]:
    """One piece of evidence for each program whose parameters were recognised, in the order of the places."""
    items: dict[str | None, Evidence] = {}
    for place, parameters, _ in found:
        if parameters.program not in items:
            items[parameters.program] = _evidence(place, parameters)
    if len(items) > 1:
        items.pop(None, None)  # a second text of a program that is known
    return list(items.values())


def names(found: Iterable[Recognised]) -> set[tuple[Place, str]]:
    """Place and key of the fields that hold parameters."""
    return {(field.place, key(field.name)) for one in found for field in one.fields}


def recognised(contents: Contents) -> list[Recognised]:
    """The parameters in each place of the file; texts that name their program together come once."""
    by_place: dict[Place, list[Field]] = {}
    total = 0
    for field in contents.fields[:_MAX_FIELDS]:
        total += len(field.value.raw)
        if total > _MAX_TOTAL:
            break
        by_place.setdefault(field.place, []).append(field)
    found: list[Recognised] = []
    for place in _PLACES:
        fields = by_place.get(place, [])
        if place in ("PNG", "hidden", "comment", "container"):
            together = of_texts({field.name: field.value.raw for field in fields})
            if together is not None:
                found.append(Recognised(place, together, tuple(fields)))
                continue
        for field in fields:
            if (parameters := _of_field(field)) is not None:
                found.append(Recognised(place, parameters, (field,)))
            if len(found) >= _MAX_FOUND:
                return found
    return found


def _of_field(field: Field) -> Parameters | None:
    text = field.value.raw
    parameters = of_text(text)
    if parameters is None and field.place == "hidden" and (data := parsed(text)) is not None:
        return of_texts({name: value for name, value in data.items() if isinstance(value, str)}) or of_json(data)
    return parameters


def _evidence(place: Place, parameters: Parameters) -> Evidence:
    flags = (Flag.QUOTES,) if parameters.prompt or parameters.nodes else ()
    values = {"program": parameters.program, "place": PLACES[place](), "detail": _detail(parameters)}
    if not parameters.generates:
        return forgeable(SOURCE, PROCESSING(**values), "neutral", flags=flags)
    sentence = UNNAMED if parameters.program is None else PARAMETERS
    return forgeable(SOURCE, sentence(**values), "synthetic", CAVEAT(), flags=(Flag.DECLARES, *flags))


def _detail(parameters: Parameters) -> str:
    if parameters.nodes:
        telling = sorted({k for k in parameters.nodes if "Sampler" in k or "Loader" in k} or set(parameters.nodes))
        sentence = WORKFLOW if len(parameters.nodes) > 1 else ONE_NODE
        return sentence(count=len(parameters.nodes), nodes=Foreign(", ".join(telling[:_MAX_NAMED_NODES])))
    return PROMPT(prompt=Foreign(parameters.prompt)) if parameters.prompt.strip() else NO_PROMPT()
