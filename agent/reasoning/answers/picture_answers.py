"""Answers about places and things in the picture: a part, a map, hands, shadows, writing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ....prompts import cues
from ...detectors.face_places import MISSED, MTCNN
from ...detectors.registry import named_in
from ...evidence import Evidence, Flag, Region
from ...sentences import Sentence
from ...text import capitalised
from ..answer_items import Item
from ..dialogue.asked_features import Feature
from ..dialogue.gloss import plain
from ..dialogue.tools import ToolError
from ..dialogue.topics import Topic
from ..stance import Role, Stance
from ..writing.findings import of_reservation, of_verdict
from . import text_answers
from .alteration_answers import parts_shown
from .answer_case import Answered, Case, of_record
from .trace_answers import seen_by_models

MOST = 4  # findings of a tool that an answer tells
DEFAULT_MAP = "clip"
MAP_OF_EDITS = "jpeg"  # it alone finds altered parts better than chance
_EDITS = re.compile(
    r"edit|alter|tamper|manipul|splic|retouch|photoshop|chang|bearbeit|retouch|modifi|editad|改|编辑", re.I
)
_EDIT_TOPICS = frozenset({Topic.CLONED, Topic.ALTERATION, Topic.WHERE_EDITED, Topic.AI_PART})
_REST = re.compile(r"compar|rest of|whole|elsewhere|vergl|rest|reste|resto|其余|比较|整", re.I)
_MEASURE = re.compile(
    r"\b(?:zoom|look|check|measure|examine|analy\w*|inspect|scan|part|area|region|spot|corner|test|closer|there|here|"
    r"stelle|teil|bereich|schau\w*|prufe?\w*|miss|ecke|dort|hier|zone|partie|regarde\w*|verifi\w*|mesur\w*|coin|"
    r"zona|parte|mira\w*|revis\w*|mid\w*|esquina|ahi|alli)\b|放大|检查|测|区域|部分|这里|那里|角"
)
_FACES = re.compile(r"\bfaces?\b|gesicht|visages?\b|\bcaras?\b|人脸|张脸")
NO_FACE = Sentence("picture_answers.no_face", "No face was found in the picture.")
NO_PART = Sentence(
    "picture_answers.no_part",
    "Which part? Name it in words, such as “upper left corner”, or as x, y, width, height in pixels.",
)
SHOWN_NOT_TOLD = Sentence(
    "picture_answers.shown_not_told",
    "What is to be seen in the picture, such as whether something is wet, new or broken, no measurement here tells: "
    "look at it in full size.",
)
PART = Sentence("picture_answers.part", "The part of {w}×{h} px at {x}, {y} was measured by itself.")
OVERLAPS = Sentence(
    "picture_answers.overlaps",
    "This place overlaps a part that differs when the whole picture is measured. What follows does not undo that "
    "finding, because a part measured by itself has less to be compared with.",
)
WHOLE = Sentence("picture_answers.whole", "For comparison, the same detector measured the whole picture as follows.")
NO_DETECTOR = Sentence(
    "picture_answers.no_detector",
    "No detector measures {feature} by itself; what can be said comes from a vision model that was asked about the "
    "whole picture.",
)
NOT_MEASURED = Sentence(
    "picture_answers.not_measured", "No detector measures {feature}, and no model was asked about it."
)
SAW = Sentence("picture_answers.saw", "Asked “{question}”, the model said yes ({p_yes:.0%}).")
SAW_NOT = Sentence("picture_answers.saw_not", "Asked “{question}”, the model said no ({p_no:.0%} sure).")
RELIABLE = Sentence(
    "picture_answers.reliable", "On such questions it was right for {accuracy:.0%} of the test pictures."
)
UNRELIABLE = Sentence(
    "picture_answers.unreliable",
    "On such questions it was wrong too often, so its answer does not count.",
)
UNASSESSED = Sentence(
    "picture_answers.unassessed",
    "How often it is right about this has not been measured, so its answer does not count.",
)
LOOK = Sentence(
    "picture_answers.look",
    "Look at it yourself at full size, and name the part in words or as x, y, width, height in pixels to have it "
    "measured by itself.",
)
_NAMES = {
    Feature.HAND: Sentence("picture_answers.hand", "hands"),
    Feature.FACE: Sentence("picture_answers.face", "faces"),
    Feature.EYES: Sentence("picture_answers.eyes", "eyes"),
    Feature.MOUTH: Sentence("picture_answers.mouth", "mouths or teeth"),
    Feature.EARS: Sentence("picture_answers.ears", "ears"),
    Feature.NOSE: Sentence("picture_answers.nose", "noses"),
    Feature.HAIR: Sentence("picture_answers.hair", "hair"),
    Feature.SKIN: Sentence("picture_answers.skin", "skin"),
    Feature.BODY: Sentence("picture_answers.body", "bodies"),
    Feature.CLOTHES: Sentence("picture_answers.clothes", "clothes"),
    Feature.BACKGROUND: Sentence("picture_answers.background", "the background"),
    Feature.TEXTURE: Sentence("picture_answers.texture", "single surfaces"),
    Feature.EDGES: Sentence("picture_answers.edges", "edges"),
    Feature.COLOURS: Sentence("picture_answers.colours", "colours"),
    Feature.SHADOW: Sentence("picture_answers.shadow", "shadows"),
    Feature.LIGHT: Sentence("picture_answers.light", "the light"),
    Feature.REFLECTION: Sentence("picture_answers.reflection", "reflections"),
    Feature.PERSPECTIVE: Sentence("picture_answers.perspective", "perspective"),
    Feature.TEXT: Sentence("picture_answers.text", "writing"),
    Feature.OBJECT: Sentence("picture_answers.object", "single objects"),
}
_CUES: dict[Feature, tuple[str, ...]] = {
    Feature.HAND: ("anatomy.hands",),
    Feature.FACE: ("face.outline", "texture.skin", "face.eyes", "face.mouth"),
    Feature.EYES: ("face.eyes",),
    Feature.MOUTH: ("face.mouth",),
    Feature.HAIR: ("hair.strands",),
    Feature.SKIN: ("texture.skin",),
    Feature.BODY: ("anatomy.body",),
    Feature.BACKGROUND: ("background.incoherent",),
    Feature.TEXTURE: ("texture.smooth", "texture.repeated"),
    Feature.EDGES: ("edges.halo", "edges.blend"),
    Feature.SHADOW: ("lighting.shadows",),
    Feature.LIGHT: ("lighting.direction",),
    Feature.REFLECTION: ("reflections.mismatch",),
    Feature.PERSPECTIVE: ("geometry.perspective",),
    Feature.TEXT: ("text.garbled",),
    Feature.OBJECT: ("geometry.structure",),
}
_DETECTORS: dict[Feature, str] = {Feature.FACE: "portrait", Feature.TEXT: "ocr"}  # which detector measures a feature
_OF_THE_WHOLE = ("nearest", "family")  # detectors that say little of a part
_OF_GEOMETRY = (Feature.SHADOW, Feature.LIGHT, Feature.REFLECTION, Feature.PERSPECTIVE)


def region(case: Case) -> Answered:
    """A part of the picture, measured by itself."""
    place = case.asked.region
    if place is None:
        shown = tuple(parts_shown(case)[:2])
        meant = [] if _MEASURE.search(plain(case.asked.text)) else [of_record(SHOWN_NOT_TOLD())]
        return Answered([*meant, *case.told(shown), of_record(NO_PART(), Role.NEXT_STEP)], about=shown)
    before = [item for item in case.before if item.region is not None and item.id in case.bench.stances]
    again = before and before[0].region == place
    try:
        evidence = before if again else case.bench.zoom(place)
    except ToolError as error:
        return Answered([of_record(f"{capitalised(str(error))}.", Role.NEXT_STEP)])
    telling = [item for item in evidence if item.source not in _OF_THE_WHOLE]
    inside = evidence[0].region or place
    first = Item(evidence[0].id, Stance(Role.MEASURED), PART(**inside.model_dump()), must=True, fixed=True)
    told = measured(case, telling)
    if _REST.search(case.asked.text):
        same = [
            item for item in case.evidence if item.source == telling[0].source and item.id not in case.bench.stances
        ]
        told = [*told[:1], *([of_record(WHOLE()), *case.told(same[:1])] if telling and same else [])]
    shown = [item for item in parts_shown(case) if item.region is not None and _overlap(item.region, inside)][:2]
    stands = [*case.told(shown), of_record(OVERLAPS())] if shown else []
    return Answered([*stands, first, *told], about=[*telling, *shown], place=inside)


def _overlap(one: Region, other: Region) -> bool:
    """Whether two parts of a picture have a pixel in common."""
    across = one.x < other.x + other.w and other.x < one.x + one.w
    return across and one.y < other.y + other.h and other.y < one.y + one.h


def measured(case: Case, evidence: Sequence[Evidence]) -> list[Item]:
    """What a tool has just measured, the most telling first."""
    return [
        Item(one.id, case.bench.stances.get(one.id, Stance(Role.MEASURED)), one.statement, must=True, fixed=True)
        for one in evidence[:MOST]
    ]


def drawn_map(case: Case) -> Answered:
    """A map over the picture, and how to read it."""
    names = named_in(case.asked.text, case.bench.detectors.values())
    of_edits = _EDITS.search(case.asked.text) is not None or not _EDIT_TOPICS.isdisjoint(case.topics)
    usual = MAP_OF_EDITS if of_edits else DEFAULT_MAP
    marked = [one.source for one in parts_shown(case) if one.map and one.source in case.bench.detectors]
    names += marked[:1] if usual == MAP_OF_EDITS else []  # the one that shows a part, where one does
    before = [] if usual == MAP_OF_EDITS else [item.source for item in case.before if item.map]
    names = [*names, *before, *(() if usual == MAP_OF_EDITS else _mapped(case)), usual]
    try:
        evidence, picture = case.bench.draw(names[0])
    except ToolError as error:
        return Answered([of_record(f"{capitalised(str(error))}.")])
    meaning = case.entry(f"map-{names[0]}") or case.entry("map-colours")[1:]
    return Answered([*measured(case, evidence), *meaning], about=evidence, drawn=picture)


def map_meaning(case: Case) -> Answered:
    """What the colours of a map mean."""
    return Answered(case.looked_up(Topic.MAP_MEANING, Topic.MAP))


def feature(case: Case) -> Answered:
    """A feature such as hands: what measures it, what the model said of it, and how much that is worth."""
    if not case.asked.features or case.asked.region is not None:
        return region(case)
    items, about = _of_features(case, case.asked.features)
    items += seen_by_models(case, {cue for name in case.asked.features for cue in _CUES.get(name, ())})
    return Answered([*items, of_record(LOOK(), Role.NEXT_STEP)], about=about)


def geometry(case: Case) -> Answered:
    """Light, shadows, reflections and perspective: what was asked of the model, and what to check by hand."""
    features = [one for one in case.asked.features if one in _OF_GEOMETRY] or [Feature.SHADOW, Feature.PERSPECTIVE]
    items, about = _of_features(case, features)
    return Answered([*items, *case.looked_up(Topic.GEOMETRY)], about=about)


def text_in_picture(case: Case) -> Answered:
    """Writing in the picture: what could be read, quoted, and what the model said of garbled letters."""
    items, about = text_answers.quoted_text(case)
    asked = [item for cue in _CUES[Feature.TEXT] for item in case.evidence if item.source == f"cue:{cue}"]
    others = [one for one in case.asked.features if one is not Feature.TEXT]
    told = _of_features(case, others)[0] if others else []
    return Answered([*items, *_answers(asked[:1]), *told], about=about)


def describe(case: Case) -> Answered:
    """What is shown: not described; to look at it oneself. Of faces, how many were found."""
    if faces := counted_faces(case):
        return Answered(faces)
    return Answered([*case.looked_up(Topic.DESCRIBE), of_record(LOOK(), Role.NEXT_STEP)])


def counted_faces(case: Case) -> list[Item]:
    """How many faces were found, and which ones are missed; nothing if a question asks for something else."""
    if MTCNN.name not in case.bench.detectors or _FACES.search(plain(case.asked.text)) is None:
        return []
    found = case.bench.run(MTCNN.name)
    told = case.told(found) if found else [of_record(NO_FACE())]
    return [*told, of_record(MISSED(), Role.RESERVATION)]


def document(case: Case) -> Answered:
    """A document: what the verdict on its picture says of it, and what it does not."""
    return Answered([*case.looked_up(Topic.DOCUMENT), of_verdict(case.verdict)])


def _mapped(case: Case) -> Iterator[str]:
    """Detectors whose map says something: those with a region first."""
    shown = [item for item in case.evidence if item.map is not None and item.source in case.bench.detectors]
    yield from (item.source for item in shown if item.region is not None)
    yield from (item.source for item in shown if item.supports != "neutral")


def _of_features(case: Case, features: Sequence[Feature]) -> tuple[list[Item], list[Evidence]]:
    """What can be said of the first two features, and the evidence for it."""
    told = [_of_feature(case, one) for one in features[:2]]
    return [item for items, _ in told for item in items], [one for _, evidence in told for one in evidence]


def _of_feature(case: Case, feature: Feature) -> tuple[list[Item], list[Evidence]]:
    """What can be said of a feature in the whole picture, and the evidence for it."""
    detector = _DETECTORS.get(feature)
    whole = [item for item in case.evidence if item.id not in case.bench.stances]  # not what was measured on a part
    measured_by = [item for item in whole if item.source == detector and item.score is not None]
    asked = [item for cue in _CUES.get(feature, ()) for item in whole if item.source == f"cue:{cue}"]
    name = _NAMES[feature]()
    if measured_by:
        return [*case.told(measured_by), *of_reservation(measured_by[0]), *_answers(asked[:2])], measured_by
    if not asked:
        return [of_record(NOT_MEASURED(feature=name))], []
    return [of_record(NO_DETECTOR(feature=name)), *_answers(asked[:2])], asked[:2]


def _answers(asked: Sequence[Evidence]) -> Iterator[Item]:
    """What the model answered, and how far that counts."""
    for item in asked:
        if item.score is None:
            continue
        question = _question(item)
        yes = item.score >= 0.5
        text = SAW(question=question, p_yes=item.score) if yes else SAW_NOT(question=question, p_no=1 - item.score)
        yield Item(item.id, Stance(Role.NO_WEIGHT), f"{text} {_worth(item)}", must=True, fixed=True)


def _worth(item: Evidence) -> str:
    if item.has(Flag.UNASSESSED) or item.has(Flag.UNTRAINED) or "balanced_accuracy" not in item.facts.numbers:
        return UNASSESSED()
    if item.has(Flag.UNRELIABLE):
        return UNRELIABLE()
    return RELIABLE(accuracy=item.facts.numbers["balanced_accuracy"])


def _question(item: Evidence) -> str:
    return next((cue.question for cue in cues() if item.source == f"cue:{cue.id}"), item.source)
