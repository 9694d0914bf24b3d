from pathlib import Path

import numpy as np
import pytest
from telltale.agent.detectors import clip_heads
from telltale.eval.sets.records import Record
from telltale.finetune.heads import clip_training, platt, tower_features
from telltale.finetune.heads.tower_features import Sample

from tests.finetune.heads.made import features, records


@pytest.fixture
def corpus():
    """Samples with pseudo-fakes and copies to test, and features of which the first tells the label."""
    samples = tower_features.corpus(records(), degraded=1, pseudo=0.7)
    plain = [s for s in samples if s.variant == 0 and s.kind is None]
    samples += [Sample(s.record, damage=tier) for tier in ("web", "hard") for s in plain]
    return samples, features(samples)


def test_a_source_leaves_with_both_labels_its_copies_and_what_was_made_from_it(corpus):
    samples, _ = corpus
    members = clip_training.sources(samples)
    assert sorted(i for group in members.values() for i in group) == list(range(len(samples)))
    for name, group in members.items():
        assert {samples[i].record.source for i in group} == {name}
    assert {samples[i].record.label for i in members["faces"]} == {"real", "generated"}
    assert any(samples[i].kind for i in members["camera 0"]) and any(samples[i].damage for i in members["camera 0"])


def test_hard_copies_have_no_weight_and_pseudo_fakes_have_less(corpus):
    samples, _ = corpus
    for sample in samples:
        expected = 0.0 if sample.damage == "hard" else clip_training.PSEUDO if sample.kind else 1.0
        assert clip_training.share(sample) == expected


def test_a_picture_is_scored_from_its_views_by_a_head_without_its_source(corpus):
    samples, x = corpus
    ridge = clip_training.fit(samples, x)
    scored = clip_training.left_out(samples, ridge)
    plain = [p for p in scored if not samples[p.samples[0]].damage]
    assert sorted(samples[p.samples[0]].record.group for p in plain) == sorted({r.group for r in records()})
    assert all(
        samples[i].damage in ("", "web") and not samples[i].kind and samples[i].variant == 0
        for p in scored
        for i in p.samples
    )
    seen = [p for p in scored if p.source == "views"]
    for picture in seen:
        assert [samples[i].record.crop for i in picture.samples] == [0, 1, 2]
        group = clip_training.sources(samples)["views"].tolist()
        values = ridge.left_out(np.array(group))
        whole, *crops = (values[group.index(i)] for i in picture.samples)
        assert picture.score == pytest.approx((whole + np.mean(crops)) / 2)
    made = np.array([p.generated for p in scored])
    assert (np.array([p.score for p in scored])[made] > 0).mean() > 0.8


def test_labels_and_sources_of_left_out_pictures_are_kept(corpus):
    samples, x = corpus
    scored = clip_training.left_out(samples, clip_training.fit(samples, x))
    assert {(p.source, p.generated, p.generator) for p in scored if p.source in ("faces", "maker 0")} == {
        ("faces", False, ""),
        ("faces", True, "stylegan"),
        ("maker 0", True, "flux.1"),
    }


def test_the_table_names_sources_that_hold_both_labels(corpus):
    samples, x = corpus
    found = clip_training.table(clip_training.left_out(samples, clip_training.fit(samples, x)))
    assert list(found) == ["faces"] and found["faces"] > 0.9


def test_heads_are_trained_with_what_was_measured_on_left_out_sources(corpus, monkeypatch, tmp_path):
    monkeypatch.setattr(clip_training, "DIRECTIONS", 4)
    samples, x = corpus
    heads, scored = clip_training.train(samples, x)
    real, made = ([p for p in scored if p.generated is label] for label in (False, True))
    plain = [p for p in scored if not samples[p.samples[0]].damage]
    assert heads.counts == tuple(sum(p.generated is label for p in plain) for label in (False, True)) == (38, 16)
    assert heads.source_counts == (7, 4)
    assert heads.slope > 0 and len(heads.real) == len(heads.generated) == clip_training.QUANTILES
    for quantiles, pictures in ((heads.real, real), (heads.generated, made)):
        values = [p.score for p in pictures]
        assert quantiles[[0, -1]].tolist() == pytest.approx([min(values), max(values)])
    ridge = clip_training.fit(samples, x)
    raw = np.array([p.score for p in clip_training.left_out(samples, ridge)])
    assert np.allclose([p.score for p in scored], heads.slope * raw + heads.offset)
    assert np.allclose(heads.log_odds(x), heads.slope * ridge.head()(x) + heads.offset, atol=1e-3)
    assert len(heads.reference_names) == len(plain) == 54  # neighbours are pictures as they are, and no copies
    clip_heads.save(heads, tmp_path / clip_heads.FILE, {})
    assert clip_heads.read(tmp_path / clip_heads.FILE).source_counts == heads.source_counts


def test_platt_finds_the_line_that_made_the_labels():
    rng = np.random.default_rng(2)
    scores = rng.normal(size=20_000)
    generated = rng.random(20_000) < 1 / (1 + np.exp(-(3 * scores)))
    slope, offset = platt.platt(scores, generated)
    assert slope == pytest.approx(3, rel=0.06) and offset == pytest.approx(0, abs=0.08)


def test_platt_weighs_scores_as_it_is_told():
    rng = np.random.default_rng(3)
    scores, generated = rng.normal(size=400), np.arange(400) % 2 == 1
    scores[generated] += 1.0
    twice = np.concatenate([scores, scores[:100]]), np.concatenate([generated, generated[:100]])
    mass = np.where(np.arange(400) < 100, 2.0, 1.0)
    assert platt.platt(scores, generated, mass) == pytest.approx(platt.platt(*twice, np.ones(500)), abs=1e-4)
    assert platt.platt(scores, generated, np.ones(400)) == pytest.approx(platt.platt(scores, generated), abs=1e-4)


def test_generators_belong_to_families():
    recent = {clip_training.family_of(name) for name in ("flux.1-schnell", "sd3.5", "sdxl-finetune")}
    assert len(recent) == 1 and "diffusion of 2023" in str(recent)
    assert clip_training.family_of("stylegan2") == "StyleGAN" and clip_training.family_of("something new") is None


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
