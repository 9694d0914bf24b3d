"""Pictures to try the page with. The photograph is of a package that is installed anyway; all else is made here.

Each is called what it is, and not what the verdict on it will be.
"""

from __future__ import annotations

import html
import importlib.util
import io
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image

from ..sentences import Sentence
from .example_seal import sealed

OR_TRY = Sentence("examples.or_try", "Or try an example:")
PHOTOGRAPH = Sentence("examples.photograph", "A photograph as it is")
COPIED = Sentence("examples.copied", "A photograph in which a part was copied")
RESIGNED = Sentence("examples.altered_after_signing", "A photograph that was altered after signing")
BY_A_NETWORK = Sentence("examples.by_a_network", "A picture by a small neural network, whose file says so")
NO_LABEL = Sentence(
    "examples.no_label",
    "No example gets the label real or tampered. With the usual settings, those take a signature by somebody whom you "
    "trust.",
)
_SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"
_XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
    f'e:DigitalSourceType="{_SOURCE_TYPE}"/></rdf:RDF></x:xmpmeta>'
)
_SIDE, _LAYERS, _WIDTH = 512, 6, 24  # px of the picture; of the network


@dataclass(frozen=True, slots=True)
class Example:
    """A picture to try the page with.

    Attributes:
        name: in addresses.
        title: what it is.
        file: name of its file.
        make: gives the bytes.
    """

    name: str
    title: Sentence
    file: str
    make: Callable[[], bytes]


def examples_html() -> str:
    """Buttons that examine an example each."""
    buttons = "".join(
        f'<button type="button" data-example="{each.name}">{html.escape(each.title())}</button>'
        for each in EXAMPLES.values()
    )
    return f"<p>{html.escape(OR_TRY())}</p><div class='examples'>{buttons}</div><p>{html.escape(NO_LABEL())}</p>"


def written(name: str) -> Path:
    """The file of an example, in the folder that is deleted with the server.

    Raises:
        KeyError: if there is no such example.
    """
    example = EXAMPLES[name]
    folder = Path(tempfile.mkdtemp(dir=os.environ.get("GRADIO_TEMP_DIR")))
    file = folder / example.file
    file.write_bytes(example.make())
    return file


@cache
def photograph() -> bytes:
    """A photograph of a tower, which the package gradio brings along."""
    spec = importlib.util.find_spec("gradio")
    assert spec is not None and spec.origin is not None  # the page is built with it
    return (Path(spec.origin).parent / "media_assets" / "images" / "tower.jpg").read_bytes()


@cache
def with_copied_part() -> bytes:
    """The same photograph with the twigs of its right side copied to the left."""
    picture = Image.open(io.BytesIO(photograph())).convert("RGB")
    picture.paste(picture.crop((282, 105, 377, 285)), (0, 40))
    return _encoded(picture, "PNG")


@cache
def altered_after_signing() -> bytes:
    """The photograph, signed here; then a part is painted over, and the old credentials are left in the file."""
    picture = Image.open(io.BytesIO(photograph())).convert("RGB")
    picture.paste(picture.crop((0, 60, 110, 240)), (267, 0))
    altered = _encoded(picture, "JPEG", quality=92)
    return altered[:2] + b"".join(_credentials(sealed(photograph()))) + altered[2:]


@cache
def by_a_network() -> bytes:
    """A picture that a small neural network with random weights gives, and whose XMP says that an algorithm made it.

    The network takes the place of each pixel and gives its colour (a compositional pattern-producing network; Stanley,
    2007). It was not trained, so the source type is that of algorithms without training data.
    """
    rng = np.random.default_rng(1)
    y, x = np.mgrid[-1 : 1 : _SIDE * 1j, -1 : 1 : _SIDE * 1j]
    layer = 2 * np.stack([x, y, np.hypot(x, y), np.ones_like(x)], -1).astype(np.float32)  # float32 [side, side, 4]
    for _ in range(_LAYERS):
        layer = np.tanh(layer @ rng.normal(0, 1.2, (layer.shape[-1], _WIDTH)).astype(np.float32))
    colours = 1 / (1 + np.exp(-3 * layer @ rng.normal(0, 0.6, (_WIDTH, 3))))
    picture = Image.fromarray((colours * 255).astype(np.uint8))
    return _encoded(picture, "JPEG", quality=92, xmp=_XMP.encode())


def _encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def _credentials(jpeg: bytes) -> list[bytes]:
    """The segments APP11 of a JPEG file, in which content credentials lie (ISO/IEC 10918-1, B.1.1)."""
    found, at = [], 2
    while jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if jpeg[at + 1] == 0xEB:
            found.append(jpeg[at:end])
        at = end
    return found


EXAMPLES = {
    each.name: each
    for each in (
        Example("photograph", PHOTOGRAPH, "photograph.jpg", photograph),
        Example("copied", COPIED, "photograph-with-copied-part.png", with_copied_part),
        Example("altered", RESIGNED, "photograph-altered-after-signing.jpg", altered_after_signing),
        Example("network", BY_A_NETWORK, "picture-by-a-network.jpg", by_a_network),
    )
}
