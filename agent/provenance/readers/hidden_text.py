"""Text in the lowest bits of the pixels: "stealth" parameters, which survive where programs drop text chunks.

A signature of 15 letters says whether the text lies in the alpha plane or in red, green and blue, and whether it is
packed; then follow its length in bits as 32 bits, and the text. Pixels are taken column by column.
"""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import NDArray

from ...foreign import Foreign
from ...sentences import Sentence
from ..contents import Field
from .reading import MAX_TEXT, Reading

SIGNATURES = {
    b"stealth_pnginfo": ("alpha", False),
    b"stealth_pngcomp": ("alpha", True),
    b"stealth_rgbinfo": ("colours", False),
    b"stealth_rgbcomp": ("colours", True),
}
_HEAD = 15 + 4  # bytes
_MAX_BITS = 8 * MAX_TEXT

DAMAGED = Sentence("hidden_text.damaged", "Text hidden in the lowest bits of the pixels is damaged.")
CUT = Sentence("hidden_text.cut", "Text hidden in the lowest bits of the pixels was cut off after {limit} MB.")


def read(pixels: NDArray[np.uint8], alpha: NDArray[np.uint8] | None) -> Reading:
    """The text hidden in a picture, if there is one.

    Args:
        pixels: uint8 [H, W, 3].
        alpha: uint8 [H, W], or None.
    """
    planes = [("lowest bits of red, green and blue", "colours", pixels.transpose(1, 0, 2))]
    if alpha is not None:
        planes.append(("lowest bits of alpha", "alpha", alpha.T))
    fields, warnings = [], []
    for where, plane, columns in planes:
        head = _bytes(columns, 0, 8 * _HEAD)
        expected, packed = SIGNATURES.get(head[:15], (None, False))
        if expected != plane:
            continue
        bits = int.from_bytes(head[15:], "big")
        if not 0 < bits <= columns.size - 8 * _HEAD:
            warnings.append(DAMAGED())
            continue
        if bits > _MAX_BITS:
            warnings.append(CUT(limit=MAX_TEXT >> 20))
        body = _bytes(columns, 8 * _HEAD, min(bits, _MAX_BITS))
        if packed:
            try:
                engine = zlib.decompressobj(wbits=31)  # gzip
                body = engine.decompress(body, MAX_TEXT)
            except zlib.error:
                warnings.append(DAMAGED())
                continue
            if engine.unconsumed_tail:
                warnings.append(CUT(limit=MAX_TEXT >> 20))
        text = Foreign(body.decode("utf-8", "replace"))
        if text:
            fields.append(Field(place="hidden", name=head[:15].decode("ascii"), value=text, where=where))
    return Reading(tuple(fields), (), tuple(dict.fromkeys(warnings)))


def _bytes(columns: NDArray[np.uint8], start: int, count: int) -> bytes:
    """So many of the lowest bits, from a start on, as bytes.

    Args:
        columns: uint8 [W, H] or [W, H, 3].
        start: in bits.
        count: in bits.
    """
    each = columns[0].size  # bits of a column
    if each == 0:
        return b""
    first, last = start // each, -(-(start + count) // each)
    flat = columns[first:last].reshape(-1)[start - first * each : start - first * each + count]
    return np.packbits(flat & 1).tobytes()
