"""The pictures in a report: both places of a pair, of a height that fits a page, and maps that claim nothing."""

import io

import numpy as np
import pytest
from PIL import Image
from telltale.agent.dossier import exhibit_pictures
from telltale.agent.dossier.document_parts import plain
from telltale.agent.dossier.exhibit_pictures import Pixels
from telltale.agent.evidence import Evidence, Facts, Region

PLACES = Facts(numbers={"other_x": 100.0, "other_y": 60.0, "other_w": 40.0, "other_h": 30.0})


@pytest.fixture(scope="module")
def shown():
    pixels = np.random.default_rng(2).integers(0, 256, (120, 160, 3), np.uint8)
    return Pixels(pixels, {"clones": np.zeros((12, 16), np.float32), "noise": np.zeros((12, 16), np.float32)})


def found(ident="E1", source="clones", supports="tampered", facts=PLACES, region=(20, 10, 40, 30)):
    x, y, w, h = region
    return Evidence(
        id=ident, source=source, kind="detector", statement="Two places are alike.", supports=supports, map=source,
        region=Region(x=x, y=y, w=w, h=h), facts=facts,
    )  # fmt: skip


def test_the_second_place_of_a_pair_is_shown_beside_the_first(shown):
    first, second = exhibit_pictures.crops(shown, [found()])
    assert (np.asarray(Image.open(io.BytesIO(second.png))) == shown.pixels[60:90, 100:140]).all()
    assert "second place of finding E1" in plain(second.caption) and first.size == second.size


def test_a_pair_with_half_a_place_is_no_pair(shown):
    assert len(list(exhibit_pictures.crops(shown, [found(facts=Facts(numbers={"other_x": 3.0}))]))) == 1


def test_no_picture_is_taller_than_half_a_page(shown):
    tall = Pixels(shown.pixels.transpose(1, 0, 2)[:, :20], {"clones": np.zeros((16, 2), np.float32)})
    evidence = [found(facts=Facts(), region=(0, 0, 4, 150))]
    pictures = [
        exhibit_pictures.whole(tall, evidence),
        *exhibit_pictures.crops(tall, evidence),
        *exhibit_pictures.maps(tall, evidence),
    ]
    assert len(pictures) == 3
    assert all(each.share * each.size[1] / each.size[0] <= 0.5 + 1e-9 for each in pictures)


def test_a_map_says_what_its_method_measures_and_when_it_found_nothing(shown):
    of_pair, of_noise = exhibit_pictures.maps(shown, [found(), found("E2", "noise", "neutral", Facts())])
    assert plain(of_pair.caption).endswith("[E1]") and exhibit_pictures.MAP_OF_NOTHING() not in plain(of_pair.caption)
    assert "noise level" in plain(of_noise.caption) and exhibit_pictures.MAP_OF_NOTHING() in plain(of_noise.caption)


def test_the_words_for_a_picture_name_its_boxes(shown):
    assert "E1" in plain(exhibit_pictures.whole(shown, [found()]).alt)
