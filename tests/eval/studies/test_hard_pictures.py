import csv

import numpy as np
import pytest
from PIL import Image
from telltale.agent.investigator import Investigator
from telltale.eval.sets.camera_processing import PROCESSINGS
from telltale.eval.sets.records import Record
from telltale.eval.studies import hard_pictures
from telltale.eval.studies.hard_pictures import JudgedPicture, Judgement
from telltale.finetune.heads import tower_features


def row(source, label, score=0.5, kind="k"):
    return JudgedPicture(kind, source, score, label)


def test_every_source_weighs_the_same():
    # a: 2 of 2 called synthetic; b: 1 of 4, one tampered, two real: (1 + 1/4) / 2, (0 + 1/4) / 2, (0 + 2/4) / 2
    rows = [row("a", "synthetic", 0.9)] * 2 + [row("b", "synthetic", 0.6), row("b", "tampered", 0.4)]
    rows += [row("b", "real", 0.2), row("b", "real", 0.0)]
    (found,) = hard_pictures.alarms(rows)
    assert (found.kind, found.pictures, found.sources) == ("k", 6, 2)
    assert (found.synthetic, found.tampered, found.real) == (0.625, 0.125, 0.25)
    assert found.score == pytest.approx((0.9 + 0.3) / 2)


def test_the_interval_resamples_sources_and_counts_one_that_is_drawn_twice_twice():
    # two sources, one all alarms with 9 pictures and one without any with 1: a resample gives 0, 1/2 or 1
    rows = [row("a", "synthetic")] * 9 + [row("b", "real")]
    (found,) = hard_pictures.alarms(rows)
    assert found.synthetic == 0.5 and found.interval == (0.0, 1.0)
    many = [row(f"s{n}", "synthetic" if n % 2 else "real") for n in range(100) for _ in range(1 + n % 3)]
    low, high = hard_pictures.alarms(many)[0].interval
    assert 0.37 < low < 0.44 and 0.56 < high < 0.63  # ± 1.96 · √(.25 / 100) = ± .098, whatever the sizes
    assert hard_pictures.alarms([row("a", "real")])[0].interval is None


def test_the_worst_kind_comes_first():
    rows = [row("a", "real", 0.1, "quiet"), row("a", "synthetic", 0.9, "loud"), row("a", "real", 0.3, "nearly")]
    found = hard_pictures.alarms(rows)
    assert [one.kind for one in found] == ["loud", "nearly", "quiet"]
    assert hard_pictures.cells_of(found[0]) == ("loud", "1", "1", "100.0%", "–", "0.0%", "0.0%", "0.900")
    assert hard_pictures.alarms([]) == []


def test_a_source_may_be_of_several_kinds_by_whole_words():
    kinds = hard_pictures.kinds_of
    assert kinds("people, sport, night, phone") == ("night and stage", "people", "phone")
    assert kinds("Black and White, phone") == ("black and white", "phone")
    assert kinds("renovation, interiors, iPhone") == ("interiors", "phone")
    assert kinds("dogs, studio, retouched") == ("animals", "retouched")
    assert kinds("landscape, medium format") == ("landscape and travel", "film")
    assert kinds("mixed") == kinds("") == kinds("catalogue of headphones") == ("mixed or not stated",)


def test_pictures_as_they_are_count_once_for_each_kind_of_their_source(tmp_path):
    records = [
        Record(path=tmp_path / f"{source}.png", label="real", source=source, group=source, content=content)
        for source, content in (("a", "food, phone"), ("b", "mixed"))
    ]
    rows = [row("a", "real", kind="as it is"), row("a", "synthetic", kind="clarity"), row("b", "real", kind="as it is")]
    sorted_rows = hard_pictures.by_content(rows, records)
    assert [(one.kind, one.source) for one in sorted_rows] == [
        ("food", "a"), ("phone", "a"), ("mixed or not stated", "b"),
    ]  # fmt: skip


