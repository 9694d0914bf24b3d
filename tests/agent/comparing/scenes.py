"""Pictures with a texture of their own, made on the spot."""

import numpy as np
from PIL import Image, ImageDraw

SIZE = (360, 280)


def scene(seed, size=SIZE):
    """Blurred noise at several scales with some shapes: a texture of its own for each seed."""
    rng = np.random.default_rng(seed)
    whole = np.zeros((size[1], size[0], 3))
    for cells, weight in ((6, 1.0), (20, 0.7), (60, 0.5), (150, 0.35)):
        small = Image.fromarray(rng.integers(0, 256, (cells, cells, 3), np.uint8))
        whole += weight * np.asarray(small.resize(size, Image.Resampling.BICUBIC), float)
    image = Image.fromarray((whole / 2.55).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    for _ in range(25):
        x, y = rng.integers(0, size[0]), rng.integers(0, size[1])
        draw.rectangle([x, y, x + rng.integers(4, 40), y + rng.integers(4, 40)], fill=tuple(rng.integers(0, 256, 3)))
    return image
