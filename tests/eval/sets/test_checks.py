"""Leaks and near-duplicates, on sets made here and on the shared pictures."""

import numpy as np
import pytest
from telltale.agent import cli
from telltale.eval.sets import checks, records

from tests.eval.sets.made import make_set, picture, write


def test_a_leak_is_found_and_a_fair_set_passes(tmp_path):
    leaky = checks.check(records.read(make_set(tmp_path / "leaky", leak=True)))
    assert leaky.auroc > 0.95
    assert not leaky.passed
    fair = checks.check(records.read(make_set(tmp_path / "fair", leak=False)))
    assert abs(fair.auroc - 0.5) < 0.2  # 120 pictures: the interval is wide
    assert fair.duplicates == ()


def test_near_duplicates_are_found_through_recompression_and_resizing(tmp_path):
    same = picture(1, 256)
    a = write(tmp_path, "real/a.jpg", same, quality=95)
    b = write(tmp_path, "fake/b.jpg", same.resize((180, 180)), quality=40)
    c = write(tmp_path, "real/c.jpg", picture(2, 256))
    hashes = [checks.measure(file).hash for file in (a, b, c)]
    assert checks.near_duplicates(hashes) == [(0, 1)]
    assert checks.near_duplicates([None, 0, 0]) == []  # flat pictures all hash alike and are left out


def test_every_pair_within_six_bits_is_found():
    rng = np.random.default_rng(0)
    base = [int(v) for v in rng.integers(0, 2**63, 60, dtype=np.uint64)]
    hashes = base + [v ^ sum(1 << int(b) for b in rng.choice(64, 6, replace=False)) for v in base]
    brute = [
        (i, j)
        for i in range(len(hashes))
        for j in range(i + 1, len(hashes))
        if (hashes[i] ^ hashes[j]).bit_count() <= checks.DUPLICATE_BITS
        and all(8 <= hashes[k].bit_count() <= 56 for k in (i, j))
    ]
    assert checks.near_duplicates(hashes) == brute
    assert len(brute) >= 55


def test_the_command_says_what_it_found(tmp_path, capsys):
    folder = make_set(tmp_path / "leaky", leak=True)
    (folder / "real" / "bad.jpg").write_bytes(b"no picture")
    assert cli.main(["finetune", "check-data", str(folder)]) == 1
    streams = capsys.readouterr()
    assert "bad.jpg: can't be read" in streams.err
    assert "121 pictures, 1 unreadable" in streams.out
    assert "AUROC of bytes" in streams.out
    assert cli.main(["finetune", "check-data", str(tmp_path / "none")]) == 2


@pytest.mark.slow
def test_shared_pictures_hold_no_more_than_they_say(shared):
    """Their own README: at most .6 on file facts alone."""
    report = checks.check(records.read(shared / "images" / "manifest.csv"))
    assert report.unreadable == ()
    assert 0.4 < report.auroc < 0.6
