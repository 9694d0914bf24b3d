"""Rewards of answers, whose values can be counted by hand."""

import pytest
from telltale.agent.reasoning.answer_items import Item, prompt
from telltale.agent.reasoning.stance import Role, Stance
from telltale.finetune.adapters import answer_rewards

ITEMS = [
    Item("E1", Stance(Role.WEIGHS, "for", "real"), "EXIF names the camera A and holds 8 of 8 fields.", must=True),
    Item("E2", Stance(Role.WEIGHS, "for", "synthetic"), "The texture resembles generated ones (score 1.2).", must=True),
]
GOOD = (
    "[E1] EXIF names the camera A and holds 8 of 8 fields, which speaks for a real picture.\n"
    "[E2] The texture resembles generated ones (score 1.2)."
)


def test_the_findings_of_a_prompt_are_read_back():
    assert answer_rewards.asked_about(prompt(ITEMS, "Why?")) == ITEMS
    part = Item("E3", Stance(Role.PART, region={"x": 1, "y": 2, "w": 64, "h": 16}), "The noise is low.", must=True)
    (read,) = answer_rewards.asked_about("[E3] in the part of 64×16 px at 1, 2: The noise is low.")
    assert read.stance.text == "in the part of 64×16 px at 1, 2" and read.text == part.text


@pytest.mark.parametrize(
    ("reply", "citation", "direction", "grounded"),
    [
        (GOOD, 1.0, 1.0, 1.0),
        (GOOD.splitlines()[0], 2 / 3, 1.0, 1.0),  # one of two findings, each line cites
        (GOOD + "\nThe hands have six fingers.", 0.8, 2 / 3, 2 / 3),  # 2 · (2/3) · 1 / (5/3)
        ("The picture is real.", 0.0, 0.0, 0.0),
        ("[E9] EXIF names the camera A.", 0.0, 0.0, 0.0),
        ("", 0.0, 0.0, 0.0),
        (GOOD.replace("for a real", "for a synthetic"), 1.0, 0.5, 0.5),
        (GOOD.replace("8 of 8", "3 of 8"), 1.0, 1.0, 0.5),  # a wrong number
        (GOOD.replace("camera A and holds 8 of 8 fields", "camera A"), 1.0, 1.0, 1.0),
    ],
)
def test_rewards_follow_the_grounding_check(reply, citation, direction, grounded):
    assert answer_rewards.citation(reply, ITEMS) == pytest.approx(citation)
    assert answer_rewards.direction(reply, ITEMS) == pytest.approx(direction)
    assert answer_rewards.grounded(reply, ITEMS) == pytest.approx(grounded)


def test_a_box_is_rewarded_by_its_overlap():
    half = '[{"box": [0, 0, 0.5, 1], "text": "the hand"}]'
    assert answer_rewards.box(half, [(0, 0, 100, 100)], (200, 100)) == 1.0
    assert answer_rewards.box(half, [(50, 0, 100, 100)], (200, 100)) == pytest.approx(1 / 3)
    assert answer_rewards.box("no box", [(0, 0, 1, 1)], (200, 100)) == 0.0
    assert answer_rewards.box('[{"box": [0, 0, 100, 100], "text": "x"}]', [(0, 0, 1, 1)], (200, 100)) == 0.0
