"""The words of a stance are those that the shipped adapter was trained on."""

import pytest
from telltale.agent.evidence import Region
from telltale.agent.reasoning.answer_items import Item, in_part
from telltale.agent.reasoning.stance import Role, Stance

WORDS = {
    Role.LITTLE_WEIGHT: "little weight",
    Role.NO_WEIGHT: "no weight",
    Role.VERDICT: "verdict",
    Role.FILE: "file",
    Role.STRENGTH: "strength",
    Role.ERROR_RATE: "error rate",
    Role.RESERVATION: "reservation",
    Role.NEXT_STEP: "next step",
    Role.METHOD: "method",
    Role.COMPARISON: "comparison",
    Role.MAP: "map",
    Role.NEAREST: "nearest",
    Role.CLAIM: "claim",
    Role.MEASURED: "measured now",
}


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.WEIGHS, Role.PART)])
def test_a_role_has_its_words(role):
    assert Stance(role).text == WORDS[role]


def test_directions_and_parts_are_spelt_out():
    assert Stance(Role.WEIGHS, "for", "synthetic").text == "for synthetic"
    assert Stance(Role.WEIGHS, "against", "real", dissents=True).text == "dissent, against real"
    assert in_part(0, 155, 224, 224).text == "in the part of 224×224 px at 0, 155"
    item = Item("E3", in_part(0, 155, 224, 224), "No part shows a ghost.")
    assert item.line == "[E3] in the part of 224×224 px at 0, 155: No part shows a ghost."


@pytest.mark.parametrize(
    "fields",
    [
        {"role": Role.WEIGHS},
        {"role": Role.WEIGHS, "way": "for"},
        {"role": Role.FILE, "way": "for", "about": "real"},
        {"role": Role.NO_WEIGHT, "dissents": True},
        {"role": Role.PART},
        {"role": Role.MAP, "region": Region(x=0, y=0, w=1, h=1)},
    ],
)
def test_fields_that_do_not_go_together_are_refused(fields):
    with pytest.raises(ValueError, match="does not go with"):
        Stance(**fields)
