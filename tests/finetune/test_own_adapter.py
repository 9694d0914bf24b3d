"""Whether an adapter is trained on pictures of one's own, and whether it is kept, on answers made here."""

import numpy as np
import pytest
from telltale.eval.sets.records import Record
from telltale.finetune import own_adapter
from telltale.finetune.own_bundle import write_adapter_effect
from telltale.finetune.progress_steps import Steps


def answers(share, seed=0, groups=40, each=6):
    """Which answers of some groups are right at a share, the cell of each, and its group."""
    rng = np.random.default_rng(seed)
    count = groups * each
    cell = np.arange(count) % 4  # two cues, present and absent
    return rng.random(count) < share, cell, [str(n // each) for n in range(count)]


def test_answers_weigh_the_same_by_cue_and_by_answer():
    """Cue 0: 3 of 4 absent and 0 of 1 present are right, .375; cue 1 was never present."""
    correct = np.array([True, True, True, False, False, True])
    assert own_adapter.right(correct, np.array([0, 0, 0, 0, 1, 2])) == pytest.approx(0.375)
    assert own_adapter.right(correct[:2], np.array([0, 0])) is None


def test_an_adapter_is_kept_only_for_a_gain_that_chance_does_not_explain():
    before, cell, group = answers(0.6)
    after, _, _ = answers(0.85, seed=1)
    effect = own_adapter.compared(before, after, cell, group)
    assert effect.kept and effect.gain is not None and 0.15 < effect.gain.value < 0.35
    assert "is in the bundle" in effect.report()[-1]
    other, _, _ = answers(0.6, seed=2)
    same = own_adapter.compared(before, other, cell, group)
    assert not same.kept and "stays as it was" in same.report()[-1]


@pytest.mark.parametrize(
    ("left", "seconds", "planned"),
    [
        (float("inf"), 1.0, (600, 200)),
        # 60 pictures twice and 60 steps of 8 pictures at 2.6 s take 1,368 s; of the time that is left 85% are used
        (600.0, 1.0, pytest.approx(1368 / 0.85)),
        (1_000_000.0, 1.0, (600, 200)),
    ],
)
def test_the_time_decides_how_much_is_trained(left, seconds, planned):
    assert own_adapter.plan(left, seconds) == planned
    if left == 600.0:
        steps, pictures = own_adapter.plan(600.0, 0.3)
        assert 60 <= steps <= 600 and 60 <= pictures <= 200
        assert steps * 8 * 2.6 * 0.3 + 2 * pictures * 0.3 <= 600


def test_too_few_groups_train_no_adapter(tmp_path):
    records = [
        Record(path=tmp_path / f"{label}{n}.png", label=label, source="s", group=f"{label}{n}")
        for label in ("real", "generated")
        for n in range(5)
    ]
    effect = own_adapter.run(records, None, tmp_path, tmp_path / "out", Steps(1))
    assert effect.why_not and "32 or more pictures of each label" in effect.report()[0]
    learned, left_out = own_adapter.divided(records)
    assert not {r.group for r in learned} & {r.group for r in left_out} and len(learned + left_out) == 10
    write_adapter_effect(effect, tmp_path / "out")  # nothing was measured, so nothing is written
    assert not (tmp_path / "out").exists()
