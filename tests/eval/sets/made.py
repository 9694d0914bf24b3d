"""Pictures and sets, made on the spot."""

import numpy as np
from PIL import Image

from tests.conftest import encode


def picture(seed: int, side: int = 64) -> Image.Image:
    coarse = np.random.default_rng(seed).integers(0, 255, (9, 9, 3), np.uint8)
    return Image.fromarray(coarse).resize((side, side), Image.Resampling.BILINEAR)


def write(folder, name, image, **options):
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(encode(image, "JPEG", **options))
    return file


def make_set(folder, leak: bool):
    rows = []
    for n in range(120):
        generated = n % 2 == 1
        options = {"quality": 95 if generated and leak else 80}
        name = f"{'fake' if generated else 'real'}/{n}.jpg"
        write(folder, name, picture(n, 128), **options)
        rows.append(name)
    return folder
