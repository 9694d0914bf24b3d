"""What evidence does in a verdict: for, against, dissenting, or nothing worth a word."""

import pytest
from telltale.agent.evidence import Contribution, Evidence, Verdict
from telltale.agent.reasoning.stance import Role, Stance
from telltale.agent.reasoning.weighing.roles import roles


def item(n, source="clip", supports="neutral", **more):
    return Evidence(
        id=f"E{n}", source=source, kind="detector", statement=f"Statement {n}.", supports=supports, score=1.0, **more
    )


def verdict(contributions, leading="synthetic"):
    odds = {"real": 0.2, "synthetic": 0.2, "tampered": 0.2, leading: 0.6}
    parts = tuple(Contribution(evidence=e, hypothesis=h, log_odds=w) for e, h, w in contributions)
    return Verdict(label="inconclusive", probabilities=odds, calibrated=True, contributions=parts)


def test_a_small_weight_that_its_finding_does_not_bear_out_has_no_direction():
    evidence = [item(1, supports="neutral"), item(2, supports="tampered"), item(3, supports="neutral")]
    weighed = verdict([("E1", "tampered", 0.3), ("E2", "tampered", 0.3), ("E3", "tampered", 2.0)], leading="tampered")
    parts = roles(evidence, weighed)
    tampered = Stance(Role.WEIGHS, "for", "tampered")
    assert {ident: part.stance for ident, part in parts.items()} == {
        "E1": Stance(Role.LITTLE_WEIGHT), "E2": tampered, "E3": tampered
    }  # fmt: skip


@pytest.mark.parametrize(
    ("way", "leading", "dissents"),
    [("for", "real", True), ("for", "synthetic", False), ("against", "synthetic", True), ("against", "real", False)],
)
def test_dissent_is_what_speaks_against_the_likeliest(way, leading, dissents):
    log_odds = 2.0 if way == "for" else -2.0
    supports = "synthetic" if way == "for" else "real"
    parts = roles([item(1, supports=supports)], verdict([("E1", "synthetic", log_odds)], leading=leading))
    assert parts["E1"].stance == Stance(Role.WEIGHS, way, "synthetic", dissents=dissents)
