"""What several recipes are tested on: a training row, a picture, and examples of a few small photographs."""

import numpy as np
import pytest
from PIL import Image
from telltale.eval.sets.records import Record
from telltale.finetune.adapters.probe_data import Examples
from telltale.finetune.pseudo_fakes import GENERATIVE
from telltale.finetune.rows import TrainingRow


def _inverted(pixels, rng):
    return 255 - pixels, "inverted"


def examples_in(folder, photographs):
    """Examples of four small photographs, two of each label."""
    records = []
    for index, picture in enumerate(photographs[:4]):
        path = folder / f"{index}.png"
        picture.resize((80, 80)).save(path)
        label = "real" if index % 2 else "generated"
        records.append(Record(path=path, label=label, source=f"s{index}", group=str(index)))
    return Examples(records, dict.fromkeys(GENERATIVE, _inverted))


@pytest.fixture
def examples(tmp_path, photographs):
    return examples_in(tmp_path, photographs)


@pytest.fixture(scope="session")
def many(tmp_path_factory, photographs):
    """Examples, and 250 drawn from them in a row."""
    made, rng = examples_in(tmp_path_factory.mktemp("examples"), photographs), np.random.default_rng(0)
    return made, [made.draw(rng) for _ in range(250)]


ASKED = "Findings:\n[E1] for real: EXIF names the camera A and holds 8 of 8 fields.\nQuestion: Why?"
SAID = "[E1] EXIF names the camera A and holds 8 of 8 fields, which speaks for a real picture."


@pytest.fixture(scope="session")
def row():
    """A function that makes a row with two answers, about a picture if it is given one."""

    def made(image=""):
        return TrainingRow(
            kind="face" if image else "evidence",
            prompt=[{"role": "system", "content": "Word it."}, {"role": "user", "content": ASKED}],
            completion=[
                {"role": "assistant", "content": SAID},
                {"role": "user", "content": "Sure?"},
                {"role": "assistant", "content": "[V] Yes."},
            ],
            image=image,
        )

    return made


@pytest.fixture
def picture(tmp_path):
    file = tmp_path / "a.png"
    Image.fromarray(np.random.default_rng(0).integers(0, 255, (40, 40, 3), np.uint8)).save(file)
    return str(file)
