"""The steps of finding pictures that are like the one that is shown, and of comparing it with one of them."""

from __future__ import annotations

from collections.abc import Iterator

from ..casework import Likeness, Look, likeness
from ..comparing import comparison_text, held
from ..comparing.holds_more import declared
from ..foreign import Foreign
from ..intake import IntakeError
from ..sandbox import Received
from ..sentences import Sentence
from . import compare_html
from .desk import Desk, Kept, revived
from .house import House, Shown
from .picture_difference import difference
from .viewer_data import with_other

NONE_SHOWN = Sentence("compare_steps.none_shown", "No picture is shown. Add one, or open one.")
ITSELF = Sentence("compare_steps.itself", "This is the picture that is shown. Choose another one.")


def with_features(house: House) -> bool:
    """Whether pictures are compared by what they show, too: only where the detectors look at each with CLIP anyway."""
    return any(detector.name == "nearest" for detector in house.investigator.detectors)


def similar(house: House, desk: Desk) -> Iterator[str]:
    """The other pictures of the visit or the case, those most alike first; yields HTML as more are looked at."""
    shown = desk.shown
    if shown is None:
        yield compare_html.told(NONE_SHOWN())
        return
    sha256 = shown.record.exhibit.sha256
    others = [kept for kept in desk.kept.values() if kept.record.exhibit.sha256 != sha256]
    neighbours = [one for item in shown.record.evidence for one in item.facts.neighbours]
    own = _look(house, shown)
    found: list[tuple[Kept, Likeness]] = []
    for number, kept in enumerate(others):
        known = house.looks.of(kept.record.exhibit.sha256) is not None
        try:
            found.append((kept, likeness(own, _look(house, kept))))
        except (IntakeError, ValueError, OSError):  # it can't be read any more
            continue
        if not known and number + 1 < len(others):
            yield compare_html.similar_html(found, neighbours, left=len(others) - number - 1)
    yield compare_html.similar_html(found, neighbours, left=0)


def compared(house: House, desk: Desk, sha256: str) -> Shown:
    """Lay another picture over the one that is shown, and tell how they differ."""
    shown, kept = desk.shown, desk.kept.get(sha256)
    if shown is None or kept is None or desk.data is None:
        return Shown(desk.snapshot(), bool(desk.running), compared=compare_html.told(NONE_SHOWN()))
    if shown is kept:
        return Shown(desk.snapshot(), bool(desk.running), compared=compare_html.told(ITSELF()))
    try:
        first, second = (revived(house.investigator, each) for each in (shown, kept))
    except (IntakeError, ValueError, OSError) as error:
        return Shown(desk.snapshot(), bool(desk.running), compared=compare_html.told(str(error)))
    found = difference(first.exhibit.pixels, second.exhibit.pixels)
    name = Foreign(kept.record.exhibit.name)
    data = with_other(desk.data, found, name, house.served)
    desk.data = {**data, "choose": None}  # a later step does not choose the overlay once more
    own, other = (Received(each.exhibit, each.contents) for each in (first, second))
    signed = [item.statement for item in declared(other)]
    said = comparison_text.told(name, found.found, held(own, other, found.found), signed, same_file=False)
    told = compare_html.difference_html(found, name, said)
    return Shown(desk.snapshot(), bool(desk.running), viewer=data, compared=told)


def _look(house: House, kept: Kept) -> Look:
    sha256 = kept.record.exhibit.sha256
    known = house.looks.of(sha256)
    if known is not None:
        return known
    pixels = revived(house.investigator, kept).exhibit.pixels
    return house.looks.remember(sha256, pixels, features=with_features(house))
