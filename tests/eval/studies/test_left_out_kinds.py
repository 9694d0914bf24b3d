from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from telltale.eval.sets.records import DataError
from telltale.eval.studies import left_out_kinds
from telltale.eval.studies.left_out_kinds import Told


def told(kind: str, name: str, altered: bool, *scores: float) -> Told:
    return Told(kind, kind, name, altered, np.array(scores))


def some() -> list[Told]:
    """Two kinds: of both the first score tells the altered pictures, and of the second kind the second one misleads."""
    rows = []
    for at in range(6):
        for kind, sign in (("copy", 1.0), ("splice", -1.0)):
            rows += [told(kind, str(at), True, 2.0 + at, sign * (1 + at), 0.0)]
            rows += [told(kind, str(at), False, -2.0 - at, -sign * (1 + at), 0.0)]
    return rows


def test_a_kind_is_told_by_what_was_learned_of_the_others():
    rows = {(row[0], row[2]): row for row in left_out_kinds.table([*some(), told("", "a", False, -9.0, -9.0, 0.0)])}
    assert rows["splice", "altered_part"][4].startswith("1.000") and rows["splice", "jpeg"][4].startswith("0.500")
    assert rows["splice", "clones"][4].startswith("0.000")  # it misleads, and nothing of the kind was there to learn so
    assert [rows["copy", "joined"][at] for at in (1, 3, 5)] == ["6", "6", "7"]


def test_a_missing_score_counts_as_the_middle_of_the_others():
    learned = some()
    first, second = left_out_kinds.joined(learned, [told("", "a", False, 3.0, np.nan, 0.0)] * 2)
    assert first == second and np.isfinite(first) and first > 0


def test_one_label_alone_is_not_enough():
    with pytest.raises(DataError):
        left_out_kinds.joined([each for each in some() if each.altered], some())


def test_folders_are_named_with_a_kind(tmp_path: Path):
    assert left_out_kinds.named(f"copy={tmp_path}") == ("copy", tmp_path)
    for wrong in (str(tmp_path), f"={tmp_path}", f"copy={tmp_path / 'none'}"):
        with pytest.raises(DataError):
            left_out_kinds.named(wrong)


def test_the_command_reads_folders_and_prints_a_table(study, tmp_path: Path):
    rng = np.random.default_rng(0)
    for kind in ("a", "b"):
        for place in ("tampered", "original"):
            (tmp_path / kind / place).mkdir(parents=True)
            for name in "12":
                pixels = rng.integers(0, 255, (192, 192, 3), np.uint8)
                Image.fromarray(pixels).save(tmp_path / kind / place / f"{name}.png")
    status, out, _ = study("left-out-kinds", "--pairs", f"a={tmp_path / 'a'}", f"b={tmp_path / 'b'}")
    assert status == 0 and out.count("| joined |") == 2
    assert study("left-out-kinds", "--pairs", f"a={tmp_path / 'a'}")[0] == 2
