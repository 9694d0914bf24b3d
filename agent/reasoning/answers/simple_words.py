"""Findings in the words of somebody who never heard of image forensics, for those who ask for that."""

from __future__ import annotations

from collections.abc import Sequence

from ...evidence import Evidence, Flag, Supports
from ...sentences import Sentence
from ..answer_items import Item
from ..stance import Role, Stance

_BY_SOURCE: dict[tuple[str, Supports], Sentence] = {
    ("clip", "synthetic"): Sentence(
        "simple_words.clip_synthetic",
        "Its fine texture looks like that of pictures made by AI programs, and hardly any photograph looks so.",
    ),
    ("clip", "real"): Sentence(
        "simple_words.clip_real",
        "Its fine texture looks like that of photographs, but some pictures made by AI look so too.",
    ),
    ("portrait", "synthetic"): Sentence(
        "simple_words.portrait_synthetic", "The face looks like those that a well-known AI program invents."
    ),
    ("spectral", "synthetic"): Sentence(
        "simple_words.spectral_synthetic",
        "There is a faint regular pattern in it, as AI programs leave one when they enlarge a picture.",
    ),
    ("jpeg", "tampered"): Sentence("simple_words.jpeg_tampered", "One part was saved differently from the rest."),
    ("altered_part", "tampered"): Sentence(
        "simple_words.altered_part_tampered", "One part differs from the rest in its fine detail."
    ),
    ("noise", "tampered"): Sentence("simple_words.noise_tampered", "One part is more or less grainy than the rest."),
}
_DECLARED: dict[Supports, Sentence] = {
    "synthetic": Sentence("simple_words.declared_synthetic", "The file itself says that AI made the picture."),
    "tampered": Sentence("simple_words.declared_tampered", "The file itself says that a part of it was changed."),
}


_BROKEN = Sentence(
    "simple_words.broken",
    "The file carries a digital seal that no longer fits: it was changed after it was sealed, for which saving it "
    "again is enough.",
)
_CONTRADICTS = Sentence(
    "simple_words.contradicts",
    "Some of what the file says about itself can't be true together, so part of it was changed or copied.",
)


def in_simple_words(evidence: Sequence[Evidence]) -> list[Item]:
    """Findings as sentences without figures and terms; those that can't be said so are left out."""
    items = []
    for finding in evidence:
        by_source = _BY_SOURCE.get((finding.source, finding.supports))
        by_flag = (
            _BROKEN if finding.has(Flag.MISMATCH) else _CONTRADICTS if finding.has(Flag.CONTRADICTS) else by_source
        )
        sentence = _DECLARED.get(finding.supports) if finding.has(Flag.DECLARES) else by_flag
        if sentence is not None:
            items.append(Item(finding.id, Stance(Role.METHOD), sentence(), must=True, fixed=True))
    return items
