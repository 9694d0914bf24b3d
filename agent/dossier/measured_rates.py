"""What was measured of the verdict on pictures of known origin, by tier, for the weights that it was measured with."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import Field

from ..evidence import ExhibitFacts
from ..frozen_types import Frozen

FILE = "measured_rates.toml"
HEAD = "head:clip_heads.safetensors"  # in the versions of a record
Tier = Literal["whole", "web", "hard"]
KindName = Literal["as_it_is", "screenshot", "resaved", "messenger", "thumbnail", "night", "smoothed"]
# The longest side in pixels and the JPEG quality up to which a file is like a tier; between the tiers that were tested.
_HARD, _WEB = (600, 50), (900, 70)


class TierRates(Frozen):
    """What was measured on one tier of copies, on sources that hold photographs and generated pictures of like content.

    `labelled` is the share of pictures that got a label, `wrong` the share of these labels that were wrong; `low` and
    `high` are the ends of a 95% interval over sources.
    """

    pictures: Tier
    auroc: float
    auroc_low: float
    auroc_high: float
    labelled: float
    wrong: float
    wrong_low: float
    wrong_high: float


class KindRate(Frozen):
    """How often photographs of one kind were called synthetic; `card` is the kind's name in the model card."""

    name: KindName
    card: str
    pictures: int
    share: float
    low: float
    high: float


class FalseAlarms(Frozen):
    """The kinds, and the command that measures them."""

    command: str
    kind: tuple[KindRate, ...]


class MeasuredRates(Frozen):
    """All figures; `head` is the digest of the weights, `error_rate` the setting that they hold for."""

    head: str
    error_rate: float
    command: str
    photographs: int
    photograph_sources: int
    generated: int
    generated_sources: int
    generators: tuple[str, ...]
    years: str
    most: str = Field(description="years of most of the generated pictures")
    tier: tuple[TierRates, ...]
    false_alarms: FalseAlarms

    def of(self, tier: Tier) -> TierRates:
        """The figures of a tier."""
        return next(each for each in self.tier if each.pictures == tier)


@cache
def shipped_rates() -> MeasuredRates:
    """The figures that come with the package."""
    text = (files("telltale.agent.dossier") / FILE).read_text(encoding="utf-8")
    return MeasuredRates.model_validate(tomllib.loads(text))


def tier_of(facts: ExhibitFacts) -> Tier:
    """The tier that a file is most like, by its size and JPEG quality; a file of another format counts as it is."""
    side, quality = max(facts.width, facts.height), facts.quality.jpeg_quality
    if quality is None:
        return "whole"
    if quality <= _HARD[1] and side <= _HARD[0]:
        return "hard"
    return "web" if quality <= _WEB[1] and side <= _WEB[0] else "whole"


def kinds_of(facts: ExhibitFacts) -> tuple[KindName, ...]:
    """The kinds of processing that the file itself shows; what it shows nothing of is not guessed."""
    quality = facts.quality
    found: list[KindName] = []
    if quality.screenshot:
        found.append("screenshot")
    if quality.recompressed:
        found.append("resaved")
    if quality.metadata_stripped and tier_of(facts) != "whole":
        found.append("messenger")
    return tuple(found)
