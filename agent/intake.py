"""Bytes to exhibit: hash, safe decoding, quality facts and warnings. Pictures are decoded here and nowhere else.

An `Exhibit` is upright RGB. A file that can't be examined is refused with one line (`IntakeError`); a file that can be
examined with reservations has them in `facts.warnings`.
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
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from .evidence import ExhibitFacts
from .quality import SMALL_SIDE, assess
from .sentences import Sentence
from .text import one_line

MAX_BYTES = 64 * 1024 * 1024
MAX_PIXELS = 100_000_000
MAX_FRAMES = 1_000
MIN_USABLE_ROWS = 0.5
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
READABLE = "JPEG, PNG, WebP, GIF, TIFF, BMP, HEIC or AVIF"
_DECODING = threading.Lock()  # Pillow's tolerance of truncated files is a switch of the whole process

ONE_FRAME = Sentence("intake.one_frame", "The file has {frames} frames; only the first is examined.")
SMALL = Sentence("intake.small", "The short side is {side} px, which is too small for most measurements.")
DAMAGED = Sentence(
    "intake.damaged", "The file is damaged or cut off ({reason}); {share:.0%} of its rows could be decoded."
)
DEEP = Sentence("intake.deep", "The samples have more than 8 bits (mode {mode}); they were scaled to 8 bits.")
ON_WHITE = Sentence("intake.on_white", "Transparent parts are shown on white.")
CMYK = Sentence("intake.cmyk", "The picture was converted from CMYK to RGB without its colour profile.")


class IntakeError(ValueError):
    """A file that can't be examined; the message is one line that names the file, what is wrong, and a fix."""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A picture ready to be examined.

    Attributes:
        facts: what is known about the file; this part of the exhibit goes into the record.
        data: the bytes as received.
        pixels: uint8 [H, W, 3], upright RGB, alpha laid on white, colour profile not applied.
        alpha: uint8 [H, W] if the file has an alpha channel that is not opaque throughout, else None.
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
        IntakeError: if it is missing, not a picture of a known format, too damaged to read, or over a limit (64 MB,
            100 megapixels, 1,000 frames).
    """
    if isinstance(source, bytes):
        name, data = name or "picture", source
    else:
        path = Path(source)
        name = name or path.name
        data = _read(path)
    if not data:
        raise IntakeError(f"{name}: the file is empty; get another copy")
    if len(data) > MAX_BYTES:
        raise IntakeError(f"{name}: {len(data) / 2**20:.0f} MB is over the limit of 64 MB; use a smaller copy")
    _refuse_svg(name, data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's, about odd metadata; what matters to readers is in `facts.warnings`
        return _decode(name, data)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:  # before reading: a huge file must not fill the memory
            size = path.stat().st_size / 2**20
            raise IntakeError(f"{path.name}: {size:.0f} MB is over the limit of 64 MB; use a smaller copy")
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
        raise IntakeError(f"{name}: an SVG file is a drawing without pixels; export it as PNG and examine that")


def _decode(name: str, data: bytes) -> Exhibit:
    import pillow_heif

    pillow_heif.register_heif_opener()
    notes: list[str] = []
    try:
        Image.init()
        # MPO (several JPEGs in one file) is opened through JPEG and has no opener of its own.
        image = Image.open(io.BytesIO(data), formats=[key for key in FORMATS if key in Image.OPEN and key != "MPO"])
    except UnidentifiedImageError:
        raise IntakeError(f"{name}: not a picture that can be read; use a {READABLE} file") from None
    except Image.DecompressionBombError:
        raise IntakeError(f"{name}: over the limit of 100 megapixels; use a smaller copy") from None
    except Exception as error:
        raise _too_damaged(name, error) from None
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise IntakeError(f"{name}: {width}×{height} is over the limit of 100 megapixels; use a smaller copy")
    if width * height == 0:
        raise IntakeError(f"{name}: the picture has no pixels; get another copy")
    frames = _count_frames(name, image)
    image_format = image.format or ""
    if frames > 1 and image_format != "MPO":
        notes.append(ONE_FRAME(frames=frames))
    tables = dict(getattr(image, "quantization", None) or {}) if image_format in ("JPEG", "MPO") else {}
    exif = _exif(image)
    _load(name, image, notes)
    info = {str(key): value for key, value in image.info.items()}
    upright = _upright(image)
    pixels, alpha = _to_rgb(upright, notes)
    quality = assess(pixels, image, tables, exif, info)
    if quality.short_side < SMALL_SIDE:
        notes.append(SMALL(side=quality.short_side))
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


def _too_damaged(name: str, error: Exception) -> IntakeError:
    reason = one_line(error) or type(error).__name__
    return IntakeError(f"{name}: the picture is too damaged to read ({reason}); get another copy")


def _count_frames(name: str, image: Image.Image) -> int:
    """Number of frames in the file."""
    if not getattr(image, "is_animated", False):
        return 1
    try:
        frames = int(getattr(image, "n_frames", 1))
    except Exception as error:  # to count the pages of a TIFF file, Pillow reads the head of each
        raise _too_damaged(name, error) from None
    if frames > MAX_FRAMES and image.format != "TIFF":
        raise IntakeError(
            f"{name}: {frames} frames, over the limit of 1,000; save the frame in question and examine that"
        )
    image.seek(0)
    return frames


def _exif(image: Image.Image) -> Image.Exif:
    try:
        return image.getexif()
    except Exception:  # a broken EXIF block is no reason to refuse the picture; provenance reports on it
        return Image.Exif()


def _load(name: str, image: Image.Image, notes: list[str]) -> None:
    """Decode the pixels; a truncated file is accepted if at least half of its rows can be decoded."""
    with _DECODING:  # both attempts, so that the tolerance below can't hide damage from another thread
        try:
            image.load()
            return
        except Image.DecompressionBombError:
            raise IntakeError(f"{name}: over the limit of 100 megapixels; use a smaller copy") from None
        except Exception as error:
            damage = error
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        try:
            image.load()
        except Exception:
            raise _too_damaged(name, damage) from None
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = False
    usable = _usable_rows(np.asarray(image))
    if usable < MIN_USABLE_ROWS:
        raise IntakeError(f"{name}: the picture is truncated to {usable:.0%} of its rows; get the whole file")
    notes.append(DAMAGED(reason=one_line(damage) or type(damage).__name__, share=usable))


def _usable_rows(array: NDArray[Any]) -> float:
    """Share of rows above the uniform area that a decoder leaves where the data ends."""
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
    """Pixels uint8 [H, W, 3] of any Pillow mode, and the alpha plane uint8 [H, W] unless all of it is opaque."""
    mode = image.mode
    if mode.startswith("I;16") or mode in ("I", "F"):
        values = np.asarray(image, dtype=np.float64)
        top = 65535.0 if mode != "F" and values.max(initial=0) > 255 else 255.0
        if mode == "F" or values.min(initial=0) < 0 or values.max(initial=0) > 65535:
            low, high = float(np.nanmin(values)), float(np.nanmax(values))
            values, top = np.nan_to_num(values - low), max(high - low, 1e-9)
        notes.append(DEEP(mode=mode))
        grey = np.clip(np.rint(values * (255.0 / top)), 0, 255).astype(np.uint8)
        return np.repeat(grey[:, :, None], 3, axis=2), None
    if mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        layered = image.convert("RGBA")
        alpha = np.asarray(layered.getchannel("A"))
        if alpha.min() == 255:
            return np.asarray(layered.convert("RGB")), None
        notes.append(ON_WHITE())
        white = Image.new("RGBA", layered.size, (255, 255, 255, 255))
        return np.asarray(Image.alpha_composite(white, layered).convert("RGB")), alpha
    if mode in ("CMYK", "YCCK"):
        notes.append(CMYK())
    return np.asarray(image.convert("RGB")), None
