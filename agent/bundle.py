"""A bundle: one folder with trained parts that an examination uses in place of those that ship.

    FOLDER/telltale.toml             its name, and the SHA-256 of every other file
    FOLDER/clip_heads.safetensors    the main detector, the families and the known pictures
    FOLDER/portrait.safetensors      the head for close portraits
    FOLDER/laundering.safetensors    the head for photographs that passed through a network
    FOLDER/locating.safetensors      the head for altered parts
    FOLDER/fusion.json               how findings count, and the limits of the labels
    FOLDER/perceive, FOLDER/explain  adapters, in peft's format
    FOLDER/effect.json               what the bundle changed on left-out pictures, for people

Each part may be absent; then the one that ships is used. Nothing is unpickled: a file that is not listed, not one of
these, or not as its digest says is refused. `telltale finetune` writes bundles.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from .bundle_description import (
    BEGUN,
    EFFECT,
    FILE,
    PARTS,
    SCHEMA,
    BundleError,
    Description,
    check_files,
    described,
    sha256,
    shown,
)
from .bundle_sentences import own_set, with_limits
from .bundle_use import BundleUse
from .detectors import altered_part, clip, clip_heads, family, laundering, nearest, portrait
from .detectors.base import Detector
from .detectors.clip_heads import Heads
from .detectors.laundering import LaunderingHead
from .detectors.portrait import PortraitHead
from .locating import fused_map
from .locating.fused_map import LocatingHead
from .models import digests, shipped_digest
from .perception import adapters, tower
from .reasoning.weighing import terms
from .reasoning.weighing.terms import Parameters
from .text import one_line

__all__ = [
    "BEGUN",
    "EFFECT",
    "FILE",
    "PARTS",
    "SCHEMA",
    "Bundle",
    "BundleError",
    "Description",
    "heads_in_use",
    "read",
    "sha256",
]

HEADS = (clip_heads.FILE, portrait.FILE, laundering.FILE, fused_map.FILE)
Head = TypeVar("Head")


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that was read and checked.

    Attributes:
        folder: where it lies.
        description: what it says of itself.
        digest: the first 12 hexadecimal digits of the SHA-256 of its description.
        heads, portraits, passages, parts_head: its heads of the main detector, of portraits, of laundering and of
            altered parts; None if it has none.
        fitted: its parameters of fusion as they are stored; None if it has none.
    """

    folder: Path
    description: Description
    digest: str
    heads: Heads | None = None
    portraits: PortraitHead | None = None
    passages: LaunderingHead | None = None
    parts_head: LocatingHead | None = None
    fitted: Parameters | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts that it brings."""
        return tuple(dict.fromkeys(PARTS[file] for file in self.description.files if file in PARTS))

    def adapter(self, model: str) -> Path | None:
        """The folder of its adapters, if it has any and they are for this model."""
        brings = any(name in self.parts for name in adapters.ADAPTERS)
        return self.folder if brings and model == self.description.model else None

    def use(self, model: str) -> BundleUse:
        """What an examination with a model uses of it, for the record."""
        here = [p for p in self.parts if p not in adapters.ADAPTERS or self.adapter(model) is not None]
        lacking = [p for p in dict.fromkeys(PARTS.values()) if p not in here]
        limits = self.fitted.references["synthetic"] if self.fitted is not None else None
        own = limits.own_real if limits is not None else None
        made, strength = limits.own_alternative if limits is not None else None, self.heads is not None
        counts: dict[str, Any] = {}
        if own is not None:
            counts = {"photographs": own.pictures, "photograph_sources": own.sources, "unit": own.unit}
            if made is not None:
                counts |= {"generated": made.pictures, "generated_sources": made.sources}
                counts["unit"] = "source" if own.unit == made.unit == "source" else "picture"
        elif strength and limits is not None:
            counts = {"photographs": limits.counts[0], "photograph_sources": limits.sources[0]}
            counts |= {"generated": limits.counts[1], "generated_sources": limits.sources[1]}
        return BundleUse(
            name=self.description.name,
            digest=self.digest,
            parts=tuple(here),
            completed=tuple(lacking),
            strength_from="bundle" if strength else "shipped",
            limits_from="bundle" if counts else "shipped",
            **counts,
        )

    def parameters(self, model: str) -> Parameters | None:
        """What a verdict is computed from, with the bundle's pictures named; None for what ships."""
        if self.fitted is None:
            return None
        reference, use, about = self.fitted.references["synthetic"], self.use(model), terms.shipped().about
        if self.heads is not None:
            by_source = self.heads.apart == "source"
            about = own_set(use.name, reference.counts, reference.sources, by_source=by_source)
        own = reference.own_real
        if own is not None and (self.heads is None or own.pictures != reference.counts[0]):
            about = with_limits(use, about)
        return self.fitted.model_copy(update={"about": about})

    def detectors(self, chosen: Sequence[Detector]) -> list[Detector]:
        """The detectors with the bundle's heads in place of the shipped ones."""
        own: dict[str, Callable[..., Any]] = {
            clip.CLIP.name: partial(clip.generation, own=self.heads, portraits=self.portraits),
            family.FAMILY.name: partial(family.measure, own=self.heads),
            nearest.NEAREST.name: partial(nearest.measure, own=self.heads),
            portrait.PORTRAIT.name: partial(portrait.measure, own=self.portraits),
            altered_part.ALTERED_PART.name: partial(altered_part.measure, own=self.parts_head),
            laundering.LAUNDERING.name: partial(laundering.measure, own=self.passages, heads_of_generation=self.heads),
        }
        return [replace(each, measure=own[each.name]) if each.name in own else each for each in chosen]

    def versions(self) -> dict[str, str]:
        """The digests of the bundle and of its files, for a record; its heads stand in place of the shipped ones."""
        files = {name: digest[:12] for name, digest in self.description.files.items()}
        heads = {f"head:{name}": files[name] for name in HEADS if name in files}
        return {**heads, "bundle": self.digest, **{f"bundle:{name}": digest for name, digest in files.items()}}


