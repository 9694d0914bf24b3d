"""Bytes to exhibit: hash, safe decoding, quality facts and warnings. The only place where a picture is decoded.

An `Exhibit` is upright RGB. What could not be taken is refused with one line (`IntakeError`); what was taken with
reservations says so in `facts.warnings`.
"""

from __future__ import annotations

import hashlib
import io
import threading
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageFile, ImageOps, UnidentifiedImageError

from .evidence import ExhibitFacts, Quality
from .pixels.jpeg_blocks import DOUBLE_QUANTISATION_THRESHOLD, double_quantisation, estimate_quality, luma
from .text import one_line

MAX_BYTES = 64 * 1024 * 1024
MAX_PIXELS = 100_000_000
MAX_FRAMES = 1_000
MIN_USABLE_ROWS = 0.5
SMALL_SIDE = 128
FORMATS = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "GIF": "image/gif",
    "TIFF": "image/tiff",
    "BMP": "image/bmp",
    "HEIF": "image/heic",
    "AVIF": "image/avif",
}
# Widths and heights of phone, tablet and desktop screens, both ways up.
SCREENS = {
    (750, 1334), (828, 1792), (1080, 1920), (1080, 2160), (1080, 2220), (1080, 2280), (1080, 2316), (1080, 2340),
    (1080, 2376), (1080, 2400), (1125, 2436), (1170, 2532), (1179, 2556), (1206, 2622), (1242, 2208), (1242, 2688),
    (1284, 2778), (1290, 2796), (1320, 2868), (1440, 2560), (1440, 2960), (1440, 3088), (1440, 3120), (1440, 3200),
    (1536, 2048), (1620, 2160), (1640, 2360), (1668, 2224), (1668, 2388), (2048, 2732),
    (1366, 768), (1440, 900), (1536, 864), (1680, 1050), (1920, 1200), (2560, 1440), (2560, 1600), (2880, 1800),
    (3024, 1964), (3456, 2234), (3840, 2160),
}  # fmt: skip
_DECODING = threading.Lock()  # Pillow's tolerance of truncated files is a switch of the whole process


