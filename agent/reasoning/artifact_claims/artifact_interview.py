"""What a model names in a picture and where: two descriptions, then cue by cue, then a question for a missing place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ....prompts import load
from ...evidence import Region
from ...model_views import Located, Says
from ...perception.viewer import squared
from . import artifact_catalogue as catalogue
from . import artifact_crops as places
from . import described_reply
from .artifact_checks import Interview, Named, Pixels, checked, same
from .question_count import MOST

_DESCRIPTION, _PLACE = 384, 96  # tokens of a reply


@dataclass(frozen=True, slots=True)
class CueAnswers:
    """What a model has answered about cues on the whole picture.

    Attributes:
        yes: ids of the cues to which it said yes; None if it was asked none.
        accuracy: its balanced accuracy on a cue, by its id, where it was measured.
    """

    yes: Sequence[str] | None = None
    accuracy: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What a model told.

    Attributes:
        says: its one word for the picture.
        named: the artifacts, checked.
        left_out: how many more it named.
    """

    says: Says | None
    named: tuple[Named, ...]
    left_out: int


def interview(asked: Interview, pixels: Pixels, answered: CueAnswers) -> Told:
    """Have a model name artifacts, and ask it about each again; at most `question_count.QUESTIONS` questions.

    The prompts are that of FakeVLM (Wen et al., NeurIPS 2025), as published, and one that asks for a list with places.
    Cues fill what room is left, in the order of X2-DFD.

    Args:
        asked: the model.
        pixels: uint8 [H, W, 3].
        answered: what it has said about cues.
    """
    prompts = [load("artifacts_fakevlm"), load("artifacts_list", most=MOST)]
    plain, listed = asked.ask([pixels, squared(pixels)], prompts, _DESCRIPTION)
    found = [*described_reply.artifacts(listed or ""), *described_reply.artifacts(plain or "")]
    described = _described(found, pixels.shape)
    named = described[:MOST]
    named += [one for one in _from_cues(asked, pixels, answered, MOST - len(named)) if not _told(one, named)]
    located = _with_controls(_looked_for(asked, pixels, named), pixels)
    says = described_reply.verdict(plain or "")
    return Told(says, tuple(checked(asked, pixels, located)), len(described) - len(described[:MOST]))


def _told(one: Named, named: Sequence[Named]) -> bool:
    return any(same(one, other) for other in named)


def _described(found: Sequence[described_reply.Described], shape: tuple[int, ...]) -> list[Named]:
    """What a model described, each artifact once; a place that one reply lacks is taken from the other."""
    named: list[Named] = []
    matched = catalogue.matched([each.what for each in found[:_READ]])
    for each, cue in zip(found, matched, strict=False):
        region, located_by = _place(each, shape)
        one = Named(each.what, "described", cue, region, located_by)
        n = next((n for n, other in enumerate(named) if same(one, other)), None)
        if n is None:
            named.append(one)
        elif named[n].region is None and region is not None:
            named[n] = replace(named[n], region=region, located_by=located_by)
    return [*named, *(Named(each.what, "described", None) for each in found[_READ:])]


_READ = 64  # artifacts that are sorted by kind; more are only counted


def _place(each: described_reply.Described, shape: tuple[int, ...]) -> tuple[Region | None, Located | None]:
    if (region := places.from_box(each.box, shape)) is not None:
        return region, "box"
    if (region := places.from_words(each.place, shape)) is not None:
        return region, "words"
    return None, None


def _from_cues(asked: Interview, pixels: Pixels, answered: CueAnswers, room: int) -> list[Named]:
    """Artifacts to which the model says yes if it is asked cue by cue, the most reliable cues first."""
    if room <= 0:
        return []
    cues = catalogue.in_order(answered.accuracy or {})
    if answered.yes is None:
        cues = cues[:MOST]
        answers = asked.answers([pixels] * len(cues), [cue.prompt for cue in cues])
        seen = [cue for cue, answer in zip(cues, answers, strict=True) if answer]
    else:
        seen = [cue for cue in cues if cue.id in answered.yes]
    return [Named(cue.question, "asked", cue.id) for cue in seen][:room]


def _looked_for(asked: Interview, pixels: Pixels, named: Sequence[Named]) -> list[Named]:
    """Artifacts with a place; the model is asked for those that have none, or one too large for a control."""
    homeless = [one for one in named if one.region is None or _control(one.region, (), pixels) is None]
    square = squared(pixels)
    replies = asked.ask([square] * len(homeless), [load("artifact_where", what=_what(one)) for one in homeless], _PLACE)
    told = {id(one): _place(described_reply.place(reply or ""), pixels.shape) for one, reply in
            zip(homeless, replies, strict=True)}  # fmt: skip
    found = []
    for one in named:
        region, _ = told.get(id(one), (None, None))
        found.append(one if region is None else replace(one, region=region, located_by="asked"))
    return found


def _what(one: Named) -> str:
    return catalogue.named(catalogue.by_id(one.cue)) if one.told == "asked" and one.cue else f'"{one.text}"'


def _with_controls(named: Sequence[Named], pixels: Pixels) -> list[Named]:
    """Artifacts with the crops to ask about, and their controls."""
    found = []
    for one in named:
        if one.region is None:
            found.append(one)
            continue
        others = [other.region for other in named if other is not one and other.region is not None]
        crop = places.crop_of(one.region, pixels.shape)
        found.append(replace(one, crop=crop, control=places.control_of(crop, others, pixels)))
    return found


def _control(region: Region, others: Sequence[Region], pixels: Pixels) -> Region | None:
    return places.control_of(places.crop_of(region, pixels.shape), others, pixels)