def read(folder: Path) -> Bundle:
    """Read a bundle and check every file of it.

    Raises:
        BundleError: if it is none, or if a file is missing, damaged, foreign, or of another kind than its name says.
    """
    description, digest = described(folder)
    check_files(folder, description)
    names = description.files
    heads = _read(folder, clip_heads.FILE, names, clip_heads.read, _check_heads)
    fitted = _read(folder, terms.FILE, names, terms.read, _check_parameters)
    if heads is not None and fitted is None:
        raise BundleError(f"{shown(folder)}: its main detector has no {terms.FILE} beside it, so its scores have no "
                          "limits; train it again")  # fmt: skip
    if heads is None and fitted is not None and description.measured_with != shipped_digest(clip_heads.FILE):
        raise BundleError(
            f"{shown(folder)}: its limits were measured with another main detector than the one that ships now; run "
            "`telltale finetune calibrate` again"
        )
    return Bundle(
        folder=folder,
        description=description,
        digest=digest,
        heads=heads,
        portraits=_read(folder, portrait.FILE, names, portrait.read, lambda head: _fits(head.weight, head.gate)),
        passages=_read(folder, laundering.FILE, names, laundering.read, lambda head: _fits(head.weight)),
        parts_head=_read(folder, fused_map.FILE, names, fused_map.read, _check_locating),
        fitted=fitted,
    )


def _read(
    folder: Path,
    name: str,
    files: Mapping[str, str],
    read_part: Callable[[Path], Head],
    check: Callable[[Head], bool],
) -> Head | None:
    """A part in a file, if it is listed; whatever is wrong with it is told in one line."""
    if name not in files:
        return None
    try:
        part = read_part(folder / name)
        if check(part):
            return part
        reason = "its shapes or numbers are wrong"
    except Exception as error:  # safetensors raises a class of its own; a damaged head may fail in any way
        reason = one_line(error, 120)
    raise BundleError(f"{shown(folder / name)}: holds no such part ({reason}); train it again")


def _fits(*weights: np.ndarray) -> bool:
    return all(each.shape[-1] == tower.D and bool(np.isfinite(each).all()) for each in weights)


def _check_locating(head: LocatingHead) -> bool:
    return all(bool(np.isfinite(each).all()) for each in (head.units, head.offsets, head.weights, head.picture))


def _check_heads(heads: Heads) -> bool:
    known = len(heads.reference)
    return (
        _fits(heads.weight, heads.family_weight, heads.centre, heads.basis.T)
        and len(heads.family_weight) == len(heads.family_bias) == len(heads.families)
        and heads.basis.shape[1] == heads.reference.shape[1]
        and known == len(heads.reference_real) == len(heads.reference_names) == len(heads.reference_sources)
        and bool(heads.reference_real.any())
        and not heads.reference_real.all()
    )


def _check_parameters(parameters: Parameters) -> bool:
    return set(parameters.references) == set(terms.ALTERNATIVES)


def heads_in_use(bundle: Bundle | None) -> dict[str, str]:
    """The digests of the heads in use by file, the first 12 hexadecimal digits of each."""
    own = {name: digest[:12] for name, digest in bundle.description.files.items()} if bundle is not None else {}
    return {name: own.get(name, digest) for name, digest in digests().items()}
