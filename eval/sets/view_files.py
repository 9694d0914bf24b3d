"""Pictures kept as views: the whole, scaled down, and crops at native resolution, each a file.

    FOLDER/manifest.csv      columns file, label, source, group, original_width, original_height; `file` is NAME.jpg
    FOLDER/whole/{real,generated}/NAME.jpg  the middle square, scaled to what the vision tower sees
    FOLDER/native/{real,generated}/NAME-1.jpg, NAME-2.jpg …   crops of the original, not scaled

A set in this form is small, and still shows the traces that scaling removes.
"""

from __future__ import annotations

from io import BytesIO
from itertools import count, takewhile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ...agent.file_bytes import write_whole
from .degradations import VIEW, random_crop, view
from .splits import seed_of

COLUMNS = ("file", "label", "generator", "content", "source", "group", "original_width", "original_height")
ROOM = 1.5  # times the side of a view; in a smaller picture a crop would repeat the whole
QUALITY = 95  # JPEG, IJG scale


def views_of(folder: Path, file: str, label: str) -> list[tuple[Path, int]]:
    """The views of one picture that the set holds, each with the number of the crop; the whole is 0 and comes first.

    Raises:
        ValueError: if there are none.
    """
    name = Path(file).stem
    whole = folder / "whole" / label / file
    crops = (folder / "native" / label / f"{name}-{number}.jpg" for number in count(1))
    views = [(whole, 0)] if whole.exists() else []
    views += [(crop, number) for number, crop in enumerate(takewhile(Path.exists, crops), 1)]
    if not views:
        raise ValueError(f"{file} has no views below {folder}; they are expected in whole/{label} and native/{label}")
    return views


def write_views(folder: Path, name: str, label: str, pixels: NDArray[np.uint8], crops: int = 2) -> None:
    """Write the views of one picture; the crops lie at places that depend on its name alone.

    Args:
        folder: of the set.
        name: of the picture, without an ending.
        label: real or generated.
        pixels: uint8 [H, W, 3].
        crops: how many, if the picture has room for them.

    Raises:
        OSError: if a view can't be written; none is left half written.
    """
    rng = np.random.default_rng(seed_of(name, "views"))
    views = {f"whole/{label}/{name}.jpg": view(pixels)}
    if min(pixels.shape[:2]) >= ROOM * VIEW:
        views |= {f"native/{label}/{name}-{n}.jpg": random_crop(pixels, VIEW, rng) for n in range(1, crops + 1)}
    for place, seen in views.items():
        written = BytesIO()
        Image.fromarray(np.ascontiguousarray(seen)).save(written, "JPEG", quality=QUALITY, subsampling=0)
        write_whole(folder / place, written.getvalue())
