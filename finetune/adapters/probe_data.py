"""Pictures about which cue questions have known answers, from how each picture was made or from people's answers.

What is not known of a picture is not asked about it. A picture that was altered in a part is also asked about the half
in which the part lies. Artifacts of a known name come with as many controls, which went through the same steps without
the artifact, so that the steps don't tell.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from ...eval.sets import degradations
from ...eval.sets.records import Record, read_pixels
from ..pseudo_fakes import artifacts
from ..pseudo_fakes.alterations import GENERATIVE, Alteration, Generator, make
from ..pseudo_fakes.taef2 import Taef2
from .cue_questions import OF_THE_WHOLE, Truth
from .face_answers import Face

# Absent in every picture of a single origin.
_SINGLE_ORIGIN: tuple[str, ...] = ("edges.blend", "edges.halo", "edges.clone", "compression.uneven")
_ABSENT_IN_PHOTOGRAPHS = (*_SINGLE_ORIGIN, *OF_THE_WHOLE, "global.painted_style", "compression.resampled")
_PHOTOGRAPH: dict[str, bool] = dict.fromkeys(_ABSENT_IN_PHOTOGRAPHS, False)
_GENERATED: dict[str, bool] = {**dict.fromkeys(_SINGLE_ORIGIN, False), **dict.fromkeys(OF_THE_WHOLE, True)}
# What is known of each kind of picture: whether the artifact of a cue is there. A kind leaves out what is not known.
TRUTH: dict[str, dict[str, bool]] = {
    "real": {**_PHOTOGRAPH, "texture.smooth": False},
    "control": _PHOTOGRAPH,
    "generated": _GENERATED,
    "autoencoder": {**_GENERATED, "compression.resampled": True},
    "super-resolution": {**_GENERATED, "texture.smooth": True},
    "style": {**_GENERATED, "global.painted_style": True},
    "region": {"edges.blend": True, "compression.uneven": True, "edges.clone": False},
    "splice": {"edges.blend": True, "edges.halo": True, "edges.clone": False},
    "copy-move": {"edges.blend": True, "edges.clone": True, "global.synthetic_look": False},
    "blend": {"edges.blend": True, "compression.uneven": True, "edges.clone": False},
}
SHARES = {  # how often each kind is drawn; as many generated or altered pictures as real ones
    "real": 0.26,
    "control": 0.08,
    "generated": 0.26,
    "autoencoder": 0.06,
    "super-resolution": 0.03,
    "style": 0.02,
    "region": 0.07,
    "splice": 0.05,
    "copy-move": 0.06,
    "blend": 0.04,
    "face": 0.07,
}
_REGION_SHARES = (0.65, 0.2, 0.15)  # of the generative alterations, among pictures altered in a region
ARTIFACT_SHARE = 0.25  # of all examples, evenly over the kinds of artifacts; half of them are controls
_CUTS = 6  # pictures to try until an artifact can be seen in one
OFF_CENTRE = 0.08  # in sides of the picture: how far from the middle a part must lie to count as in one half
MIDDLE = 0.17  # in sides of the picture: how far from the middle a part may lie to count as in the middle third


@dataclass(frozen=True, slots=True)
class Example:
    """A view with what is known of it.

    Attributes:
        pixels: uint8 [224, 224, 3].
        truth: by the id of a cue, whether its artifact is there.
        origin: the kind of picture.
        place: where an artifact lies, in words of a 3 × 3 grid (`artifact_places.PLACES`); empty if there is none.
        group: of the picture that it was made of, as its set names groups.
    """

    pixels: NDArray[np.uint8]
    truth: Truth
    origin: str
    place: str = ""
    group: str = ""


def sides(mask: NDArray[np.bool_] | None) -> dict[str, bool]:
    """In which half the altered part lies, across and down, and whether in the middle.

    Args:
        mask: bool [H, W], True where the picture was altered; None if it was not altered in a part.

    Returns:
        The truth about `region.left` and `region.top`, each only if the part's centre is off the middle, and about
        `region.middle`, unless the centre is near the border between middle and edge.
    """
    if mask is None or not mask.any():
        return {}
    rows, columns = np.nonzero(mask)
    offsets = {"region.left": 0.5 - columns.mean() / mask.shape[1], "region.top": 0.5 - rows.mean() / mask.shape[0]}
    halves = {cue: bool(offset > 0) for cue, offset in offsets.items() if abs(offset) > OFF_CENTRE}
    away = max(map(abs, offsets.values()))
    return halves | ({"region.middle": bool(away < MIDDLE)} if abs(away - MIDDLE) > OFF_CENTRE / 2 else {})


class Examples:
    """Draws examples; the random state decides each.

    Attributes:
        digest: identifies the pictures that are drawn from.
        presence: how often the artifact of each cue is there, among the pictures of which that is known.
    """

    def __init__(
        self,
        records: Sequence[Record],
        generators: Mapping[Alteration, Generator],
        people: Sequence[Face] = (),
        *,
        autoencoder: Taef2 | None = None,
    ) -> None:
        """Sort the pictures by label and source.

        Args:
            records: labelled pictures.
            generators: a network for each generative alteration; what has none is left out.
            people: face crops that people answered about.
            autoencoder: some artifacts need one; without it they are left out.

        Raises:
            ValueError: if there are no pictures of a label.
        """
        self._generators, self._people, self._autoencoder = generators, list(people), autoencoder
        self._artifacts = artifacts.kinds(autoencoder)
        self._by: dict[str, list[list[Record]]] = {}
        for label in ("real", "generated"):
            sources: dict[str, list[Record]] = {}
            for record in records:
                if record.label == label:
                    sources.setdefault(record.source, []).append(record)
            if not sources:
                raise ValueError(f"the data hold no {label} pictures; the perception adapter needs both labels")
            self._by[label] = list(sources.values())
        names = [f"{record.label}/{record.source}/{record.path.name}" for record in records]
        names += [face.path.name for face in self._people] + list(self._artifacts)
        self.digest = hashlib.sha256("\n".join(names).encode()).hexdigest()[:12]
        lacking = {kind for kind in GENERATIVE if kind not in generators}
        lacking |= set() if self._people else {"face"}
        lacking |= {"region"} if len(lacking & set(GENERATIVE)) == len(GENERATIVE) else set()
        self._shares = {name: share for name, share in SHARES.items() if name not in lacking}
        by_kind = zip(GENERATIVE, _REGION_SHARES, strict=True)
        shares: dict[Alteration, float] = {k: s for k, s in by_kind if k in generators}
        self._region_shares = {kind: share / sum(shares.values()) for kind, share in shares.items()}
        self.presence = self._presence()

    def _presence(self) -> dict[str, float]:
        present: dict[str, float] = defaultdict(float)
        known: dict[str, float] = defaultdict(float)
        rest = 1 - ARTIFACT_SHARE
        truths = [(TRUTH[name], rest * share) for name, share in self._shares.items() if name != "face"]
        truths += [(face.truth, rest * self._shares["face"] / len(self._people)) for face in self._people]
        for kind in self._artifacts:
            share = ARTIFACT_SHARE / len(self._artifacts) / 2
            for there in (True, False):
                decoded = share * artifacts.decoded_share(kind, there)
                truths += [(artifacts.truth(kind, there), share), (dict.fromkeys(OF_THE_WHOLE, True), decoded)]
        for truth, share in truths:
            for cue, there in truth.items():
                present[cue] += share * there
                known[cue] += share
        return {cue: present[cue] / known[cue] for cue in known}

    def draw(self, rng: np.random.Generator) -> Example:
        """One example. A picture is cut, altered, and only then degraded, so that the altered part stays in view."""
        if rng.random() < ARTIFACT_SHARE and (example := self._with_artifact(rng)) is not None:
            return example
        shares = np.array(list(self._shares.values()))
        origin = list(self._shares)[int(rng.choice(len(shares), p=shares / shares.sum()))]
        if origin == "face":
            face = self._people[int(rng.integers(len(self._people)))]
            view = degradations.degrade(read_pixels(face.path), rng, crop=False)
            return Example(view, face.truth, "face", group=face.path.stem)
        pixels, group = self._cut("generated" if origin == "generated" else "real", rng)
        mask = None
        if origin not in ("real", "generated"):
            kind = cast("Alteration", origin)
            if origin == "region":
                kinds = list(self._region_shares)
                kind = cast("Alteration", kinds[int(rng.choice(len(kinds), p=list(self._region_shares.values())))])
            donor = self.cut("real", rng) if kind == "splice" else None
            fake = make(kind, pixels, rng, donor=donor, generator=self._generators.get(kind), region=origin == "region")
            pixels, mask = fake.pixels, fake.mask
        view = degradations.degrade(pixels, rng, crop=False, mirror=mask is None)
        return Example(view, TRUTH[origin] | sides(mask), origin, group=group)

    def _with_artifact(self, rng: np.random.Generator) -> Example | None:
        """A real picture with an artifact, or the control of one; None if none of several pictures can show it.

        It is not mirrored, so that legible writing stays legible.
        """
        kind = self._artifacts[int(rng.integers(len(self._artifacts)))]
        control = bool(rng.random() < 0.5)
        for _ in range(_CUTS):
            pixels, group = self._cut("real", rng)
            if min(pixels.shape[:2]) < artifacts.LEAST:
                continue
            made = artifacts.make(kind, pixels, rng, autoencoder=self._autoencoder, control=control)
            if made is not None:
                view = degradations.degrade(made.pixels, rng, crop=False, mirror=False)
                whole = dict.fromkeys(OF_THE_WHOLE, True) if made.decoded else {}
                origin = f"{kind}, control" if control else kind
                return Example(view, made.truth | whole | sides(made.mask), origin, made.place or "", group)
        return None

    def cut(self, label: str, rng: np.random.Generator) -> NDArray[np.uint8]:
        """A square cut at random from a picture of a label, uint8 [S, S, 3], S being .6 to 1 of its short side.

        A source is drawn with the square root of its size, so that large ones do not push out the others.
        """
        return self._cut(label, rng)[0]

    def _cut(self, label: str, rng: np.random.Generator) -> tuple[NDArray[np.uint8], str]:
        """A square as `cut` gives it, and the group of its picture."""
        sources = self._by[label]
        weights = np.sqrt([len(source) for source in sources])
        source = sources[int(rng.choice(len(sources), p=weights / weights.sum()))]
        record = source[int(rng.integers(len(source)))]
        pixels = read_pixels(record.path)
        side = int(min(pixels.shape[:2]) * rng.uniform(0.6, 1.0))
        return degradations.random_crop(pixels, side, rng), record.group
