"""Artifacts of a known name and place in real pictures, each with a control: the same steps without the artifact.

The name is the id of the cue that asks about the artifact (`prompts/cues.toml`). An artifact that can hardly be seen is
not made: what is said to be there can be seen there.

Letters: H, W height and width of the picture.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ...agent.evidence import Region
from . import latent_artifacts, scene_artifacts, surface_artifacts, text_artifacts
from .alterations import Pixels
from .artifact_pairs import Pair
from .artifact_places import box_of, cells_in_words, place_in_words
from .latent_artifacts import INVERSE, WHOLE
from .taef2 import Taef2

ArtifactKind = Literal[
    "melted", "merged", "patches", "garbled text", "repetition", "reflection", "shadow", "light", "waxy", "halo"
]
LEAST = 48  # pixels on the short side of a picture
_TRIES = 4  # places to try in a picture


@dataclass(frozen=True, slots=True)
class Artifact:
    """A picture with an artifact or, as a control, without it.

    Attributes:
        pixels: uint8 [H, W, 3].
        kind: how it was made.
        name: the id of the cue that asks about it.
        present: whether it is there; False for a control.
        mask: bool [H, W], True where the artifact is; None for a control.
        box: the smallest rectangle around the mask, in pixels; None for a control.
        detail: the variant.
        decoded: whether all of the picture was decoded by an autoencoder.
    """

    pixels: Pixels
    kind: ArtifactKind
    name: str
    present: bool
    mask: NDArray[np.bool_] | None
    box: Region | None
    detail: str
    decoded: bool

    @property
    def truth(self) -> dict[str, bool]:
        """What is known of the picture: by the id of a cue, whether its artifact is there."""
        return truth(self.kind, self.present)

    @property
    def place(self) -> str | None:
        """Where the middle of the artifact lies, in words of a 3 × 3 grid; None for a control."""
        if self.box is None:
            return None
        return place_in_words(self.box, self.pixels.shape[1], self.pixels.shape[0])

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of the 3 × 3 grid that it takes up; none for a control."""
        return () if self.mask is None else cells_in_words(self.mask)


@dataclass(frozen=True, slots=True)
class _Recipe:
    """How a kind is made.

    Attributes:
        cue: the id of the cue that asks about it.
        draw: makes a pair from a picture, an rng and, if the kind takes one, an autoencoder.
        least: the mean difference in grey levels between artifact and control, within the mask, from which the artifact
            can be seen. By eye, on contact sheets at 224 px.
        sigma: of the blur before that difference, in pixels.
        autoencoder: whether the kind takes one.
        also: further cues whose artifact is there.
        decoded: the shares of pictures with the artifact, and of controls, all of which was decoded.
    """

    cue: str
    draw: Callable[..., Pair]
    least: float
    sigma: float = 1.0
    autoencoder: Literal["none", "optional", "needed"] = "none"
    also: tuple[str, ...] = ()
    decoded: tuple[float, float] = (0.0, 0.0)


_RECIPES: Mapping[ArtifactKind, _Recipe] = {
    "melted": _Recipe(
        "geometry.structure", latent_artifacts.melted, 16.0, autoencoder="needed", decoded=(WHOLE, WHOLE)
    ),
    "merged": _Recipe(
        "geometry.structure", latent_artifacts.merged, 16.0, autoencoder="needed", decoded=(WHOLE, WHOLE)
    ),
    "patches": _Recipe(
        "compression.uneven", latent_artifacts.patches, 3.0, sigma=0.0, autoencoder="needed", decoded=(0.0, INVERSE)
    ),
    "garbled text": _Recipe("text.garbled", text_artifacts.garbled, 5.0, autoencoder="optional"),
    "repetition": _Recipe("texture.repeated", scene_artifacts.repeated, 15.0, also=("edges.clone",)),
    "reflection": _Recipe("reflections.mismatch", scene_artifacts.reflection, 12.0),
    "shadow": _Recipe("lighting.shadows", scene_artifacts.shadow, 14.0),
    "light": _Recipe("lighting.direction", scene_artifacts.light, 20.0),
    "waxy": _Recipe("texture.smooth", surface_artifacts.waxy, 3.5),
    "halo": _Recipe("edges.halo", surface_artifacts.halo, 25.0),
}
ARTIFACTS: tuple[ArtifactKind, ...] = tuple(_RECIPES)


def kinds(autoencoder: Taef2 | None) -> tuple[ArtifactKind, ...]:
    """The kinds that can be made with or without an autoencoder."""
    return tuple(kind for kind in ARTIFACTS if autoencoder is not None or _RECIPES[kind].autoencoder != "needed")


def truth(kind: ArtifactKind, present: bool) -> dict[str, bool]:
    """What is known of every picture of a kind, with the artifact or without, by the ids of cues."""
    recipe = _RECIPES[kind]
    return {recipe.cue: present, **(dict.fromkeys(recipe.also, True) if present else {})}


def decoded_share(kind: ArtifactKind, present: bool) -> float:
    """Of the pictures of a kind, with the artifact or without, the share all of which was decoded by an autoencoder."""
    return _RECIPES[kind].decoded[0 if present else 1]


def make(
    kind: ArtifactKind,
    pixels: Pixels,
    rng: np.random.Generator,
    *,
    autoencoder: Taef2 | None = None,
    control: bool = False,
) -> Artifact | None:
    """One artifact in a real picture, or its control; the same state of the rng gives the one and the other.

    Args:
        kind: of the artifact.
        pixels: uint8 [H, W, 3], 48 px or more on the short side.
        rng: decides every choice.
        autoencoder: needed for melted, merged and patches; writing can be melted too if it is there.
        control: leave the artifact out.

    Returns:
        None if the picture has no place where the artifact could be seen, as a picture of a clear sky has none for
        melted detail.

    Raises:
        ValueError: if the kind needs an autoencoder and has none, or if the picture is too small.
    """
    if min(pixels.shape[:2]) < LEAST:
        raise ValueError(f"artifacts need a picture of {LEAST} px or more on the short side, not {pixels.shape[:2]}")
    recipe = _RECIPES[kind]
    if recipe.autoencoder == "needed" and autoencoder is None:
        raise ValueError(f"{kind} needs an autoencoder; give one that `taef2.load` read")
    given = () if recipe.autoencoder == "none" else (autoencoder,)
    for _ in range(_TRIES):
        pair = recipe.draw(pixels, rng, *given)
        if pair.contrast(recipe.sigma) < recipe.least:
            continue
        if control:
            return Artifact(pair.control, kind, recipe.cue, False, None, None, pair.detail, pair.control_decoded)
        box = box_of(pair.mask)
        return Artifact(pair.shown, kind, recipe.cue, True, pair.mask, box, pair.detail, pair.shown_decoded)
    return None