class IntakeError(ValueError):
    """A file that can't be examined; the message is one line: the file, what is wrong, and the mend."""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A picture ready to be examined.

    Attributes:
        facts: what is known of the file; the part of the exhibit that is reported.
        data: the bytes as received.
        pixels: uint8 [H, W, 3], upright RGB, alpha laid on white, colour profile not applied.
        alpha: uint8 [H, W] where the file had an alpha channel with anything in it, else None.
        info: what Pillow read beside the pixels (text chunks, raw EXIF and XMP).
    """

    facts: ExhibitFacts
    data: bytes
    pixels: NDArray[np.uint8]
    alpha: NDArray[np.uint8] | None
    info: dict[str, Any]


def receive(source: str | Path | bytes, name: str | None = None) -> Exhibit:
    """Decode a picture into an exhibit.

    Args:
        source: a path, or the bytes themselves.
        name: what to call it; by default the file's name.

    Raises:
        IntakeError: if it is missing, not a picture of a known format, damaged beyond use or over a limit
            (64 MB, 100 megapixels, 1,000 frames).
    """
    if isinstance(source, bytes):
        name, data = name or "picture", source
    else:
        path = Path(source)
        name = name or path.name
        data = _read(path)
    if not data:
        raise IntakeError(f"{name}: the file is empty; send the picture again")
    if len(data) > MAX_BYTES:
        raise IntakeError(f"{name}: {len(data) / 2**20:.0f} MB is over the limit of 64 MB; send a smaller copy")
    _refuse_svg(name, data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of odd metadata; what matters is said in `facts.warnings`
        return _decode(name, data)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:  # before reading: a huge file must not fill the memory
            size = path.stat().st_size / 2**20
            raise IntakeError(f"{path.name}: {size:.0f} MB is over the limit of 64 MB; send a smaller copy")
        return path.read_bytes()
    except FileNotFoundError:
        raise IntakeError(f"{path}: no such file; check the path") from None
    except IsADirectoryError:
        raise IntakeError(f"{path}: this is a folder; name the pictures in it") from None
    except OSError as error:
        raise IntakeError(f"{path}: can't be read ({error.strerror}); check its permissions") from None


def _refuse_svg(name: str, data: bytes) -> None:
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<svg", b"<?xml", b"<!doctype")) and b"<svg" in head:
        raise IntakeError(f"{name}: SVG is a drawing, not a photograph; export it as PNG to examine the pixels")


def _decode(name: str, data: bytes) -> Exhibit:
    import pillow_heif

    pillow_heif.register_heif_opener()
    notes: list[str] = []
    try:
        Image.init()
        # MPO (several JPEGs in one file) is opened through JPEG and has no opener of its own.
        image = Image.open(io.BytesIO(data), formats=[key for key in FORMATS if key in Image.OPEN and key != "MPO"])
    except UnidentifiedImageError:
        known = "JPEG, PNG, WebP, GIF, TIFF, BMP, HEIC, AVIF"
        raise IntakeError(f"{name}: not a picture that can be read; send one of {known}") from None
    except Image.DecompressionBombError:
        raise IntakeError(f"{name}: over the limit of 100 megapixels; send a smaller copy") from None
    except Exception as error:
        raise IntakeError(
            f"{name}: damaged beyond use ({one_line(error) or type(error).__name__}); send the picture again"
        ) from None
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise IntakeError(f"{name}: {width}×{height} is over the limit of 100 megapixels; send a smaller copy")
    if width * height == 0:
        raise IntakeError(f"{name}: the picture has no pixels; send the picture again")
    frames = _count_frames(name, image)
    image_format = image.format or ""
    if frames > 1 and image_format != "MPO":
        notes.append(f"{frames} frames: only the first is examined")
    tables = dict(getattr(image, "quantization", None) or {}) if image_format in ("JPEG", "MPO") else {}
    exif = _exif(image)
    _load(name, image, notes)
    info = {str(key): value for key, value in image.info.items()}
    upright = _upright(image)
    pixels, alpha = _to_rgb(upright, notes)
    quality = _quality(pixels, image, tables, exif, info, image_format)
    if quality.short_side < SMALL_SIDE:
        notes.append(f"short side {quality.short_side} px: too small for most measurements")
    facts = ExhibitFacts(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        media_type=FORMATS[image_format],
        width=pixels.shape[1],
        height=pixels.shape[0],
        frames=frames,
        quality=quality,
        warnings=tuple(notes),
    )
    return Exhibit(facts=facts, data=data, pixels=pixels, alpha=alpha, info=info)


def _count_frames(name: str, image: Image.Image) -> int:
    """Frames in the file, without decoding more than one past the limit."""
    if not getattr(image, "is_animated", False):
        return 1
    frames = int(getattr(image, "n_frames", 1))
    if frames > MAX_FRAMES and image.format != "TIFF":
        raise IntakeError(f"{name}: {frames} frames, over the limit of 1,000; send the frame in question")
    image.seek(0)
    return frames


def _exif(image: Image.Image) -> Image.Exif:
    try:
        return image.getexif()
    except Exception:  # a broken EXIF block must not cost the picture; provenance reports on it separately
        return Image.Exif()


def _load(name: str, image: Image.Image, notes: list[str]) -> None:
    """Decode the pixels; a truncated file is taken where at least half its rows are there."""
    with _DECODING:  # both times: else the tolerance below could hide damage from another thread
        try:
            image.load()
            return
        except Image.DecompressionBombError:
            raise IntakeError(f"{name}: over the limit of 100 megapixels; send a smaller copy") from None
        except Exception as error:
            reason = one_line(error) or type(error).__name__
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        try:
            image.load()
        except Exception:
            raise IntakeError(f"{name}: damaged beyond use ({reason}); send the picture again") from None
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = False
    usable = _usable_rows(np.asarray(image))
    if usable < MIN_USABLE_ROWS:
        share = f"only {usable:.0%} of its rows are there"
        raise IntakeError(f"{name}: truncated beyond use ({share}); send the whole file")
    notes.append(f"the file is damaged or cut off ({reason}): {usable:.0%} of its rows could be decoded")


def _usable_rows(array: NDArray[Any]) -> float:
    """Share of rows above the uniform filling that a decoder leaves where data ended."""
    flat = array.reshape(array.shape[0], -1)
    same = (flat == flat[-1]).all(axis=1) & (flat == flat[:, :1]).all(axis=1)
    if array.ndim == 3:  # the filling is one colour, not one value: compare pixel by pixel
        same = (array == array[-1, -1]).all(axis=(1, 2))
    filled = int(np.argmin(same[::-1])) if not same.all() else len(same)
    return 1.0 - filled / len(same)


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image) or image
    except Exception:  # an unreadable orientation tag: take the picture as it is stored
        return image


def _to_rgb(image: Image.Image, notes: list[str]) -> tuple[NDArray[np.uint8], NDArray[np.uint8] | None]:
    """Any Pillow mode to uint8 [H, W, 3] and the alpha plane uint8 [H, W] where there is one."""
    mode = image.mode
    if mode.startswith("I;16") or mode in ("I", "F"):
        values = np.asarray(image, dtype=np.float64)
        top = 65535.0 if mode != "F" and values.max(initial=0) > 255 else 255.0
        if mode == "F" or values.min(initial=0) < 0 or values.max(initial=0) > 65535:
            low, high = float(np.nanmin(values)), float(np.nanmax(values))
            values, top = np.nan_to_num(values - low), max(high - low, 1e-9)
        notes.append(f"samples of more than 8 bits (mode {mode}) were scaled to 8 bits")
        grey = np.clip(np.rint(values * (255.0 / top)), 0, 255).astype(np.uint8)
        return np.repeat(grey[:, :, None], 3, axis=2), None
    if mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        layered = image.convert("RGBA")
        alpha = np.asarray(layered.getchannel("A"))
        if alpha.min() == 255:
            return np.asarray(layered.convert("RGB")), None
        notes.append("transparent parts are shown on white")
        white = Image.new("RGBA", layered.size, (255, 255, 255, 255))
        return np.asarray(Image.alpha_composite(white, layered).convert("RGB")), alpha
    if mode in ("CMYK", "YCCK"):
        notes.append("CMYK was converted to RGB without its colour profile")
    return np.asarray(image.convert("RGB")), None


def _quality(
    pixels: NDArray[np.uint8],
    image: Image.Image,
    tables: dict[int, Any],
    exif: Image.Exif,
    info: dict[str, Any],
    image_format: str,
) -> Quality:
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
        screenshot=_screenshot_signs(pixels, exif, info, image_format),
        metadata_stripped=image_format in ("JPEG", "WEBP", "HEIF", "AVIF") and bare,
        icc_profile="icc_profile" in info,
    )


def _screenshot_signs(
    pixels: NDArray[np.uint8], exif: Image.Exif, info: dict[str, Any], image_format: str
) -> tuple[str, ...]:
    """Signs of a screenshot. The size alone is none: two signs are wanted, or a note that says so."""
    try:
        comment = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.UserComment, b"") if exif else b""
    except Exception:  # a damaged EXIF block is no sign of anything
        comment = b""
    comment = comment if isinstance(comment, bytes) else str(comment).encode()
    notes = comment + str(info.get("Description", "")).encode() + str(info.get("Software", "")).encode()
    signs = []
    if b"screenshot" in notes.lower().replace(b"\x00", b""):
        signs.append("the file calls itself a screenshot")
    h, w = pixels.shape[:2]
    screen = (w, h) in SCREENS or (h, w) in SCREENS
    flat = (pixels[:, 1:] == pixels[:, :-1]).all(axis=(1, 2))  # [H] rows of one colour, as bars and margins have
    if screen and image_format == "PNG":
        signs.append(f"{w}×{h} is the size of a screen, saved as PNG")
    if signs and flat.mean() > 0.02:
        signs.append(f"{flat.mean():.0%} of the rows are of one colour, as in a user interface")
    return tuple(signs)
