"""What fills the places of the knowledge base, from what the program itself holds, so that no figure goes stale.

* `version` of the program; `error_rate` that labels have by default;
* `photographs`, `photograph_sources`, `generated`, `generated_sources`, `families` of the reference set;
* `ghost_threshold`, `noise_threshold`, `peak_threshold`, `unstable` of the detectors;
* `smallest_side` (pixels), `worst_quality`, `file_limit` (MB), `megapixels`, `formats` of files;
* `cues`, `reliable_cues` of the model *small*.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import version

from .... import prompts
from ...detectors import clip, clip_heads, jpeg, noise, spectral
from ...file_bytes import MAX_BYTES
from ...intake import MAX_PIXELS, READABLE
from ...perception import adapters, reliability
from ...quality import SMALL_SIDE
from ..weighing.headline import rate
from ..weighing.verdict import ERROR_RATE, WORST_QUALITY


@cache
def values() -> dict[str, str]:
    """The value of each place; what depends on trained parts is left out if these are not installed."""
    fixed = {
        "version": version("telltale"),
        "error_rate": rate(ERROR_RATE),
        "ghost_threshold": f"{jpeg.GHOST_THRESHOLD:g}",
        "noise_threshold": f"{noise.THRESHOLD:g}",
        "peak_threshold": f"{spectral.PEAK_THRESHOLD:g}",
        "unstable": f"{clip.CHANGE:g}",
        "smallest_side": str(SMALL_SIDE),
        "worst_quality": str(WORST_QUALITY),
        "file_limit": str(MAX_BYTES // 2**20),
        "megapixels": str(MAX_PIXELS // 10**6),
        "formats": READABLE.replace(" or ", ", "),
    }
    return fixed | _of_the_reference_set() | _of_the_cues()


def _of_the_reference_set() -> dict[str, str]:
    shipped = clip_heads.shipped()
    if shipped is None:
        return {}
    (photographs, generated), (photograph_sources, generated_sources) = shipped.counts, shipped.source_counts
    return {
        "photographs": str(photographs),
        "photograph_sources": str(photograph_sources),
        "generated": str(generated),
        "generated_sources": str(generated_sources),
        "families": ", ".join(shipped.families),
    }


def _of_the_cues() -> dict[str, str]:
    measured = reliability.read(adapters.shipped("small").get("perceive"))
    reliable = sum(row.reliable for row in measured.values())
    return {"cues": str(len(prompts.cues())), "reliable_cues": str(reliable)} if measured else {}
