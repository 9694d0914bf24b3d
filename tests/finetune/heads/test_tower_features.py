import numpy as np
import pytest
from telltale.eval.sets import degradations
from telltale.eval.sets.records import Record
from telltale.eval.sets.shared_copies import shared_copy
from telltale.finetune.heads import tower_features
from telltale.finetune.heads.tower_features import Sample

from tests.finetune.heads.made import records, view


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


def test_a_damage_is_one_of_the_named_ones_or_a_copy_as_people_share_it(pictures):
    pixels = np.asarray(degradations.Image.open(pictures[0].path).convert("RGB"))
    name = next(iter(degradations.NAMED))
    named = tower_features.pixels_of(Sample(pictures[0], damage=name), {})
    assert np.array_equal(named, degradations.view(degradations.NAMED[name](pixels)))
    sized = pictures[0].model_copy(update={"original": (2000, 1500), "crop": 1, "picture": "0.jpg"})
    shared = tower_features.pixels_of(Sample(sized, damage="hard"), {})
    assert np.array_equal(shared, shared_copy(pixels, "hard", (2000, 1500), crop=True))


def test_every_view_is_a_sample_and_the_whole_and_the_first_crop_are_degraded():
    found = tower_features.corpus([view(0, crop) for crop in range(3)], degraded=2)
    assert [(s.record.crop, s.variant) for s in found] == [
        *((crop, 0) for crop in range(3)), *((crop, variant) for variant in (1, 2) for crop in (0, 1))
    ]  # fmt: skip


def test_the_main_detector_learns_from_pictures_and_from_copies_of_those_kept_as_views():
    every = records()
    found = tower_features.main_corpus(every)
    assert [s.record for s in found if not s.damage] == every
    copied = [s for s in found if s.damage]
    assert {s.damage for s in copied} == {"web"} and all(s.variant == 0 and s.kind is None for s in copied)
    assert [s.record.crop for s in copied] == [0] * 4  # of the crops of 2048 px less than half would be left
    assert {s.record.source for s in copied} == {"views"}


@pytest.mark.parametrize(
    ("original", "crops"), [((1536, 900), [0, 1]), ((1600, 900), [0]), ((700, 500), [0, 1]), ((0, 0), [])]
)
def test_a_crop_is_copied_if_enough_of_it_is_left(original, crops):
    views = [view(0, crop).model_copy(update={"original": original}) for crop in range(3)]
    assert [s.record.crop for s in tower_features.copies(views, "web")] == crops


def test_at_most_so_many_pictures_of_a_source_and_generator_are_taken_whole():
    every = records()
    kept = tower_features.limited(every, 3)
    assert [r for r in every if r in kept] == kept  # in their order
    counted: dict[tuple[str, str], set[str]] = {}
    for record in kept:
        counted.setdefault((record.source, record.label), set()).add(record.name)
    assert {len(names) for names in counted.values()} == {3} and len(counted) == 11
    views = [record for record in kept if record.source == "views"]
    assert len(views) == 9  # each picture with its whole and its two crops
    assert tower_features.limited(every[::-1], 3)[::-1] == kept  # the choice is by name
    assert tower_features.limited(every) == every  # none has more than the usual limit


def test_a_limit_counts_the_sets_and_generators_of_a_source_apart():
    two = [view(n, crop) for n in range(3) for crop in range(2)]
    more = [r.model_copy(update={"path": r.path.parents[2] / "other" / r.path.relative_to("seen")}) for r in two]
    assert {r.place for r in two} == {"seen"} and {r.place for r in more} == {"other"}
    assert len(tower_features.limited([*two, *more], 2)) == 8
    makers = [view(n, 0, "generated").model_copy(update={"generator": g}) for n in range(3) for g in ("flux", "sdxl")]
    assert len(tower_features.limited(makers, 2)) == 4


def test_a_crop_more_or_less_does_not_change_which_pictures_are_taken():
    uneven = [view(n, crop) for n in range(6) for crop in range(1 + n % 3)]
    kept = tower_features.limited(uneven, 3)
    wholes = {r.name for r in kept if r.crop == 0}
    assert len(wholes) == 3 == len({r.name for r in kept})
