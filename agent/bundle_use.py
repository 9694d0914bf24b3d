"""What an examination used of a bundle, as its record says."""

from __future__ import annotations

from typing import Literal

from .frozen_types import Frozen

Owner = Literal["bundle", "shipped"]


class BundleUse(Frozen):
    """A bundle of parts that somebody trained or calibrated, and what of it an examination used.

    `digest` is the beginning of the SHA-256 of its description, which names the SHA-256 of each of its files. `parts`
    are the parts that it brings, `completed` those that were taken from what ships since it lacks them. `strength_from`
    says on whose pictures the likelihood ratio was calibrated, `limits_from` whose set the limits of the labels. With
    the unit `source`, what is promised of the labels holds for new sources like these; with `picture` only for
    pictures from the same sources. The counts are of the bundle's own pictures, 0 where it rests on none.
    """

    name: str
    digest: str
    parts: tuple[str, ...]
    completed: tuple[str, ...] = ()
    strength_from: Owner = "shipped"
    limits_from: Owner = "shipped"
    unit: Literal["source", "picture"] = "source"
    photographs: int = 0
    photograph_sources: int = 0
    generated: int = 0
    generated_sources: int = 0
