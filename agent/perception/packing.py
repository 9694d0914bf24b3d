"""Several texts in one sequence: what they begin with is computed once, and a mask keeps them apart.

Each token has an owner, the number of the text that it belongs to. A token sees what all texts share and the earlier
tokens of its own text, and nothing of the others. Its position is the one it would have alone, so that every text gets
the logits that it would get in a sequence of its own. Texts that are known beforehand can also be laid out as a tree,
in which what some of them begin with stands once (`branched`).

Letters: T tokens in the cache and the step together, N tokens of the step (the last N of those T), B tokens of a tree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import torch

SHARED = -1  # owner of a token that every text sees
HIDDEN = -2  # owner of a token that no later token sees, such as a draft that was refused


def visible(owners: torch.Tensor, new: int) -> torch.Tensor:
    """Which tokens each of the last `new` tokens sees, itself included: bool [N, T].

    Args:
        owners: int [T], the number of a text, `SHARED` or `HIDDEN`.
        new: N.
    """
    import torch

    order = torch.arange(len(owners), device=owners.device)  # [T]
    own = (owners == SHARED)[None, :] | (owners[None, :] == owners[-new:, None])  # [N, T]
    return own & (order[None, :] <= order[-new:, None])


def additive(mask: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    """A mask of booleans as attention adds it to its logits: 0 where it is true, else the least number of `dtype`."""
    import torch

    return torch.zeros(mask.shape, dtype=dtype, device=mask.device).masked_fill(~mask, torch.finfo(dtype).min)


def common_prefix(texts: Sequence[Sequence[int]]) -> int:
    """How many tokens all texts begin with; at least one token of each text is left over."""
    shortest = min(len(text) for text in texts) - 1
    for i in range(shortest):
        if len({text[i] for text in texts}) > 1:
            return i
    return shortest


@dataclass(frozen=True, slots=True)
class Branches:
    """Texts as a tree of tokens: what several texts begin with stands in it once.

    Attributes:
        tokens: B of them, each after those that come before it in its text.
        depths: how many tokens come before each in its text.
        sees: bool [B, B], which tokens each sees, itself included: those before it in its text.
        last: for each text, the place of its last token.
    """

    tokens: list[int]
    depths: list[int]
    sees: NDArray[np.bool_]
    last: list[int]


def branched(texts: Sequence[Sequence[int]]) -> Branches:
    """Lay out texts, none of which is empty, as a tree."""
    places: dict[tuple[int, ...], int] = {}
    last = []
    for text in texts:
        for end in range(1, len(text) + 1):
            places.setdefault(tuple(text[:end]), len(places))
        last.append(places[tuple(text)])
    sees = np.zeros((len(places), len(places)), bool)
    for begun, place in places.items():
        if len(begun) > 1:
            sees[place] = sees[places[begun[:-1]]]
        sees[place, place] = True
    return Branches([begun[-1] for begun in places], [len(begun) - 1 for begun in places], sees, last)
