import io

import numpy as np
from PIL import Image
from telltale.eval.studies.pictures import drawn_by_label, png, records_of


def test_as_many_of_each_label_are_drawn_and_the_same_ones_again(labelled):
    records = records_of([labelled, labelled])
    assert len(records) == 32
    drawn = drawn_by_label(records, 5)
    assert [record.label for record in drawn] == ["real"] * 5 + ["generated"] * 5
    assert drawn == drawn_by_label(records, 5)


def test_png_keeps_every_pixel():
    pixels = np.random.default_rng(0).integers(0, 256, (20, 30, 3)).astype(np.uint8)
    assert (np.asarray(Image.open(io.BytesIO(png(pixels)))) == pixels).all()
