import numpy as np
import pytest
from PIL import Image, ImageDraw
from telltale.agent.evidence import Region
from telltale.finetune.pseudo_fakes import artifact_places
from telltale.finetune.pseudo_fakes.artifact_places import ALL_OVER, PLACES, box_of, cells_in_words, place_in_words


@pytest.mark.parametrize(
    ("box", "words"),
    [
        ((0, 0, 30, 20), "top left"),
        ((140, 0, 20, 10), "top"),
        ((280, 10, 20, 20), "top right"),
        ((0, 90, 90, 20), "left"),
        ((140, 90, 20, 20), "centre"),
        ((210, 0, 90, 200), "right"),
        ((5, 150, 10, 50), "bottom left"),
        ((0, 120, 300, 80), "bottom"),  # all of the lower part
        ((299, 199, 1, 1), "bottom right"),
        ((0, 0, 300, 200), ALL_OVER),
        ((30, 20, 225, 150), ALL_OVER),  # three quarters of both sides
        ((0, 0, 300, 100), "top"),  # wide, and not high
    ],
)
def test_a_box_is_placed_by_its_middle_in_a_grid(box, words):
    x, y, w, h = box
    assert place_in_words(Region(x=x, y=y, w=w, h=h), 300, 200) == words


def test_every_pixel_lies_in_the_cell_that_its_place_names():
    for y in range(9):
        for x in range(9):
            assert place_in_words(Region(x=x, y=y, w=1, h=1), 9, 9) == PLACES[y // 3 * 3 + x // 3]


def test_a_box_outside_is_an_error():
    with pytest.raises(ValueError, match="reaches out"):
        place_in_words(Region(x=90, y=0, w=20, h=5), 100, 100)


def test_a_mask_has_a_box_and_cells():
    mask = np.zeros((90, 90), bool)
    assert cells_in_words(mask) == ()
    with pytest.raises(ValueError, match="empty"):
        box_of(mask)
    mask[2:5, 60:64] = True  # a small part is placed where most of it lies
    assert box_of(mask) == Region(x=60, y=2, w=4, h=3) and cells_in_words(mask) == ("top right",)
    mask[30:60, 10:40] = True
    assert cells_in_words(mask) == ("left", "centre")


def test_blobs_lie_where_there_is_detail_and_in_all_parts_of_a_picture():
    rng = np.random.default_rng(0)
    pixels = np.full((120, 120, 3), 128, np.uint8)
    pixels[:, :60] = rng.integers(0, 256, (120, 60, 3))
    blobs = [artifact_places.busy_place(pixels, rng) for _ in range(16)]
    assert all(blob.shape == (120, 120) and blob.min() >= 0 and blob.max() == 1 for blob in blobs)
    assert all(0.01 < blob.mean() < 0.2 for blob in blobs)
    assert len({place_in_words(box_of(blob > 0.5), 120, 120) for blob in blobs}) >= 5


def test_a_surface_of_like_colour_is_found_with_its_outline():
    image = Image.new("RGB", (200, 160), (60, 110, 60))
    ImageDraw.Draw(image).ellipse((60, 40, 140, 120), fill=(200, 60, 60))
    disc = np.asarray(image)[..., 0] > 128
    found = artifact_places.object_place(np.asarray(image), np.random.default_rng(1))
    assert (found & disc).sum() / (found | disc).sum() > 0.85
