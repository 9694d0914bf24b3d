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
from PIL import Image, ImageFile, UnidentifiedImageError

from .evidence import ExhibitFacts
from .file_bytes import MAX_BYTES, IntakeError, read_file, too_large
from .foreign import file_name
from .pixels import coded_size, other_formats
from .pixels.upright_rgb import to_rgb, upright
from .quality import SMALL_SIDE, assess
from .sentences import Sentence
from .text import one_line

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
    "JPEG2000": "image/jp2",
    "PSD": "image/vnd.adobe.photoshop",
}
READABLE = "JPEG, PNG, WebP, GIF, TIFF, BMP, HEIC, AVIF, JPEG 2000 or PSD"
_DECODING = threading.Lock()  # Pillow's tolerance of truncated files is a switch of the whole process

ONE_FRAME = Sentence("intake.one_frame", "The file has {frames} frames; only the first is examined.")
SMALL = Sentence("intake.small", "The short side is {side} px, which is too small for most measurements.")
DAMAGED = Sentence(
    "intake.damaged", "The file is damaged or cut off ({reason}); {share:.0%} of its rows could be decoded."
)
FLATTENED = Sentence(
    "intake.flattened", "The Photoshop document is examined as the flattened picture that is stored in it."
)
LATER_PAGE = Sentence("intake.later_page", "A later page of the file is damaged ({reason}); the first is examined.")
OTHER_SIZE = Sentence(
    "intake.other_size",
    "The file says that the picture has {stated} px, but the picture in it has {coded} px, and so it is examined.",
)
LARGE_CANVAS = Sentence(
    "intake.large_canvas", "The first frame has {frame} px and lies on an empty canvas of {canvas} px."
)


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
        data = read_file(path)
    name, shown = one_line(name, 120), file_name(name)
    if not data:
        raise IntakeError(f"{shown}: the file is empty; get another copy")
    if len(data) > MAX_BYTES:
        raise too_large(shown, len(data))
    if (other := other_formats.recognise(data)) is not None:
        what, fix = other
        raise IntakeError(f"{shown}: {what} can't be examined; {fix}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's, about odd metadata; what matters to readers is in `facts.warnings`
        return _decode(name, shown, data)


def _decode(facts_name: str, name: str, data: bytes) -> Exhibit:
    """Decode a file; `facts_name` is its name in the record, `name` that in lines of our own."""
    import pillow_heif

    pillow_heif.register_heif_opener()
    notes: list[str] = []
    received, data = data, _at_coded_size(data, notes)
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
    image_format = image.format or ""
    frames = 1 if image_format == "PSD" else _count_frames(name, image, notes)  # Pillow counts its layers
    if frames > 1 and image_format != "MPO":
        notes.append(ONE_FRAME(frames=frames))
    if image_format == "PSD":
        notes.append(FLATTENED())
    if frames == 0:
        frames, image = 1, _first_page(data)
    tables = dict(getattr(image, "quantization", None) or {}) if image_format in ("JPEG", "MPO") else {}
    exif = _exif(image)
    _load(name, image, notes)
    info = {str(key): value for key, value in image.info.items()}
    if image_format == "GIF":
        _note_canvas(image, notes)
    try:
        pixels, alpha = to_rgb(upright(image), notes)
    except (ValueError, OSError) as error:  # Pillow can't convert every kind of colour
        reason = f"its colours ({one_line(image.mode, 20)}) can't be converted to RGB"
        raise IntakeError(f"{name}: {reason}; save it as an RGB picture and examine that") from error
    quality = assess(pixels, image, tables, exif, info)
    if quality.short_side < SMALL_SIDE:
        notes.append(SMALL(side=quality.short_side))
    facts = ExhibitFacts(
        name=facts_name,
        sha256=hashlib.sha256(received).hexdigest(),
        size=len(received),
        media_type=FORMATS[image_format],
        width=pixels.shape[1],
        height=pixels.shape[0],
        frames=frames,
        quality=quality,
        warnings=tuple(notes),
    )
    return Exhibit(facts=facts, data=received, pixels=pixels, alpha=alpha, info=info)


def _too_damaged(name: str, error: Exception) -> IntakeError:
    if isinstance(error, MemoryError):
        return IntakeError(f"{name}: there is not enough memory to read the picture; use a smaller copy")
    reason = one_line(error) or type(error).__name__
    return IntakeError(f"{name}: the picture is too damaged to read ({reason}); get another copy")


def _at_coded_size(data: bytes, notes: list[str]) -> bytes:
    """The bytes to decode: those of the file, with the size of the coded picture if its container states another."""
    sizes = coded_size.stated_and_coded(data)
    if sizes is None or sizes[1] == sizes[2]:
        return data
    at, stated, coded = sizes
    notes.append(OTHER_SIZE(stated="×".join(map(str, stated)), coded="×".join(map(str, coded))))
    return data[:at] + coded[0].to_bytes(4, "big") + coded[1].to_bytes(4, "big") + data[at + 8 :]


def _first_page(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data), formats=["TIFF"])


def _note_canvas(image: Image.Image, notes: list[str]) -> None:
    """Say so if the first frame of a GIF file covers less than half of its canvas."""
    x0, y0, x1, y1 = getattr(image, "dispose_extent", None) or (0, 0, *image.size)
    if 2 * (x1 - x0) * (y1 - y0) < image.width * image.height:
        notes.append(LARGE_CANVAS(frame=f"{x1 - x0}×{y1 - y0}", canvas=f"{image.width}×{image.height}"))


def _count_frames(name: str, image: Image.Image, notes: list[str]) -> int:
    """Number of frames in the file; 0 if a later page of a TIFF file is damaged, so that it has to be opened anew."""
    try:
        if not getattr(image, "is_animated", False):
            return 1
        frames = int(getattr(image, "n_frames", 1))
    except Exception as error:  # to count the pages of a TIFF file, Pillow reads the head of each
        if image.format != "TIFF":
            raise _too_damaged(name, error) from None
        notes.append(LATER_PAGE(reason=one_line(error, 60) or type(error).__name__))
        return 0
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
