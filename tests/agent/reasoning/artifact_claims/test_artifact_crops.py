import numpy as np
import pytest
from telltale.agent.evidence import Region
from telltale.agent.reasoning.artifact_claims import artifact_crops as places
from telltale.agent.reasoning.weighing.claim import overlap

WIDE = (400, 800)  # height, width; the square around it has 800 px, with 200 above the picture


def test_shares_are_of_the_square_that_was_shown():
    assert places.from_box((0.25, 0.5, 0.5, 0.75), WIDE) == Region(x=200, y=200, w=200, h=200)
    assert places.from_box((200, 400, 400, 600), WIDE) == Region(x=200, y=200, w=200, h=200)


def test_pixels_are_those_of_the_square_as_it_was_sent():
    assert places.from_box((768, 768, 1152, 1152), (3072, 3072)) == Region(x=1536, y=1536, w=768, h=768)


@pytest.mark.parametrize(
    "box",
    [
        None,
        (0.0, 0.0, 1.0, 0.2),  # in the grey above the picture
        (0.5, 0.5, 0.2, 0.6),
        (0.5, 0.5, 0.5, 0.5),
        (0.0, 0.0, 1.0, 1.0),  # the picture itself
        (10, 20, 30, 40),  # may be percent
        (-0.5, 0.3, 0.5, 0.5),
        (900, 900, 999, 999),
        (1e6, 1e6, 1e6, 1e6),
    ],
)
def test_a_box_that_says_no_part_is_not_used(box):
    assert places.from_box(box, WIDE) is None


def test_words_name_a_part_and_sides_of_things_do_not():
    assert places.from_words("in the lower right corner", WIDE) == Region(x=400, y=200, w=400, h=200)
    assert places.from_words("the left hand has six fingers", WIDE) is None
    assert places.from_words("everywhere", WIDE) is None


@pytest.mark.parametrize("region", [Region(x=0, y=0, w=20, h=20), Region(x=700, y=300, w=100, h=90)])
def test_a_crop_shows_the_place_with_what_surrounds_it(region):
    crop = places.crop_of(region, WIDE)
    assert min(crop.w, crop.h) >= places.CROP and overlap(crop, region) == 1
    assert crop.x + crop.w <= 800 and crop.y + crop.h <= 400


def test_half_a_picture_is_compared_with_the_other_half():
    left = Region(x=0, y=0, w=400, h=400)
    assert places.crop_of(left, WIDE) == left
    control = places.control_of(left, (), np.zeros((*WIDE, 3), np.uint8))
    assert control == Region(x=400, y=0, w=400, h=400)


def test_a_control_has_alike_detail_and_avoids_other_places():
    noise = np.random.default_rng(0).integers(0, 256, (*WIDE, 3), np.uint8)
    noise[:, 400:] = 128  # flat
    crop = Region(x=0, y=0, w=112, h=112)
    rough = places.control_of(crop, (), noise)
    assert rough.x + rough.w <= 400 and overlap(rough, crop) <= places.TOUCH
    flat = places.control_of(crop, [Region(x=0, y=0, w=400, h=400)], noise)
    assert flat.x >= 400
    assert places.control_of(Region(x=200, y=0, w=500, h=400), (), noise) is None
