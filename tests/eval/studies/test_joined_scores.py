"""Scores and maps joined: whole sources are left out, choices are made without them, and a cut run goes on."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from telltale.eval.studies import joined_fits, joined_readings
from telltale.eval.studies.joined_readings import MAPS, SCORES, Said, Sought

GRID = (8, 8)


def said(source: str, at: int, altered: bool, *, known: bool = True, seed: int = 0) -> Said:
    """A picture whose first score and first map tell whether it was altered, in its upper left quarter."""
    rng = np.random.default_rng([seed, at, altered, *source.encode()])
    scores = rng.normal(0, 0.3, len(SCORES)) + np.eye(len(SCORES))[0] * (2.0 if altered else -2.0)
    maps = rng.uniform(0, 0.2, (len(MAPS), *GRID))
    mask = np.zeros(GRID, np.float32)
    if altered:
        mask[:4, :4] = 1.0
        maps[0, :4, :4] += 0.7
    sought = Sought(source, str(at), altered, Path(f"{source}{at}"), known=known)
    return Said(
        sought,
        scores.astype(np.float32),
        np.zeros(8, np.float32),
        np.zeros(3, np.float32),
        maps.astype(np.float32),
        mask,
    )


@pytest.fixture(scope="module")
def pictures() -> list[Said]:
    pairs = [said(source, at, altered) for source in "abcd" for at in range(6) for altered in (True, False)]
    return [*pairs, *(said(f"cam{n}", at, False, known=False) for n in range(4) for at in range(3))]


def test_a_source_is_told_by_what_was_learned_without_it(pictures):
    homes = joined_fits.folds(pictures)
    assert {homes[at] for at, one in enumerate(pictures) if one.sought.known} == set("abcd")
    log_odds, fits = joined_fits.left_out(pictures, homes, joined_fits.plain((0, 1, 2), 1.0))
    altered = np.array([one.sought.altered for one in pictures])
    assert log_odds[altered].min() > log_odds[~altered].max() and set(fits) == set(homes)


def test_what_is_learned_does_not_depend_on_the_source_that_is_left_out(pictures):
    homes = joined_fits.folds(pictures)
    rule = joined_fits.plain((0, 1, 2), 1.0)
    _, fits = joined_fits.left_out(pictures, homes, rule)
    turned = [
        said(one.sought.source, 9, one.sought.altered, known=one.sought.known, seed=7) if home == "a" else one
        for one, home in zip(pictures, homes, strict=True)
    ]
    _, others = joined_fits.left_out(turned, homes, rule)
    assert np.allclose(fits["a"].weights, others["a"].weights) and not np.allclose(
        fits["b"].weights, others["b"].weights
    )


def test_a_limit_lets_no_more_pass_than_was_asked_for():
    scores = np.arange(100.0)
    limit = joined_fits.limit(scores, 0.05)
    assert (scores > limit).mean() <= 0.05
    assert joined_fits.f1(np.array([True, False]), np.array([True, True])) == pytest.approx(2 / 3)


def test_the_command_prints_its_tables_and_goes_on_with_what_was_read(study, tmp_path: Path, monkeypatch):
    rng = np.random.default_rng(0)
    for source in "abcd":
        for place in ("tampered", "original"):
            (tmp_path / source / place).mkdir(parents=True)
            pixels = rng.integers(0, 255, (320, 320, 3), np.uint8)
            Image.fromarray(pixels).save(tmp_path / source / place / "1.jpg", quality=90)
    work = ("--work", str(tmp_path / "work"))
    given = ("joined-scores", "--pairs", *(str(tmp_path / source) for source in "abcd"), *work)
    status, out, error = study(*given)
    assert status == 0, error
    assert "three joined" in out and "### Calibration" in out
    monkeypatch.setattr(joined_readings, "_read", lambda _: pytest.fail("it was read before"))
    assert study(*given)[:2] == (0, out)
    status, _, error = study("joined-scores", "--pairs", str(tmp_path / "a"), *work)
    assert status == 2 and "name at least 3 folders" in error
