"""The settings in a generator's parameters: negative prompt, seed, model, sampler and the like, as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from ...foreign import Foreign
from ...provenance.contents import Contents, Place
from ...provenance.rules.front_ends import loads_picture, parsed
from ...provenance.rules.named_fields import key
from ...provenance.rules.parameters import Recognised, recognised

_MOST_VALUES, _DEPTH, _WINDOW, _LONGEST = 20_000, 6, 4_000, 2_000
_STEPS, _NEGATIVE = "Steps: ", "Negative prompt:"
# By the name that an answer uses: what programs call it, without case and punctuation.
_NAMES: dict[str, tuple[str, ...]] = {
    "model": (
        "model", "modelname", "basemodel", "ckptname", "checkpoint", "modelweights", "sdmodelname", "unetname",
        "stablediffusionmodel", "usestablediffusionmodel", "sdmodelcheckpoint",
    ),
    "seed": ("seed", "noiseseed", "randomseed"),
    "steps": ("steps", "numinferencesteps", "inferencesteps"),
    "sampler": ("sampler", "samplername", "samplerindex", "ksampler"),
    "scheduler": ("scheduler", "scheduletype"),
    "guidance": ("cfgscale", "cfg", "guidancescale", "guidance", "distilledcfgscale", "scale"),
    "size": ("size",),
    "negative": ("negativeprompt", "uc", "negative", "negativestyleprompt"),
}  # fmt: skip
_BY_NAME = {name: shown for shown, names in _NAMES.items() for name in names}
_DREAM = {
    "seed": r" -S\s?(-?\d{1,20})",
    "steps": r" -s\s?(\d{1,6})",
    "guidance": r" -C\s?([\d.]{1,10})",
    "sampler": r" -A\s?([\w+-]{1,40})",
}


@dataclass(slots=True)
class Settings:
    """What the parameters of one program say.

    Attributes:
        place: where they stand.
        program: that wrote them, None if it is unknown.
        prompt: what was asked for; None if it is not given.
        negative: what was asked to be left out.
        values: other settings by name: model, seed, steps, sampler, scheduler, guidance, size.
        generates: whether the picture was generated, and not only loaded and changed.
        nodes: how many steps a workflow has.
        begins: whether a workflow begins with an empty picture or loads one; None if that can't be told.
    """

    place: Place
    program: str | None
    prompt: Foreign | None
    negative: Foreign | None = None
    values: dict[str, Foreign] = field(default_factory=dict)
    generates: bool = True
    nodes: int = 0
    begins: Literal["empty", "picture"] | None = None


def settings(contents: Contents) -> list[Settings]:
    """The settings of each program whose parameters the file holds; those of one program come once."""
    found: dict[str | None, Settings] = {}
    for one in recognised(contents):
        read = _read(one)
        known = found.setdefault(read.program, read)
        known.prompt = known.prompt or read.prompt
        known.negative = known.negative or read.negative
        known.values = read.values | known.values
        known.begins = known.begins or read.begins
    if len(found) > 1:
        found.pop(None, None)
    return list(found.values())


def _read(one: Recognised) -> Settings:
    prompt = one.parameters.prompt.strip()
    read = Settings(
        one.place,
        one.parameters.program,
        Foreign(prompt[:_LONGEST]) if prompt else None,
        generates=one.parameters.generates,
        nodes=len(one.parameters.nodes),
        begins=_begins(one.parameters.nodes),
    )
    for part in one.fields[:200]:
        text = part.value.raw.strip("\0 \r\n\t\ufeff")
        shown = _BY_NAME.get(key(part.name))
        if shown is not None and len(one.fields) > 1 and text[:1] not in "{[":
            _note(read, shown, text)
            continue
        head, colon, _ = text[:80].partition(":")
        if colon and head.casefold().strip() in ("prompt", "workflow", "parameters") and "{" in text[:80]:
            text = text[text.index("{") :]
        data = parsed(text)
        if data is not None:
            _of_json(read, data)
        elif key(part.name) == "dream":
            for name, form in _DREAM.items():
                if (match := re.search(form, text[:_WINDOW])) is not None:
                    _note(read, name, match.group(1))
        else:
            _of_lines(read, text)
    return read


def _begins(nodes: Sequence[str]) -> Literal["empty", "picture"] | None:
    if loads_picture(nodes):
        return "picture"
    kinds = [node.casefold() for node in nodes]
    return "empty" if any("empty" in kind and "latent" in kind for kind in kinds) else None


def _note(read: Settings, name: str, text: str) -> None:
    text = text.strip()
    if not text or text.casefold() in ("none", "null"):
        return
    if name == "negative":
        read.negative = read.negative or Foreign(text[:_LONGEST])
    else:
        read.values.setdefault(name, Foreign(text[:200]))


def _of_lines(read: Settings, text: str) -> None:
    """AUTOMATIC1111's form: the prompt, the negative prompt, then `Steps: 20, Sampler: …` on a line of its own."""
    at = text.rfind(_STEPS)
    if at < 0:
        return
    _, found, negative = text[: min(at, 20_000)].partition(_NEGATIVE)
    if found:
        _note(read, "negative", negative)
    for part in text[at : at + _WINDOW].replace("\n", ", ").split(", ")[:80]:
        name, colon, value = part.partition(": ")
        shown = _BY_NAME.get(key(name))
        if colon and shown is not None and shown != "negative":
            _note(read, shown, value)


