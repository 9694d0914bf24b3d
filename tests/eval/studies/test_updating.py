import numpy as np
import pytest
from telltale.eval.sets.records import Record
from telltale.eval.studies import updating, updating_courses, updating_tasks
from telltale.eval.studies.updating_tasks import Named
from telltale.finetune.heads.tower_features import Sample

SEQUENCE = (Named("first", 2020, ("first",)), Named("second", 2021, ("second",)), Named("absent", 2022, ("absent",)))
D = 6


@pytest.fixture(scope="module")
def views():
    """Eight sources of photographs, and two generators in turn, which different features give away."""
    rng, samples, rows = np.random.default_rng(0), [], []
    makers = {"first": 0, "second": 1, "other": 0}
    for source in [*(f"camera {number}" for number in range(9)), *makers]:
        for number in range(10):
            name, label = f"{source} {number}", "generated" if source in makers else "real"
            fields = {"label": label, "source": source, "generator": source if source in makers else ""}
            samples.append(Sample(Record(path=f"{name}.jpg", picture=name, group=name, **fields)))
            row = rng.normal(size=D) - [1, 1, 0, 0, 0, 0]
            if source in makers:
                row[makers[source]] += 4
            rows.append(row)
    return updating_tasks.views_of(samples, np.array(rows, np.float16))


def test_what_is_tested_is_learned_by_no_task(views):
    draw = updating_tasks.drawn(views, 0, sequence=SEQUENCE)
    assert draw.names == ["first", "second"] and [len(part) for part in draw.test] == [3, 3]
    rows, learned = views.rows, np.concatenate(draw.learn)
    tested = np.concatenate([*draw.photographs, *draw.never, *(each for part in draw.test for each in part)])
    assert not {rows.group[i] for i in learned} & {rows.group[i] for i in tested}
    assert len({rows.source[i] for part in draw.photographs for i in part}) == 3
    assert not {rows.source[i] for i in learned} & {rows.source[i] for part in draw.photographs for i in part}
    with pytest.raises(ValueError, match="two generators"):
        updating_tasks.drawn(views, 0, sequence=SEQUENCE[1:])


def test_replay_forgets_less_than_new_pictures_alone(views):
    draw = updating_tasks.drawn(views, 0, sequence=SEQUENCE)
    alone, kept, joint = (updating_courses.course(views, draw, name, 40, 0) for name in ("alone", "sur", "joint"))
    lost = [updating.transfer(c.area)["backward"] for c in (alone, kept)]
    assert lost[0] < lost[1] and np.isnan(joint.accuracy[0]).all() and joint.area[1].min() > 0.7
    row = updating.summary("all so far", [joint])
    assert row[3:7] == ("–", "–", "–", "–") and row[1] != "–"


def test_figures_of_a_matrix():
    told = updating.transfer(np.array([[0.9, 0.6, 0.5], [0.7, 0.8, 0.6], [0.8, 0.7, 1.0]]))
    assert told["end"] == pytest.approx(2.5 / 3)
    assert told["backward"] == pytest.approx(-0.1) and told["forgetting"] == pytest.approx(0.1)
    assert told["forward"] == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("generator", "task"), [("stylegan2", "StyleGAN"), ("gpt-image-2", "GPT Image 2"), ("flux.2-klein", None)]
)
def test_generators_find_their_task(generator, task):
    assert updating_tasks.task_of(generator) == task
