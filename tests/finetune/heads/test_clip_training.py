from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import Ridge as Reference
from telltale.eval.sets.records import Record
from telltale.eval.sets.splits import source_folds
from telltale.finetune.heads import clip_training, platt, tower_features
from telltale.finetune.heads.ridge import Ridge
from telltale.finetune.heads.tower_features import Sample


def test_the_head_is_the_weighted_ridge_of_scikit_learn():
    rng = np.random.default_rng(0)
    x = rng.normal(3, 2, (300, 12)).astype(np.float32)
    generated = rng.random(300) < 0.4
    x[generated, 0] += 1.5
    cells = [("g" if g else "r", int(n)) for g, n in zip(generated, rng.integers(0, 3, 300), strict=True)]
    head = Ridge(x, generated, cells).fit(sorted(set(cells)), penalty=2.0)

    sizes = {cell: cells.count(cell) for cell in set(cells)}
    weight = np.array([sizes[cell] ** -0.5 for cell in cells])
    for label in (True, False):
        weight[generated == label] *= 0.5 / weight[generated == label].sum()
    standard = (x - x.mean(0)) / (x.std(0) + 1e-3)
    reference = Reference(alpha=2.0 * 12 / 300).fit(standard, np.where(generated, 1, -1), sample_weight=weight)
    assert np.allclose(head(x), reference.predict(standard), atol=1e-4)


def test_invariance_keeps_the_head_from_what_tells_sources_apart():
    rng = np.random.default_rng(1)
    generated = np.arange(400) % 2 == 1
    source = rng.integers(0, 2, 400)
    x = rng.normal(size=(400, 3)).astype(np.float32)
    x[:, 0] += np.where(generated, 1.0, -1.0)
    x[:, 1] += np.where(generated == (source == 1), 2.0, -2.0) * (source == 1)  # speaks in one source alone
    ridge = Ridge(x, generated, list(zip(generated.tolist(), source.tolist(), strict=True)))
    cells = list(ridge.generated)
    plain, invariant = (np.abs(ridge.fit(cells, 1.0, invariance=mu).weight) for mu in (0.0, 100.0))
    assert plain[1] > 0.5 * plain[0]
    assert invariant[1] < 0.2 * invariant[0]


def test_a_cell_of_both_labels_and_a_missing_label_are_refused():
    x, generated = np.zeros((4, 2), np.float32), np.array([True, False, True, True])
    with pytest.raises(ValueError, match="both labels"):
        Ridge(x, generated, ["a", "a", "b", "b"])
    with pytest.raises(ValueError, match="needs both labels"):
        Ridge(x, generated, [1, 2, 1, 1]).fit([1])


def records() -> list[Record]:
    found = [
        Record(path=Path(f"r/{s}/{n}.jpg"), label="real", source=f"camera {s}", group=f"r{s}{n}")
        for s in range(5)
        for n in range(4 + s)
    ]
    found += [
        Record(path=Path(f"g/{s}/{n}.jpg"), label="generated", source=f"maker {s}", group=f"g{n}", generator=g)
        for s, g in enumerate(["flux.1", "sdxl", "glide"])
        for n in range(4)
    ]
    both = [("real", ""), ("generated", "stylegan")]
    return found + [
        Record(path=Path(f"f/{label}{n}.jpg"), label=label, source="faces", group=f"f{label}{n}", generator=g)
        for label, g in both
        for n in range(4)
    ]


@pytest.mark.parametrize("by", ["source", "generator"])
def test_nothing_of_a_tested_source_is_trained_on(by):
    samples = tower_features.corpus(records(), degraded=1, pseudo=0.7)
    home = clip_training.cells(samples)
    tested = set()
    for fold in clip_training.leave_out(samples, by):
        train = [s for s, cell in zip(samples, home, strict=True) if cell in set(fold.train)]
        test = [samples[i] for i in fold.test]
        assert {s.generated for s in test} == {True, False} == {s.generated for s in train}
        assert all(s.variant == 0 and s.kind is None for s in test)
        real_sources = {s.record.source for s in test if not s.generated}
        assert not real_sources & {s.record.source for s in train}  # pseudo-fakes of them included
        made = {getattr(s.record, by) for s in test if s.generated}
        assert made == {fold.left_out} and not made & {getattr(s.record, by) for s in train if s.kind is None}
        tested |= {s.record.path for s in test}
    if by == "source":
        assert tested == {record.path for record in records()}


