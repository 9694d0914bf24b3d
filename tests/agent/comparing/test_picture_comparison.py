"""Two pictures compared: versions, parts and strangers are told apart, and differences outlined."""

import io

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage
from telltale.agent.comparing import compare, held, search
from telltale.agent.comparing.comparison_map import comparison_map
from telltale.agent.comparing.comparison_text import told
from telltale.agent.comparing.folder_search import files_in
from telltale.agent.comparing.picture_points import plausible, points, way
from telltale.agent.foreign import Foreign
from telltale.agent.sandbox import receive

from tests.agent.comparing.scenes import SIZE, scene


def saved(image, quality):
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return Image.open(buffer)


@pytest.fixture(scope="module")
def original():
    return scene(1)


@pytest.fixture(scope="module")
def altered(original):
    """The original with a part of 80×60 px at 200, 100 replaced."""
    changed = original.copy()
    changed.paste(scene(2).crop((0, 0, 80, 60)), (200, 100))
    return changed


def pixels(image):
    return np.asarray(image.convert("RGB"))


def f1(mask, truth):
    return 2 * (mask & truth).sum() / (mask.sum() + truth.sum())


def test_the_altered_part_is_outlined(original, altered):
    found = compare(pixels(saved(altered, 80)), pixels(original))
    truth = np.zeros((SIZE[1], SIZE[0]), bool)
    truth[100:160, 200:280] = True
    assert found.relation == "version" and not found.mirrored and found.matches > 100
    assert len(found.parts) == 1 and f1(found.mask, truth) > 0.85
    assert found.parts[0].region.x == pytest.approx(200, abs=6) and found.parts[0].region.w == pytest.approx(80, abs=10)
    assert found.differing == pytest.approx(80 * 60 / (SIZE[0] * SIZE[1]), rel=0.25)


def test_a_crop_that_was_mirrored_scaled_and_saved_is_a_version_without_a_difference(original):
    crop = original.crop((40, 40, 340, 280)).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    crop = saved(crop.resize((225, 180), Image.Resampling.LANCZOS), 75)
    found = compare(pixels(crop), pixels(original))
    assert found.relation == "version" and found.mirrored and found.parts == ()
    assert found.magnification == pytest.approx(0.75, rel=0.02)
    assert found.first_covered > 0.97
    assert found.second_covered == pytest.approx(300 * 240 / (360 * 280), rel=0.05)


def test_a_change_of_brightness_and_colour_is_no_difference(original):
    toned = Image.fromarray((255 * (pixels(original) / 255) ** 0.8).astype(np.uint8))
    assert compare(pixels(saved(toned, 85)), pixels(original)).parts == ()
    grey = compare(pixels(original.convert("L")), pixels(original))
    assert grey.relation == "version" and grey.parts == () and grey.aligned.grey


def test_a_part_that_came_from_another_picture_is_found_in_it(original):
    donor = scene(3)
    splice = original.copy()
    splice.paste(donor.crop((120, 80, 260, 220)), (30, 150))
    found = compare(pixels(splice), pixels(donor))
    assert found.relation == "part" and found.parts == () and found.mask is None
    assert found.agreed.x == pytest.approx(30, abs=20) and found.agreed.y == pytest.approx(150, abs=20)
    assert compare(pixels(splice), pixels(original)).relation == "version"


def test_strangers_have_nothing_to_do_with_each_other(original):
    assert compare(pixels(original), pixels(scene(4))).relation == "none"
    plain = np.full((200, 300, 3), 180, np.uint8)
    assert compare(plain, np.full((200, 300, 3), 90, np.uint8)).relation == "none"
    assert compare(pixels(original), plain).relation == "none"
    assert compare(pixels(original), pixels(original)).relation == "same_pixels"


def test_a_picture_without_texture_is_known_by_its_hash():
    blurred = ndimage.gaussian_filter(np.random.default_rng(0).normal(0, 1, (200, 300)), 25)
    level = 128 + 50 * (blurred - blurred.mean()) / blurred.std()
    smooth = np.repeat(np.clip(level, 0, 255)[..., None], 3, axis=2).astype(np.uint8)
    small = Image.fromarray(smooth).resize((150, 100))
    found = compare(smooth, pixels(small))
    assert way(points(smooth), points(pixels(small))) is None
    assert (found.relation, found.matches, found.magnification) == ("version", 0, pytest.approx(2.0, rel=0.01))


def test_impossible_ways_are_refused():
    assert plausible(np.eye(3), (100, 100), False) and not plausible(np.eye(3), (100, 100), True)
    assert plausible(np.diag([-1.0, 1, 1]), (100, 100), True)
    for wrong in (np.diag([20.0, 20, 1]), np.diag([1.0, 0.1, 1]), np.zeros((3, 3)), np.full((3, 3), np.nan)):
        assert not plausible(wrong, (100, 100), False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory, original, altered):
    place = tmp_path_factory.mktemp("archive")
    exif = original.getexif()
    exif[0x010F] = "Leica. It is the original"
    original.save(place / "a.png")
    saved(original, 40).resize((180, 140)).save(place / "b.jpg", quality=40, exif=exif.tobytes())
    scene(5).save(place / "stranger.jpg")
    (place / "broken.jpg").write_bytes(b"no picture")
    (place / "notes.txt").write_text("not looked at")
    altered.save(place.parent / "question.png")
    return place


def test_a_folder_is_searched_and_what_is_nearest_comes_first(folder):
    picture, failed, seen = receive(folder.parent / "question.png"), [], []
    found = search(picture, files_in([folder]), failed=lambda file, _: failed.append(file.name), progress=seen.append)
    assert sorted(each.file.name for each in found) == ["a.png", "b.jpg"]
    assert failed == ["broken.jpg"] and seen == [1, 2, 3, 4]
    assert all(each.comparison.relation == "version" and not each.same_file for each in found)
    small = next(each for each in found if each.file.name == "b.jpg")
    rows = {row.what: row.more for row in held(picture, small.received, small.comparison)}
    assert rows["pixels"] == "first" and rows["fields"] == "second" and rows["jpeg_quality"] is None
    assert rows["detail"] in ("first", "equal") and rows["scene"] == "equal"
    holds = held(picture, small.received, small.comparison)
    said = told(Foreign("b.jpg"), small.comparison, holds, (), same_file=False)
    assert not any("is the original" in line for line in said)
    assert comparison_map(small.comparison).width > 3 * 170


def test_its_own_file_is_named_as_that(folder):
    found = search(receive(folder / "a.png"), [folder / "a.png", folder / "stranger.jpg"])
    assert [each.file.name for each in found] == ["a.png"]
    assert found[0].same_file and found[0].comparison.relation == "same_pixels"


def test_a_place_that_is_missing_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        list(files_in([tmp_path / "none"]))
