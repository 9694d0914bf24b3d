"""Which cue of the catalogue an artifact in a model's words is, and in which order cues are asked.

Words come first; what they leave open is compared by meaning with the statements of the cues, if the sentence encoder
is set up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ....prompts import Cue, cues, table
from ...perception import encoder
from ...perception.models import ModelError
from ...text import lowered

ALIKE = 0.5  # cosine from which two texts mean the same artifact
WHOLE = "global"  # group of the cues that ask about no place
# X2-DFD (Chen et al., NeurIPS 2025) asks first what a model answers best, as measured on that model. Where nothing was
# measured, what the content shows comes before traces of low level, which that paper leaves to detectors.
_UNMEASURED_ORDER = (
    "anatomy", "faces and eyes", "text and symbols", "hair", "geometry and perspective", "background", "reflections",
    "texture and skin", "lighting and shadow", "edges and blending", "compression and resampling",
)  # fmt: skip
_WORDS: tuple[tuple[str, str], ...] = (
    ("anatomy.hands", r"\b(?:fingers?|hands?|thumbs?|knuckles?|fingernails?)\b"),
    ("face.eyes", r"\b(?:eyes?|pupils?|iris(?:es)?|eyelids?|eyelash\w*|gaze)\b"),
    ("face.mouth", r"\b(?:mouth|teeth|tooth|lips?|smile|tongue)\b"),
    (
        "text.garbled",
        r"\b(?:text|letters?|lettering|writing|words?|caption|logos?|symbols?|garbled|illegible|unreadable|gibberish)\b",
    ),
    ("hair.strands", r"\b(?:hairs?|hairline|beard|fur|whiskers?|strands?)\b"),
    ("reflections.mismatch", r"\breflect\w*|\bmirror\w*"),
    ("lighting.shadows", r"\bshadow\w*"),
    ("lighting.direction", r"\b(?:light(?:ing|s)?|illuminat\w*|highlights?)\b"),
    ("geometry.perspective", r"\b(?:perspective|vanishing|horizon|foreshorten\w*)\b"),
    ("texture.skin", r"\b(?:skin|pores?|complexion|wrinkles?)\b"),
    ("face.outline", r"\bfaces?\b.*\b(?:fit|outline|boundary|edge|head|jaw\w*|align\w*)\b|\bjawline\b"),
    ("anatomy.body", r"\b(?:arms?|legs?|foot|feet|toes?|ears?|necks?|torso|body|bodies|limbs?|anatom\w*|heads?)\b"),
    ("edges.halo", r"\b(?:halos?|cut-?out|fringe|outlines?)\b"),
    ("edges.blend", r"\b(?:blend\w*|pasted|composit\w*|splic\w*|inserted|seams?)\b"),
    ("edges.clone", r"\b(?:clone\w*|duplicat\w*|twice|copied|copies)\b"),
    ("compression.resampled", r"\b(?:checkerboard|stair-?step\w*|aliasing|jagged|pixelat\w*|grid)\b"),
    ("texture.repeated", r"\brepeat\w*|\brepetit\w*"),
    ("texture.smooth", r"\bsmooth\w*|\bwax\w*|\bplastic\w*|\bglossy\b|\bpolished\b"),
    ("compression.uneven", r"\b(?:compress\w*|sharper|blurr?\w*|out of focus|focus)\b"),
    ("geometry.structure", r"\b(?:merg|melt|bend|bent|fus|warp|float|distort|disconnect|deform)\w*"),
)  # fmt: skip
# Words that say where or on what, and decide only if no other does.
_WEAK: tuple[tuple[str, str], ...] = (
    ("texture.smooth", r"\btextures?\b"),
    ("background.incoherent", r"\bbackgrounds?\b|\bbackdrop\b"),
)
_PATTERNS = tuple((cue, re.compile(words, re.I)) for cue, words in _WORDS)
_LAST = tuple((cue, re.compile(words, re.I)) for cue, words in _WEAK)


def matched(texts: Sequence[str]) -> list[str | None]:
    """The id of the cue that each text is about; None for something else.

    The words that come first in a text decide: what is wrong is mostly its subject.
    """
    found = [_by_words(text) for text in texts]
    open_ones = [n for n, cue in enumerate(found) if cue is None]
    if open_ones:
        for n, cue in zip(open_ones, _by_meaning([texts[n] for n in open_ones]), strict=True):
            found[n] = cue
    return found


def _by_words(text: str) -> str | None:
    for patterns in (_PATTERNS, _LAST):
        hits = [(found.start(), n, cue) for n, (cue, pattern) in enumerate(patterns) if (found := pattern.search(text))]
        if hits:
            return min(hits)[2]
    return None


def _by_meaning(texts: Sequence[str]) -> list[str | None]:
    try:
        embed = encoder.load()
    except ModelError:
        return [None] * len(texts)
    known = [cue for cue in cues() if cue.group != WHOLE]
    likeness = embed(texts) @ embed([cue.statement for cue in known]).T  # [N, K]
    return [known[int(row.argmax())].id if row.max() >= ALIKE else None for row in likeness]


def in_order(accuracy: Mapping[str, float]) -> list[Cue]:
    """The cues that ask about something in the picture, in the order of X2-DFD.

    Args:
        accuracy: balanced accuracy of the model on a cue, by its id, where it was measured.
    """
    asked = [cue for cue in cues() if cue.group != WHOLE]
    return sorted(asked, key=lambda cue: (-accuracy.get(cue.id, 0.0), _UNMEASURED_ORDER.index(cue.group)))


def turned(cue: Cue) -> str | None:
    """The same question turned round, to be answered with yes or no; None if the catalogue has none."""
    question = table("perceive.toml")["turned"].get(cue.id)
    return None if question is None else f"Answer {cue.answers[0]} or {cue.answers[1]}. {question}"


def by_id(ident: str) -> Cue:
    """A cue of the catalogue.

    Raises:
        KeyError: if there is none.
    """
    return {cue.id: cue for cue in cues()}[ident]


def named(cue: Cue) -> str:
    """What a cue asks about, as a part of a sentence."""
    return lowered(cue.statement.rstrip("."))
