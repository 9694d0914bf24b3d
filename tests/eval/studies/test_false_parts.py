"""False alarms of a part: every form of a picture is examined, and the shares are of pictures."""

import numpy as np
import pytest
from PIL import Image
from telltale.eval.studies import false_parts


@pytest.fixture
def photographs(tmp_path):
    rng = np.random.default_rng(0)
    for number in range(2):
        pixels = rng.normal(128, 30, (260, 300, 3)).clip(0, 255).astype(np.uint8)
        Image.fromarray(pixels).save(tmp_path / f"{number}.jpg", quality=90)
    return tmp_path


def test_the_first_form_is_the_file_itself_and_the_others_are_processed(photographs):
    made = dict(false_parts.forms(photographs / "0.jpg"))
    assert list(made) == [false_parts.AS_IT_IS, *false_parts.KINDS]
    assert made[false_parts.AS_IT_IS] == (photographs / "0.jpg").read_bytes()
    assert len(set(made.values())) == len(made)


def test_the_table_has_a_row_for_each_form_and_counts_pictures(photographs, study, monkeypatch):
    seen = iter([frozenset({"noise", "any"}), *[frozenset()] * 17])
    monkeypatch.setattr(false_parts, "named", lambda investigator, data: next(seen))
    status, out, _ = study("false-parts", "--files", str(photographs))
    assert status == 0
    rows = [line for line in out.splitlines() if line.startswith("| ") and "| 2 |" in line]
    assert len(rows) == 1 + len(false_parts.KINDS)
    assert rows[0].count("50% [9%, 91%]") == 2 and "50%" not in rows[1]


@pytest.mark.weights
def test_a_part_is_counted_by_what_an_examination_names(photographs):
    from telltale.agent.investigator import Investigator

    named = false_parts.named(Investigator(perceive=False, explain=False), (photographs / "0.jpg").read_bytes())
    assert named <= {*false_parts.LOCATING, "any", "tampered"} and ("any" in named) == bool(
        named & {*false_parts.LOCATING}
    )
