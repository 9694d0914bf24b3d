"""Pictures that are like the one that is shown, and how one of them differs from it, as the page shows it."""

from __future__ import annotations

import html
from collections.abc import Sequence

from ..casework import Likeness, Relation
from ..evidence import Neighbour
from ..foreign import Foreign, file_name
from ..sentences import Sentence
from .desk import Kept
from .picture_difference import LEAST, Difference

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
SIZES = Sentence(
    "compare_html.sizes",
    "The sizes differ ({first} and {second} px). {name:100} was scaled to the size of the picture that is shown, so "
    "small differences come from that.",
)
SHAPES = Sentence(
    "compare_html.shapes",
    "The proportions differ, too: {name:100} is stretched, and no difference is shown. One may be a part of the other.",
)
SAME = Sentence("compare_html.same", "All pixels are the same.")
DIFFER = Sentence(
    "compare_html.differ",
    "{share:.1%} of the pixels differ by more than {least} of 255; the largest difference is {most}.",
)
WITHIN = Sentence("compare_html.within", "Those pixels lie within {w}×{h} px at {x}, {y}.")
SLIDE = Sentence(
    "compare_html.slide",
    "{name:100} lies over the picture above. The slider beside the menu of overlays divides the two; the menu also has "
    "their difference, if there is one.",
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


def difference_html(found: Difference, like: Likeness, name: Foreign, first: str, second: str) -> str:
    """How two pictures differ.

    Args:
        found: the pixels compared.
        like: their hashes compared.
        name: of the second picture.
        first: size of the first, as in `640×480`.
        second: size of the second.
    """
    lines = [SLIDE(name=name), f"{_capital(RELATIONS[like.relation]())}. {BITS(bits=like.bits)}"]
    if found.scaled:
        lines.append(SIZES(first=first, second=second, name=name))
    if found.share is None:
        lines.append(SHAPES(name=name))
    elif found.most == 0:
        lines.append(SAME())
    else:
        lines.append(DIFFER(share=found.share, least=LEAST, most=found.most))
        if found.part is not None:
            lines.append(WITHIN(**found.part.model_dump()))
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


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
