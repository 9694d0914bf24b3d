"""How two pictures compare, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..foreign import Foreign
from ..sandbox import Received
from ..sentences import Sentence
from .folder_search import Found
from .holds_more import Holding, Side, What, declared
from .picture_comparison import Comparison, Relation

_LENGTH = 100  # characters of a path, as in the sentences below

SAME_FILE = Sentence("comparison_text.same_file", "{name:100} is the same file, byte by byte.")
RELATIONS: dict[Relation, Sentence] = {
    "same_pixels": Sentence("comparison_text.same_pixels", "{name:100} has exactly the same pixels in another file."),
    "version": Sentence("comparison_text.version", "{name:100} is a version of the same picture."),
    "part": Sentence(
        "comparison_text.part",
        "{name:100} agrees with the picture in a part alone, as if that part had gone from one into the other, or both "
        "had it from a third picture.",
    ),
    "scene": Sentence(
        "comparison_text.scene",
        "{name:100} shows the same thing or place, but not the same fine detail: it may be another shot, or one of the "
        "two was made anew.",
    ),
    "none": Sentence("comparison_text.none", "{name:100}: no part was found that both pictures share."),
}
NOT_FOUND_ONLY = Sentence(
    "comparison_text.not_found_only",
    "That does not show that they were taken apart or show different things: copies that are very small, blurred or "
    "strongly changed and pictures almost without texture are missed, and two shots of one thing can share no detail.",
)
MIRRORED = Sentence("comparison_text.mirrored", "The two are mirror images of each other.")
AGREED = Sentence(
    "comparison_text.agreed", "The part in which they agree most lies at {x}, {y} in the picture, {w}×{h} px large."
)
COVERED = Sentence(
    "comparison_text.covered",
    "It shows {first:.0%} of what the picture shows, and the picture shows {second:.0%} of what it shows.",
)
SCALED = Sentence(
    "comparison_text.scaled", "A pixel of it takes up {magnification:.2f} px of the picture in each direction."
)
NO_DIFFERENCE = Sentence(
    "comparison_text.no_difference",
    "No place differs by more than saving, scaling and a change of brightness or colours explain. Small changes can be "
    "missed.",
)
DIFFERS = Sentence(
    "comparison_text.differs",
    "They differ in {share:.1%} of what both show, by more than saving and scaling explain. The largest of {count} "
    "parts lies at {x}, {y} in the picture, {w}×{h} px large.",
)
DIFFERS_ONCE = Sentence(
    "comparison_text.differs_once",
    "They differ in one part by more than saving and scaling explain, {share:.1%} of what both show. It lies at {x}, "
    "{y} in the picture, {w}×{h} px large.",
)
WHICH_CHANGED = Sentence(
    "comparison_text.which_changed", "A difference does not tell in which of the two something was changed."
)
MORE = Sentence("comparison_text.more", "{name:100} holds more: {what}.")
THE_PICTURE = Sentence("comparison_text.the_picture", "The picture in question holds more: {what}.")
NO_ORIGINAL = Sentence(
    "comparison_text.no_original",
    "More pixels, detail or metadata do not show which came first: pictures can be enlarged, and metadata copied.",
)
DECLARED = Sentence("comparison_text.declared", "A signer whom you trust says of {name:100}: {statement}")
WHATS: dict[What, Sentence] = {
    "pixels": Sentence("comparison_text.pixels", "pixels"),
    "scene": Sentence("comparison_text.of_the_scene", "of the scene"),
    "detail": Sentence("comparison_text.detail", "fine detail"),
    "jpeg_quality": Sentence("comparison_text.jpeg_quality", "JPEG quality"),
    "fields": Sentence("comparison_text.fields", "metadata"),
    "shot": Sentence("comparison_text.shot", "details of the shot"),
    "credentials": Sentence("comparison_text.credentials", "content credentials"),
}
NOTHING_FOUND = Sentence(
    "comparison_text.nothing_found",
    "None of the {count} files belongs to the picture, as far as this search can tell: copies that are very small, "
    "blurred, turned into drawings or almost without texture are missed.",
)


@dataclass(frozen=True, slots=True)
class Told:
    """How a file compares with the picture in question, in sentences, by what they are about.

    Attributes:
        alike: whether the two belong together, and how one lies in the other.
        differs: where they differ; empty unless they are versions of one picture.
        holds: which of them holds more, and what that does not show; what a trusted signer says of the file.
    """

    alike: list[str]
    differs: list[str] = field(default_factory=list)
    holds: list[str] = field(default_factory=list)


def told(
    name: Foreign, found: Comparison, holds: Sequence[Holding], said: Sequence[str], *, same_file: bool
) -> list[str]:
    """How a file compares with the picture in question, one thought a sentence; arguments as for `told_apart`."""
    lines = told_apart(name, found, holds, said, same_file=same_file)
    return [*lines.alike, *lines.differs, *lines.holds]


def told_apart(
    name: Foreign, found: Comparison, holds: Sequence[Holding], said: Sequence[str], *, same_file: bool
) -> Told:
    """How a file compares with the picture in question, by what the sentences are about.

    Args:
        name: of the other file.
        found: the two compared.
        holds: which of them holds more; the picture in question comes first.
        said: what a trusted signer says of the other file.
        same_file: whether both are the same, byte by byte.
    """
    if same_file:
        return Told([SAME_FILE(name=name)])
    alike = [RELATIONS[found.relation](name=name)]
    if found.relation == "none":
        alike.append(NOT_FOUND_ONLY())
    elif found.mirrored:
        alike.append(MIRRORED())
    if found.agreed is not None:
        alike.append(AGREED(**found.agreed.model_dump()))
    alike += _laid_over(found) if found.relation == "version" else []
    differs = _differs(found) if found.relation == "version" else []
    more = _more(name, holds) if found.relation in ("same_pixels", "version") else []
    return Told(alike, differs, [*more, *(DECLARED(name=name, statement=statement) for statement in said)])


def told_of(found: Found, holds: Sequence[Holding]) -> list[str]:
    """`told` of a file that a search found."""
    said = [item.statement for item in declared(found.received)]
    return told(_path(found.file), found.comparison, holds, said, same_file=found.same_file)


def told_of_picture(picture: Received) -> list[str]:
    """What a signer whom the user trusts says of the picture in question; empty if there is none."""
    name = Foreign(picture.exhibit.facts.name)
    return [DECLARED(name=name, statement=item.statement) for item in declared(picture)]


def _path(file: Path) -> Foreign:
    """A path of which the end is shown if it is long, since that names the file."""
    text = str(file)
    return Foreign(text if len(text) <= _LENGTH else f"…{text[1 - _LENGTH :]}")


def _laid_over(found: Comparison) -> list[str]:
    """How much of one version the other shows, and how much larger it is."""
    lines = []
    if found.first_covered is not None and found.second_covered is not None:
        if min(found.first_covered, found.second_covered) < 0.985:
            lines.append(COVERED(first=found.first_covered, second=found.second_covered))
        if found.magnification is not None and abs(found.magnification - 1) > 0.01:
            lines.append(SCALED(magnification=found.magnification))
    return lines


def _differs(found: Comparison) -> list[str]:
    if not found.parts or found.differing is None:
        return [NO_DIFFERENCE()]
    largest = found.parts[0].region.model_dump()
    if len(found.parts) == 1:
        return [DIFFERS_ONCE(share=found.differing, **largest), WHICH_CHANGED()]
    return [DIFFERS(share=found.differing, count=len(found.parts), **largest), WHICH_CHANGED()]


def _more(name: Foreign, holds: Sequence[Holding]) -> list[str]:
    own, other = (", ".join(WHATS[row.what]() for row in holds if row.more == side) for side in _SIDES)
    lines = [THE_PICTURE(what=own)] if own else []
    lines += [MORE(name=name, what=other)] if other else []
    return [*lines, NO_ORIGINAL()] if lines else []


_SIDES: tuple[Side, Side] = ("first", "second")