def test_real_sources_are_dealt_into_folds_of_like_size():
    folds = source_folds(records(), 3)
    sizes = [sum(r.label == "real" and folds[r.source] == k for r in records()) for k in range(3)]
    assert max(sizes) - min(sizes) <= 4 and set(folds.values()) == {0, 1, 2}


def test_platt_finds_the_line_that_made_the_labels():
    rng = np.random.default_rng(2)
    scores = rng.normal(size=20_000)
    generated = rng.random(20_000) < 1 / (1 + np.exp(-(3 * scores)))
    slope, offset = platt.platt(scores, generated)
    assert slope == pytest.approx(3, rel=0.06) and offset == pytest.approx(0, abs=0.08)


def test_generators_belong_to_families():
    assert clip_training.family_of("flux.1-schnell") == clip_training.family_of("sd3.5") == "diffusion of 2023–2025"
    assert clip_training.family_of("sdxl-finetune") == "diffusion of 2023–2025"
    assert clip_training.family_of("something new") is None


@pytest.mark.parametrize("makers", [["flux"], ["something new"], ["flux", "glide"]])
def test_where_families_can_not_be_measured_none_is_named(makers):
    made = [
        Record(path=Path(f"{m}{n}.png"), label="generated", source=m, group="one", generator=m)
        for m in makers
        for n in range(4)
    ]
    samples = tower_features.corpus(made, degraded=0)
    rows = np.random.default_rng(0).normal(size=(len(samples), 3)).astype(np.float32)
    found = clip_training.families(samples, rows, 1.0)
    assert found.weight.shape == (len(found.names), 3)
    assert found.logits(rows).max() < found.least


@pytest.fixture
def pictures(tmp_path, photographs):
    found = []
    for index, picture in enumerate(photographs[:4]):
        picture.resize((96, 96)).save(tmp_path / f"{index}.png")
        found.append(Record(path=tmp_path / f"{index}.png", label="real", source=f"s{index % 2}", group=str(index)))
    return found


def test_features_are_cached_by_shard_and_a_cut_off_run_goes_on(tmp_path, pictures, monkeypatch):
    calls = []

    def embed(views):
        calls.append(len(views))
        if len(calls) == 3 and stop:
            raise KeyboardInterrupt
        return tower_features.tower.Features(views.reshape(len(views), -1)[:, :5].astype(np.float32), None)

    monkeypatch.setattr(tower_features.tower, "embed", embed)
    monkeypatch.setattr(tower_features, "SHARD", 2)
    samples, stop = tower_features.corpus(pictures), True
    with pytest.raises(KeyboardInterrupt):
        tower_features.extract(samples, tmp_path / "cache", report=lambda line: None)
    stop = False
    found = tower_features.extract(samples, tmp_path / "cache", report=lambda line: None)
    assert found.shape == (8, 5) and len(calls) == 5  # two shards were kept, the third was begun anew
    assert np.array_equal(tower_features.extract(samples, tmp_path / "cache"), found) and len(calls) == 5


def test_a_sample_is_the_same_on_every_run_and_pseudo_fakes_pass_their_generator(pictures):
    seen = []

    def generator(pixels, rng):
        seen.append(pixels.shape)
        return 255 - pixels, "inverted"

    plain, degraded, fake = (Sample(pictures[0], *rest) for rest in ((), (1,), (1, "style")))
    views = [tower_features.pixels_of(sample, {"style": generator}) for sample in (plain, degraded, degraded, fake)]
    assert np.array_equal(views[1], views[2]) and not np.array_equal(views[0], views[1])
    assert seen == [(96, 96, 3)] and fake.generated and not degraded.generated
    assert fake.source == "pseudo-fake: style"
