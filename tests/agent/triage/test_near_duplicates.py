"""Groups of near hashes, compared with a search of all pairs."""

import random

from telltale.agent.triage.near_duplicates import groups


def by_all_pairs(values, near):
    group = list(range(len(values)))
    for i, one in enumerate(values):
        for j in range(i):
            if (one ^ values[j]).bit_count() <= near:
                old, new = group[i], group[j]
                group = [new if each == old else each for each in group]
    found = {}
    for place, each in enumerate(group):
        found.setdefault(each, []).append(place)
    return sorted((g for g in found.values() if len(g) > 1), key=lambda g: (-len(g), g[0]))


def test_groups_are_those_of_all_pairs():
    rng = random.Random(5)
    values = []
    for _ in range(60):
        value = rng.getrandbits(64)
        values.append(value)
        for _ in range(rng.randrange(3)):
            for bit in rng.sample(range(64), rng.randrange(7)):
                value ^= 1 << bit
            values.append(value)
    expected = by_all_pairs(values, 4)
    assert len(expected) > 10
    assert groups([f"{value:016x}" for value in values], 4) == expected


def test_equal_hashes_are_one_group_however_many():
    assert groups(["0" * 16] * 5000 + ["f" * 16]) == [list(range(5000))]
    assert groups([]) == []
