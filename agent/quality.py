"""What limits an examination of a file: its size, how it was compressed, and whether it shows a screen."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image

from .evidence import Quality
from .pixels.jpeg_blocks import DOUBLE_QUANTISATION_THRESHOLD, double_quantisation, estimate_quality
from .sentences import Sentence

_NOTE, _XMP_LOOKED_AT = 2_000, 64 << 10  # characters and bytes in which a file may call itself a screenshot
_FLAT, _JPEG_FLAT = 0.02, 0.05  # shares of rows of one colour
SMALL_SIDE = 128  # pixels of the short side below which most measurements are not made
# Screens by width and height in pixels, standing or lying, with about the year in which a device first had that size,
# after the makers' data sheets. Sizes that are as usual for photographs, videos or generated pictures (768×1024,
# 1280×720, 3000×2000) are left out.
SCREENS = {
    # Apple's phones
    (750, 1334): 2014, (1242, 2208): 2014, (1080, 1920): 2013, (1125, 2436): 2017, (828, 1792): 2018,
    (1242, 2688): 2018, (1170, 2532): 2020, (1284, 2778): 2020, (1080, 2340): 2018, (1179, 2556): 2022,
    (1290, 2796): 2022, (1206, 2622): 2024, (1320, 2868): 2024, (1260, 2736): 2025,
    # Android phones
    (720, 1440): 2017, (720, 1520): 2018, (720, 1560): 2019, (720, 1600): 2019, (720, 1612): 2022, (720, 1640): 2023,
    (1080, 2160): 2017, (1080, 2220): 2018, (1080, 2246): 2018, (1080, 2248): 2018, (1080, 2280): 2018,
    (1080, 2310): 2019, (1080, 2316): 2019, (1080, 2376): 2020, (1080, 2388): 2022, (1080, 2400): 2019,
    (1080, 2408): 2021, (1080, 2412): 2021, (1080, 2424): 2024, (1080, 2520): 2019, (1080, 2640): 2020,
    (1200, 2664): 2023, (1200, 2670): 2024, (1216, 2640): 2024, (1220, 2712): 2023, (1224, 2700): 2023,
    (1240, 2772): 2023, (1256, 2760): 2024, (1260, 2720): 2023, (1260, 2800): 2023, (1264, 2780): 2024,
    (1280, 2800): 2023, (1280, 2856): 2024, (1312, 2848): 2023, (1344, 2992): 2023, (1440, 2560): 2014,
    (1440, 2880): 2017, (1440, 2960): 2017, (1440, 3040): 2019, (1440, 3088): 2020, (1440, 3120): 2018,
    (1440, 3168): 2020, (1440, 3200): 2020, (1440, 3216): 2021, (1440, 3220): 2023, (1644, 3840): 2019,
    # Folding phones, opened and closed
    (1536, 2152): 2019, (1768, 2208): 2020, (1812, 2176): 2022, (1856, 2160): 2024, (1840, 2208): 2023,
    (2076, 2152): 2024, (1968, 2184): 2025, (904, 2316): 2022, (968, 2376): 2024, (1080, 2092): 2023,
    (832, 2268): 2021, (1080, 2636): 2020, (2268, 2440): 2023,
    # Tablets
    (1536, 2048): 2012, (2048, 2732): 2015, (1668, 2224): 2017, (1668, 2388): 2018, (1620, 2160): 2019,
    (1640, 2360): 2020, (1488, 2266): 2021, (2064, 2752): 2024, (1668, 2420): 2024, (1200, 1920): 2013,
    (1600, 2560): 2012, (1752, 2800): 2020, (1848, 2960): 2022, (1440, 2304): 2023, (1800, 2880): 2021,
    (2136, 3200): 2024,
    # Computers
    (1366, 768): 2008, (1440, 900): 2006, (1536, 864): 2015, (1680, 1050): 2004, (1920, 1200): 2003,
    (2560, 1080): 2012, (2560, 1600): 2006, (2880, 1800): 2012, (2304, 1440): 2015, (2560, 1664): 2022,
    (2880, 1864): 2023, (3024, 1964): 2021, (3456, 2234): 2021, (2240, 1400): 2020, (3200, 1800): 2013,
    (3440, 1440): 2014, (3840, 1600): 2017, (3840, 2160): 2013, (3840, 2400): 2020, (4096, 2304): 2015,
    (4480, 2520): 2021, (5120, 2880): 2014, (5120, 1440): 2018, (5120, 2160): 2017, (6016, 3384): 2019,
}  # fmt: skip

CALLS_ITSELF = Sentence("quality.calls_itself", "the file calls itself a screenshot")
SCREEN_SIZE = Sentence("quality.screen_size", "{width}×{height} is the size of a screen, saved as PNG")
SCREEN_JPEG = Sentence(
    "quality.screen_jpeg", "{width}×{height} is the size of a screen, and the file holds nothing that a camera writes"
)
FLAT_ROWS = Sentence("quality.flat_rows", "{share:.0%} of the rows are of one colour, as in a user interface")


RECOMPRESSED = Sentence(
    "quality.recompressed", "The file was compressed more than once, which can hide or imitate traces."
)
SCREENSHOT = Sentence(
    "quality.screenshot", "The picture looks like a screenshot, which shows a screen and not the original file."
)
NO_METADATA = Sentence("quality.no_metadata", "The file carries no metadata, so its history is unknown.")


def limits(quality: Quality) -> list[str]:
    """What about a file limits an examination, a sentence for each."""
    held = (
        (bool(quality.recompressed), RECOMPRESSED),
        (bool(quality.screenshot), SCREENSHOT),
        (quality.metadata_stripped, NO_METADATA),
    )
    return [sentence() for holds, sentence in held if holds]


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
        double = double_quantisation(stored, tables[0])
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
    """Signs of a screenshot, each as a part of a sentence.

    A note in the file is one, and so is the size of a screen in a PNG. A JPEG or WebP of that size has been cropped or
    scaled to it as likely as not, so there the size counts only beside rows of one colour and without what a camera
    writes. Rows of one colour are a sign beside another.
    """
    notes = [str(info.get(key, "")) for key in ("Description", "Software", "Comment", "Title", "Source")]
    xmp = info.get("xmp") or info.get("XML:com.adobe.xmp") or b""
    xmp = xmp[:_XMP_LOOKED_AT] if isinstance(xmp, bytes) else str(xmp)[:_XMP_LOOKED_AT].encode()
    notes += [_comment(exif), _tag(exif, ExifTags.Base.ImageDescription), _tag(exif, ExifTags.Base.Software)]
    named = any("screenshot" in note[:_NOTE].lower() for note in notes)
    signs = [CALLS_ITSELF()] if named or b"screenshot" in xmp.lower() else []
    h, w = pixels.shape[:2]
    screen = (w, h) in SCREENS or (h, w) in SCREENS
    if not (signs or screen):
        return ()
    share = _flat_rows(pixels)
    camera = bool(_tag(exif, ExifTags.Base.Make) or _tag(exif, ExifTags.Base.Model))
    if screen and image_format == "PNG":
        signs.append(SCREEN_SIZE(width=w, height=h))
    elif screen and image_format in ("JPEG", "WEBP") and share > _JPEG_FLAT and not camera:
        signs.append(SCREEN_JPEG(width=w, height=h))
    if signs and share > _FLAT:
        signs.append(FLAT_ROWS(share=share))
    return tuple(signs)


def _flat_rows(pixels: NDArray[np.uint8]) -> float:
    """Share of the rows that are of one colour, as bars and margins of a user interface are.

    Args:
        pixels: uint8 [H, W, 3].
    """
    flat = [(rows == rows[:, :1]).all(axis=(1, 2)).sum() for rows in np.array_split(pixels, max(1, len(pixels) // 64))]
    return float(sum(flat)) / len(pixels)


def _tag(exif: Image.Exif, tag: int) -> str:
    return str(exif.get(tag, "")).strip("\0 ")


def _comment(exif: Image.Exif) -> str:
    """The user comment of EXIF without the zero bytes that some encodings put between letters."""
    try:
        comment = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.UserComment, b"") if exif else b""
    except Exception:  # a damaged EXIF block is no sign of a screenshot
        return ""
    comment = comment[:_NOTE] if isinstance(comment, bytes) else str(comment)[:_NOTE].encode()
    return comment.replace(b"\0", b"").decode("latin-1")
