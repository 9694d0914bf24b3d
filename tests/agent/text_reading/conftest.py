import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from telltale.agent.perception import weights


@pytest.fixture(scope="session")
def reader():
    """The models that read text, through `telltale model setup`'s own function."""
    if not weights.is_set_up(weights.text_folder()):
        weights.set_up_text(print)


@pytest.fixture(scope="session")
def sign():
    """Makes a picture uint8 [240, 420, 3] with a line on each of some signs."""

    def made(*lines: str, ink="white", ground="navy", size=34) -> np.ndarray:
        picture = Image.new("RGB", (420, 240), ground)
        draw, font = ImageDraw.Draw(picture), ImageFont.load_default(size)
        for n, line in enumerate(lines):
            draw.text((24, 24 + 70 * n), line, ink, font)
        return np.asarray(picture)

    return made
