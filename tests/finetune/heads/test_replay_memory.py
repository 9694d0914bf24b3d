import numpy as np
import pytest
from telltale.agent.detectors import clip_heads
from telltale.finetune.heads import memory_choice, replay_memory
from telltale.finetune.heads.replay_memory import Memory


def memory_of(makers, features=None):
    """A view of each maker; an empty one is a photograph."""
    count = len(makers)
    rows = np.arange(count * 3).reshape(count, 3) if features is None else features
    return Memory(
        features=rows.astype(np.float16),
        generated=np.array([bool(name) for name in makers]),
        copy=np.zeros(count, bool),
        score=np.linspace(-1, 1, count).astype(np.float32),
        fresh=np.arange(count) % 2 == 0,
        source=tuple(name or "camera" for name in makers),
        generator=tuple(makers),
        group=tuple(map(str, range(count))),
        picture=tuple(f"{index}.jpg" for index in range(count)),
    )


def test_sparse_uniform_keeps_what_is_near_the_centre_and_what_is_far():
    rows = np.random.default_rng(1).normal(size=(40, 2)).astype(np.float32)
    kept = memory_choice.sparse_uniform(rows, 8, np.random.default_rng(0))
    away = (rows - rows.mean(0)) / rows.std(0)
    order = np.argsort(np.argsort(np.linalg.norm(away, axis=1)))
    assert [int((order[kept] // 10 == stretch).sum()) for stretch in range(4)] == [2, 2, 2, 2]
    assert len(memory_choice.sparse_uniform(rows, 0, np.random.default_rng(0))) == 0


@pytest.mark.parametrize(("sizes", "count", "kept"), [((9, 2, 9), 12, [5, 2, 5]), ((1, 1), 8, [1, 1]), ((), 4, [])])
def test_groups_share_evenly(sizes, count, kept):
    assert memory_choice.shares(sizes, count) == kept


@pytest.mark.parametrize("how", ["random", "sparse"])
def test_half_of_a_memory_is_photographs_and_generators_share_the_rest(how):
    whole = memory_of([""] * 30 + ["old"] * 40 + ["new"] * 3)
    kept = replay_memory.kept(whole, 20, how)
    assert [kept.generator.count(name) for name in ("", "old", "new")] == [10, 7, 3]
    assert len(replay_memory.kept(whole, 0, how)) == 0


def test_a_memory_lies_in_the_file_of_its_heads(tmp_path):
    file, memory = tmp_path / clip_heads.FILE, memory_of(["", "old", "", "new"])
    assert replay_memory.read(file) is None
    clip_heads.save(clip_heads.shipped(), file, {"pictures": "4"})
    assert replay_memory.read(file) is None
    for _ in range(2):  # the second one takes the place of the first
        replay_memory.add(memory, file)
    back = replay_memory.read(file)
    assert back is not None and back.tasks() == memory.tasks() and back.picture == memory.picture
    assert (back.features == memory.features).all() and (back.fresh == memory.fresh).all()
    assert (clip_heads.read(file).weight == clip_heads.shipped().weight).all()