def test_pictures_are_drawn_from_every_source_and_only_real_ones():
    def record(name, label="real", source="a", **view):
        return Record(path=f"set/{label}/{name}", label=label, source=source, group=name, **view)

    whole = [record(f"whole/{n}.jpg", picture=f"{n}.jpg") for n in range(5)]
    crops = [record(f"native/{n}-1.jpg", picture=f"{n}.jpg", crop=1) for n in range(5)]
    other = [record("x.jpg", source="b"), record("y.jpg", label="generated", source="c")]
    views = [view for pair in zip(whole, crops, strict=True) for view in pair]
    drawn = hard_pictures.drawn_by_source([*views, *other], 3)
    assert drawn == hard_pictures.drawn_by_source([*views, *other], 3)
    assert len(drawn) == 4 and {one.source for one in drawn} == {"a", "b"}
    assert all(one in whole for one in drawn if one.source == "a")


def test_a_judge_sees_each_picture_as_it_is_and_after_every_processing(tmp_path):
    pixels = np.random.default_rng(0).integers(0, 256, (64, 80, 3)).astype(np.uint8)
    Image.fromarray(pixels).save(tmp_path / "a.png")
    record = Record(path=tmp_path / "a.png", label="real", source="s", group="a")
    shapes = []

    def judge(seen):
        shapes.append(seen.shape)
        return None if len(shapes) == 2 else Judgement(float(seen.mean()), "real")

    rows, left_out = hard_pictures.judged([record], judge)
    assert len(shapes) == 1 + len(PROCESSINGS) and shapes[0] == pixels.shape and left_out == 1
    assert [one.kind for one in rows] == ["as it is", *[*PROCESSINGS][1:]]
    assert rows[0] == ("as it is", "s", pixels.mean(), "real")
    again, _ = hard_pictures.judged([record], lambda seen: Judgement(float(seen.mean()), "real"))
    assert again[2:] == rows[1:]


def test_heads_that_left_the_source_out_judge(monkeypatch, tmp_path):
    """A processing that moves real pictures to where generated ones lie is an alarm; another is none."""
    records = [
        Record(path=tmp_path / f"{label}{source}/{n}.png", label=label, source=f"{label} {source}", group=str(n))
        for label in ("real", "generated")
        for source in range(60)
        for n in range(3)
    ]
    rng = np.random.default_rng(0)

    def extract(samples, cache, report):
        x = rng.normal(size=(len(samples), 6)).astype(np.float32)
        alarming = np.array([sample.generated or sample.damage == "clarity" for sample in samples])
        x[:, 0] += np.where(alarming, 6, -6)
        return x

    monkeypatch.setattr(hard_pictures, "records_of", lambda sets: records)
    monkeypatch.setattr(tower_features, "extract", extract)
    judged = hard_pictures.by_left_out_heads([], tmp_path, records[:30], ["clarity", "thumbnail"])
    share = {found.kind: found.synthetic for found in hard_pictures.alarms(judged)}
    assert share["clarity"] == 1.0 and max(share["thumbnail"], share["as it is"]) < 0.1
    assert sum(one.kind == "clarity" for one in judged) == 30


def test_the_study_prints_both_tables_and_writes_the_judgements(tmp_path, study, astronaut, monkeypatch):
    for name in ("a", "b"):
        astronaut.resize((128, 128)).save(tmp_path / f"{name}.png")
    (tmp_path / "set.csv").write_text("path,label,source,content\na.png,real,one,food\nb.png,real,two,mixed\n")
    monkeypatch.setattr(hard_pictures, "Investigator", lambda **options: Investigator(detectors=[], **options))
    chosen = ("--only", "clarity", "thumbnail")
    status, out, _ = study("hard-pictures", "--data", tmp_path / "set.csv", *chosen, "--out", tmp_path / "said.csv")
    assert status == 0
    for cell in ("| as it is | 2 | 2 |", "| clarity | 2 | 2 |", "| food | 1 | 1 |", "6 pictures judged; 0 could not"):
        assert cell in out
    with (tmp_path / "said.csv").open() as stream:
        said = [*csv.DictReader(stream)]
    assert len(said) == 6 and {line["kind"] for line in said} == {"as it is", "clarity", "thumbnail"}
