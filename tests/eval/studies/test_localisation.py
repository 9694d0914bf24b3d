import numpy as np
import pytest
from PIL import Image
from telltale.eval.sets.records import Record
from telltale.eval.studies import localisation
from telltale.eval.studies.localisation import Case
from telltale.finetune.adapters import assess
from telltale.finetune.pseudo_fakes.alterations import GENERATIVE


def test_a_map_is_scored_by_what_lies_inside_the_mask():
    mask = np.zeros((120, 120), bool)
    mask[:60, :60] = True
    drawn = np.zeros((60, 60), np.float32)
    drawn[:30, :30] = 1.0
    assert localisation.against_mask(drawn, mask) == (1.0, True, 0.25)
    assert localisation.against_mask(1 - drawn, mask) == (0.0, False, 0.25)
    assert localisation.against_mask(np.full((60, 60), 0.5, np.float32), mask) == (0.5, False, 0.25)
    assert localisation.against_mask(drawn, np.zeros((120, 120), bool)) is None


def test_pairs_are_found_in_both_layouts(tmp_path, astronaut):
    astronaut.resize((64, 64)).save(tmp_path / "01_mod.png")
    Image.new("L", (64, 64), 255).save(tmp_path / "01_mod_gt.png")
    for folder in ("forgery", "mask", "real", "predict"):
        (tmp_path / "data" / folder).mkdir(parents=True)
        astronaut.resize((64, 64)).save(tmp_path / "data" / folder / "1.jpg")
    found = list(localisation.pairs(tmp_path))
    assert [case.pixels.shape for case in found] == [(64, 64, 3)] * 2
    assert found[0].mask.all() and not found[1].mask.all()


def test_made_cases_come_from_real_pictures_that_training_left(tmp_path, photographs, monkeypatch):
    monkeypatch.setattr(assess, "held_out", lambda record: record.group == "kept")
    records = []
    for index, picture in enumerate(photographs[:4]):
        picture.resize((96, 96)).save(tmp_path / f"{index}.png")
        group = "kept" if index < 2 else "seen"
        records.append(Record(path=tmp_path / f"{index}.png", label="real", source="s", group=group))

    def inverted(pixels, rng):
        return 255 - pixels, "inverted"

    cases = list(localisation.made_cases(records, dict.fromkeys(GENERATIVE, inverted), 2))
    assert {case.kind for case in cases} >= {"autoencoder of a region", "copy-move", "splice", "blend"}
    assert all(case.mask.shape == (96, 96) and case.mask.any() for case in cases)


@pytest.mark.parametrize("drawn", [1.0, 0.0])
def test_the_table_takes_means_by_map_and_kind(drawn):
    mask = np.zeros((64, 64), bool)
    mask[:32] = True
    cases = [Case("splice", np.zeros((64, 64, 3), np.uint8), mask)] * 3
    rows = localisation.maps_table(
        cases, lambda case: iter([("map", np.where(mask, drawn, 1 - drawn).astype(np.float32))])
    )
    assert rows == [("map", "splice", "3", f"{drawn:.3f}", f"{drawn:.0%}", "50%")]


def test_the_model_and_the_detectors_draw(tiny, astronaut):
    pixels = np.asarray(astronaut.resize((288, 288)))
    names = {name for name, _ in localisation.maps(Case("x", pixels, np.zeros((288, 288), bool)), tiny)}
    assert {"jpeg", "adapter, edges.blend", "adapter, global.synthetic_look"} <= names
