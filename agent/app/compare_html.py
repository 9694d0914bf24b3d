"""Pictures that are like the one that is shown, and how one of them differs from it, as the page shows it."""

from __future__ import annotations

import html
from collections.abc import Sequence

from ..casework import Likeness, Relation
from ..evidence import Neighbour
from ..foreign import Foreign, file_name
from ..sentences import Sentence
from .desk import Kept
from .picture_difference import Difference

OTHERS = Sentence("compare_html.others", "Other pictures of this visit or case, those most alike first")
NO_OTHERS = Sentence(
    "compare_html.no_others", "There is no other picture yet. Add more pictures, or open the case that holds them."
)
LOOKING = Sentence("compare_html.looking", "Pictures that are still being looked at: {left}.")
BITS = Sentence("compare_html.bits", "{bits} of 64 bits of their perceptual hashes differ.")
COSINE = Sentence("compare_html.cosine", "What they show is alike to {cosine:.2f} (1 is the same).")
RELATIONS: dict[Relation, Sentence] = {
    "copy": Sentence("compare_html.copy", "probably the same picture, saved anew"),
    "alike": Sentence("compare_html.alike", "looks alike"),
    "different": Sentence("compare_html.different", "not alike by these hashes; one may still be a part of the other"),
}
GALLERY = Sentence("compare_html.gallery", "Nearest pictures of the reference collection")
NOT_SHOWN = Sentence(
    "compare_html.not_shown",
    "They can't be shown: only what was measured of these pictures comes with Telltale, not the pictures.",
)
STRETCHED = Sentence(
    "compare_html.stretched",
    "No way was found to lay {name:100} over the picture, so it is stretched to the same size, and no difference is "
    "shown.",
)
SLIDE = Sentence(
    "compare_html.slide",
    "{name:100} lies over the picture above. The slider beside the menu of overlays divides the two; the menu also has "
    "their difference.",
)


def told(text: str) -> str:
    """A line of our own."""
    return f'<p class="told" role="status">{html.escape(text)}</p>'


def similar_html(found: Sequence[tuple[Kept, Likeness]], neighbours: Sequence[Neighbour], *, left: int) -> str:
    """The other pictures by likeness, each with a button that compares it, then those of the reference collection.

    Args:
        found: the pictures.
        neighbours: of the reference collection.
        left: how many are still to be looked at.
    """
    ordered = sorted(found, key=lambda each: (each[1].bits, -(each[1].cosine or 0)))
    cards = "".join(_card(kept, like) for kept, like in ordered)
    parts = [f'<h2>{html.escape(OTHERS())}</h2><ul class="cards">{cards}</ul>' if cards else told(NO_OTHERS())]
    if left:
        parts.append(told(LOOKING(left=left)))
    if neighbours:
        rows = "".join(
            f"<li>{html.escape(Foreign(one.name).quoted())} · {html.escape(Foreign(one.source).quoted())} · "
            f"{one.label} · distance {one.distance:.3f}</li>"
            for one in neighbours
        )
        parts.append(f"<h2>{html.escape(GALLERY())}</h2><ul class='lines'>{rows}</ul><p>{html.escape(NOT_SHOWN())}</p>")
    return "".join(parts)


def difference_html(found: Difference, name: Foreign, said: Sequence[str]) -> str:
    """How two pictures differ.

    Args:
        found: the two compared.
        name: of the second picture.
        said: how they compare, in sentences.
    """
    lines = [STRETCHED(name=name) if found.picture is None else SLIDE(name=name), *said]
    return f'<div class="told" role="status">{"".join(f"<p>{html.escape(line)}</p>" for line in lines)}</div>'


def _card(kept: Kept, like: Likeness) -> str:
    record = kept.record
    label, name = record.verdict.label, html.escape(file_name(record.exhibit.name))
    picture = f'<img src="{html.escape(kept.thumbnail)}" alt="" loading="lazy">'
    said = [RELATIONS[like.relation](), BITS(bits=like.bits)]
    if like.cosine is not None:
        said.append(COSINE(cosine=like.cosine))
    text = "".join(f"<small>{html.escape(line)}</small>" for line in said)
    inner = f'{picture}<b class="label {label}">{label}</b><span>{name}</span>{text}'
    return f'<li><button type="button" data-compare="{record.exhibit.sha256}">{inner}</button></li>'
