import io

import numpy as np
import pytest
from PIL import Image
from telltale.agent.comparing.picture_comparison import compare
from telltale.agent.comparing.plain_likeness import alike_by_tone

from tests.agent.comparing.scenes import scene

SIZE = (360, 280)


def soft(seed):
    """A picture without anything sharp, as of sea and sky."""
    cells = np.random.default_rng(seed).integers(60, 200, (7, 5, 3), np.uint8)
    return Image.fromarray(cells).resize(SIZE, Image.Resampling.BICUBIC)


def saved(image, quality=88):
    """The picture after a JPEG, uint8 [H, W, 3]."""
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality)
    return np.asarray(Image.open(file).convert("RGB"))


@pytest.fixture
def person():
    """A soft picture with the only sharp thing in the world before it."""
    image = soft(1)
    image.paste(scene(3, (90, 180)), (150, 100))
    return image


def test_what_was_taken_out_of_a_soft_picture_is_outlined(person):
    found = compare(saved(soft(1)), saved(person))
    assert found.relation == "version" and found.matches == 0
    place = found.parts[0].region
    assert place.x >= 140 and place.y >= 90 and place.x + place.w <= 250 and place.y + place.h <= 290
    assert place.w * place.h >= 0.6 * 90 * 180


def test_a_mirrored_one_is_known_as_such(person):
    assert alike_by_tone(saved(soft(1)), np.ascontiguousarray(saved(person)[:, ::-1])) is True


def test_brighter_tones_are_the_same_tones(person):
    brighter = Image.fromarray((np.asarray(person) * 0.8 + 30).astype(np.uint8))
    assert alike_by_tone(saved(soft(1)), saved(brighter)) is False


@pytest.mark.parametrize("seed", range(2, 12))
def test_another_soft_picture_is_another(seed, person):
    assert alike_by_tone(saved(soft(seed)), saved(person)) is None
    assert compare(saved(soft(seed)), saved(person)).relation == "none"


def test_two_skies_have_nothing_to_do_with_each_other():
    down = np.linspace(90, 220, SIZE[1])[:, None, None] * np.ones((1, SIZE[0], 3))
    steeper = np.linspace(60, 230, SIZE[1])[:, None, None] ** 1.02 * np.ones((1, SIZE[0], 3))
    one, two = (Image.fromarray(plane.clip(0, 255).astype(np.uint8)) for plane in (down, steeper))
    assert alike_by_tone(saved(one), saved(two)) is None
