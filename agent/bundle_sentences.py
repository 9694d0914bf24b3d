"""What a record says of a bundle: whose pictures the verdict rests on, and for which pictures its promise holds."""

from __future__ import annotations

from .bundle_use import BundleUse
from .foreign import Foreign
from .sentences import Sentence

MADE_WITH = Sentence(
    "bundle_sentences.made_with",
    "Trained parts of this examination come from the bundle {name}; they are not those that ship with Telltale.",
)
LIMITS_ALONE = Sentence(
    "bundle_sentences.limits_alone",
    "Limits for the labels come from the bundle {name}; the detectors are those that ship with Telltale.",
)
COMPLETED = Sentence(
    "bundle_sentences.completed", "What the bundle lacks was taken from the parts that ship with Telltale."
)
LIMITS = Sentence(
    "bundle_sentences.limits",
    "The limits of the labels rest on the bundle's own pictures, not on Telltale's reference set: {photographs} "
    "photographs (sources: {photograph_sources}) and {generated} generated pictures (sources: {generated_sources}).",
)
LIMITS_BY_PHOTOGRAPHS = Sentence(
    "bundle_sentences.limits_by_photographs",
    "The limit of the label synthetic rests on the bundle's own photographs, not on Telltale's reference set: "
    "{photographs} photographs (sources: {photograph_sources}). The limit of the label real was not set on them.",
)
FOR_NEW_SOURCES = Sentence(
    "bundle_sentences.for_new_sources",
    "The promised error rate holds for pictures from new sources of the same kind as the bundle's; it says nothing "
    "about other kinds.",
)
FOR_THESE_SOURCES = Sentence(
    "bundle_sentences.for_these_sources",
    "The promised error rate holds only for pictures from the same sources as the bundle's, taken in the same way; it "
    "says nothing about pictures from elsewhere.",
)
OWN_SET = Sentence(
    "bundle_sentences.own_set",
    "{photographs} photographs of {photograph_sources} sources and {generated} generated pictures of "
    "{generated_sources} sources from the bundle {name}, each scored by weights that left its source out",
)
OWN_SET_OF_GROUPS = Sentence(
    "bundle_sentences.own_set_of_groups",
    "{photographs} photographs of {photograph_sources} sources and {generated} generated pictures of "
    "{generated_sources} sources from the bundle {name}, each scored by weights that left it out",
)
TWO_SETS = Sentence(
    "bundle_sentences.two_sets",
    "the pictures of the bundle {name}, which set the limits of the labels (photographs: {photographs}, generated "
    "pictures: {generated}), and for the strength of the evidence {reference_set}",
)


def of_bundle(bundle: BundleUse | None) -> tuple[str, ...]:
    """What a reader must know of the bundle before relying on the record; nothing without one."""
    if bundle is None:
        return ()
    alone = bundle.parts == ("fusion",)
    said = [(LIMITS_ALONE if alone else MADE_WITH)(name=Foreign(bundle.name))]
    if bundle.completed and not alone:
        said.append(COMPLETED())
    if bundle.limits_from == "bundle":
        sentence = LIMITS if bundle.generated else LIMITS_BY_PHOTOGRAPHS
        said.append(sentence(**_counts(bundle)))
        said.append(FOR_NEW_SOURCES() if bundle.unit == "source" else FOR_THESE_SOURCES())
    return tuple(said)


def own_set(name: str, counts: tuple[int, int], sources: tuple[int, int], *, by_source: bool) -> str:
    """The pictures that a bundle's main detector was calibrated on.

    Args:
        name: of the bundle.
        counts: photographs and generated pictures.
        sources: of each.
        by_source: whether each was scored without its source, or only without itself.
    """
    return (OWN_SET if by_source else OWN_SET_OF_GROUPS)(
        name=Foreign(name),
        photographs=counts[0],
        photograph_sources=sources[0],
        generated=counts[1],
        generated_sources=sources[1],
    )


def with_limits(bundle: BundleUse, strength: str) -> str:
    """Whose pictures a verdict is calibrated on where the limits of the labels rest on others than its strength does.

    Args:
        bundle: what of a bundle is used.
        strength: the pictures that the strength of the evidence rests on, in words.
    """
    counts = {"photographs": bundle.photographs, "generated": bundle.generated}
    return TWO_SETS(name=Foreign(bundle.name), reference_set=strength, **counts)


def _counts(bundle: BundleUse) -> dict[str, int]:
    return {
        "photographs": bundle.photographs,
        "photograph_sources": bundle.photograph_sources,
        "generated": bundle.generated,
        "generated_sources": bundle.generated_sources,
    }