def _of_json(read: Settings, data: dict[str, Any]) -> None:
    graph = _graph(data)
    if graph:
        _of_graph(read, graph)
    for name, value in _scalars(data):
        shown = _BY_NAME.get(key(name))
        if shown is not None and not (graph and shown == "negative"):
            _note(read, shown, str(value))


def _scalars(data: Any) -> Iterator[tuple[str, object]]:
    """Names and values at every depth, the outer ones first; texts that are JSON are looked into."""
    level: list[Any] = [data]
    seen = 0
    for _ in range(_DEPTH):
        below: list[Any] = []
        for value in level:
            pairs = value.items() if isinstance(value, dict) else ()
            for name, inner in pairs:
                seen += 1
                if seen > _MOST_VALUES:
                    return
                if isinstance(inner, str) and inner[:1] == "{" and (held := parsed(inner)) is not None:
                    below.append(held)
                elif isinstance(inner, dict):
                    below.append(inner)
                elif isinstance(inner, list):
                    below += [member for member in inner[:200] if isinstance(member, dict)]
                elif isinstance(inner, str | int | float) and not isinstance(inner, bool):
                    yield str(name), inner
        level = below


def _graph(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The steps of a ComfyUI graph by their numbers; empty if it is none."""
    inner = data.get("prompt")
    held = parsed(inner) if isinstance(inner, str) else inner
    for candidate in (data, held):
        if isinstance(candidate, dict):
            nodes = {str(n): node for n, node in list(candidate.items())[:5_000] if _is_node(node)}
            if nodes:
                return nodes
    return {}


def _is_node(node: object) -> bool:
    return isinstance(node, dict) and isinstance(node.get("class_type"), str) and isinstance(node.get("inputs"), dict)


def _of_graph(read: Settings, graph: dict[str, dict[str, Any]]) -> None:
    """What a sampler of a graph is linked to: the text that it follows, and the one that it avoids."""
    for node in graph.values():
        inputs = node["inputs"]
        if "positive" not in inputs or "negative" not in inputs:
            continue
        positive, negative = (_linked(graph, inputs[name]) for name in ("positive", "negative"))
        if positive:
            read.prompt = Foreign(positive[:_LONGEST])
        if negative and negative != positive:
            _note(read, "negative", negative)
        if positive or negative:
            return


def _linked(graph: dict[str, dict[str, Any]], link: object) -> str:
    """The text at the end of a chain of links, as far as it is a text."""
    for _ in range(_DEPTH):
        if isinstance(link, str):
            return link.strip()
        if not (isinstance(link, list) and link):
            return ""
        node = graph.get(str(link[0]))
        if node is None:
            return ""
        inputs = node["inputs"]
        names = ("text", "text_g", "t5xxl", "clip_l", "prompt", "conditioning", "conditioning_1", "positive", "value")
        link = next((inputs[name] for name in names if inputs.get(name)), None)
    return ""
