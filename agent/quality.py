"""What limits an examination of a file: its size, how it was compressed, and whether it shows a screen."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image

from .evidence import Quality
from .pixels.jpeg_blocks import DOUBLE_QUANTISATION_THRESHOLD, double_quantisation, estimate_quality, luma
from .sentences import Sentence

SMALL_SIDE = 128  # pixels of the short side below which most measurements are not made
# Widths and heights of phone, tablet and desktop screens; a screen can also be turned.
SCREENS = {
    (750, 1334), (828, 1792), (1080, 1920), (1080, 2160), (1080, 2220), (1080, 2280), (1080, 2316), (1080, 2340),
    (1080, 2376), (1080, 2400), (1125, 2436), (1170, 2532), (1179, 2556), (1206, 2622), (1242, 2208), (1242, 2688),
    (1284, 2778), (1290, 2796), (1320, 2868), (1440, 2560), (1440, 2960), (1440, 3088), (1440, 3120), (1440, 3200),
    (1536, 2048), (1620, 2160), (1640, 2360), (1668, 2224), (1668, 2388), (2048, 2732),
    (1366, 768), (1440, 900), (1536, 864), (1680, 1050), (1920, 1200), (2560, 1440), (2560, 1600), (2880, 1800),
    (3024, 1964), (3456, 2234), (3840, 2160),
}  # fmt: skip

CALLS_ITSELF = Sentence("quality.calls_itself", "the file calls itself a screenshot")
SCREEN_SIZE = Sentence("quality.screen_size", "{width}×{height} is the size of a screen, saved as PNG")
FLAT_ROWS = Sentence("quality.flat_rows", "{share:.0%} of the rows are of one colour, as in a user interface")


def assess(
    pixels: NDArray[np.uint8],
    image: Image.Image,
    tables: dict[int, Any],
    exif: Image.Exif,
    info: dict[str, Any],
) -> Quality:
    """The quality facts of a file.

    Args:
        pixels: uint8 [H, W, 3], upright.
        image: the picture as it is stored, perhaps turned.
        tables: quantisation tables of a JPEG file by number, each of 64 values; empty for other files.
        exif: its EXIF block, empty if it has none.
        info: what Pillow read beside the pixels.
    """
    image_format = image.format or ""
    quality, standard, double = None, None, None
    if 0 in tables:
        quality, standard = estimate_quality(tables[0])
        stored = pixels if image.size == (pixels.shape[1], pixels.shape[0]) else pixels.swapaxes(0, 1)
        double = double_quantisation(luma(stored), tables[0])
    bare = not exif and not any(key in info for key in ("xmp", "XML:com.adobe.xmp", "photoshop", "parameters"))
    return Quality(
        short_side=min(pixels.shape[:2]),
        jpeg_quality=quality,
        jpeg_standard_tables=standard,
        double_quantisation=None if double is None else round(double, 2),
        recompressed=None if double is None else double > DOUBLE_QUANTISATION_THRESHOLD,
        screenshot=screenshot_signs(pixels, exif, info, image_format),
        metadata_stripped=image_format in ("JPEG", "WEBP", "HEIF", "AVIF") and bare,
        icc_profile="icc_profile" in info,
    )


def screenshot_signs(
    pixels: NDArray[np.uint8], exif: Image.Exif, info: dict[str, Any], image_format: str
) -> tuple[str, ...]:
    """Signs of a screenshot: a note in the file, or the size of a screen in a PNG; then also rows of one colour."""
    try:
        comment = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.UserComment, b"") if exif else b""
    except Exception:  # a damaged EXIF block is no sign of a screenshot
        comment = b""
    comment = comment if isinstance(comment, bytes) else str(comment).encode()
    notes = comment + str(info.get("Description", "")).encode() + str(info.get("Software", "")).encode()
    signs = []
    if b"screenshot" in notes.lower().replace(b"\x00", b""):
        signs.append(CALLS_ITSELF())
    h, w = pixels.shape[:2]
    screen = (w, h) in SCREENS or (h, w) in SCREENS
    flat = (pixels[:, 1:] == pixels[:, :-1]).all(axis=(1, 2))  # [H], rows of one colour, as in bars and margins
    if screen and image_format == "PNG":
        signs.append(SCREEN_SIZE(width=w, height=h))
    if signs and flat.mean() > 0.02:
        signs.append(FLAT_ROWS(share=flat.mean()))
    return tuple(signs)
