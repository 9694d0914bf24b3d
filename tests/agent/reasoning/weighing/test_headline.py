"""What a verdict comes to is said in one sentence or two, from its label, its reasons and its lean."""

import pytest
from telltale.agent.evidence import Evidence, Flag, Quality, number
from telltale.agent.reasoning.weighing.abstention import SENTENCES, Reason, Why
from telltale.agent.reasoning.weighing.fusion import weigh
from telltale.agent.reasoning.weighing.headline import ABSTAINED, headline, rate
from telltale.agent.reasoning.weighing.verdict import fuse

from tests.agent.evidence_sets import PARAMETERS, measured

GOOD = Quality(short_side=256)
NOTHING = "No sign of generation was found. That does not show that it is real."
IDLE = measured("noise", 90.0, "tampered")  # was measured to add nothing


def declared(supports, *flags, decisive=False):
    facts = {"flags": flags}
    return Evidence(source="c2pa", kind="provenance", statement="s", supports=supports, facts=facts, decisive=decisive)


def judged(*items, quality=GOOD, error_rate=0.05):
    return fuse(weigh(number(items), quality, PARAMETERS), quality, PARAMETERS, error_rate)


@pytest.mark.parametrize(
    ("items", "options", "label", "lean", "said"),
    [
        ([measured("clip", -0.5, "real")], {}, "inconclusive", "real", NOTHING),
        ([measured("clip", 0.1)], {}, "inconclusive", None, NOTHING),  # 50% to 44% is no lean
        ([measured("clip", -0.5, "real"), IDLE], {}, "inconclusive", "real", "No sign of generation that counts was"),
        ([measured("clip", -0.7, "real"), measured("jpeg", 0.5, "tampered")], {}, "inconclusive", None, "too faint"),
        ([measured("clip", 0.93)], {"error_rate": 0.01}, "inconclusive", "synthetic", "leans to generated, but not"),
        ([measured("clip", 0.5)], {}, "inconclusive", None, "do not settle whether"),
        ([measured("jpeg", 2.6, "tampered")], {"error_rate": 0.001}, "inconclusive", "tampered", "leans to altered"),
        (
            [measured("clip", -4.0, "real"), declared("synthetic", Flag.DECLARES)],
            {},
            "inconclusive",
            None,
            "itself says",
        ),
        (
            [measured("clip", -4.0, "real"), declared("tampered", Flag.MISMATCH)],
            {},
            "inconclusive",
            None,
            "no longer fit the file",
        ),
        ([measured("clip", -4.0, "real")], {"quality": Quality(short_side=90)}, "inconclusive", None, "too small"),
        (
            [measured("clip", -4.0, "real")],
            {"quality": Quality(short_side=300, jpeg_quality=20)},
            "inconclusive",
            None,
            "compressed too strongly",
        ),
        (
            [measured("clip", -4.0, "real", flags=(Flag.OUT_OF_DISTRIBUTION,))],
            {},
            "inconclusive",
            None,
            "unlike every picture of known origin",
        ),
        (
            [measured("clip", -4.0, "real", flags=(Flag.UNSTABLE,))],
            {},
            "inconclusive",
            None,
            "measures quite differently",
        ),
        (
            [measured("clip", -4.0, "real"), measured("jpeg", 0.8, "tampered")],
            {},
            "inconclusive",
            None,
            "signs that a part of the picture was altered",
        ),
        ([measured("clip", 2.0), measured("spectral", -2.0)], {}, "inconclusive", None, "contradict each other"),
        ([measured("clip", -0.1), declared("synthetic")], {}, "inconclusive", None, "can be forged"),
        ([], {}, "inconclusive", None, "Nothing was measured"),
        ([measured("clip", -3.0, "real")], {}, "real", None, "at most 5% of such labels"),
        ([measured("clip", 3.0)], {"error_rate": 0.025}, "synthetic", None, "at most 2.5% of such labels"),
        ([measured("jpeg", 3.9, "tampered")], {}, "tampered", None, "A part of the picture carries traces"),
        *(
            ([measured("clip", score), declared(supports, decisive=True)], {}, supports, None, words)
            for supports, words in (
                ("real", "of a signer whom you trust say that a camera took"),
                ("synthetic", "of a signer whom you trust say that the picture was generated"),
                ("tampered", "of a signer whom you trust say that the picture was altered"),
            )
            for score in (-3.0, 3.0)
        ),
    ],
)
def test_every_verdict_has_a_headline_and_only_an_inconclusive_one_may_lean(items, options, label, lean, said):
    found = judged(*items, **options)
    assert (found.label, found.lean) == (label, lean), found
    assert said in found.headline


def test_real_never_stands_without_what_it_does_not_say():
    for found in (judged(measured("clip", -3.0, "real")), judged(declared("real", decisive=True))):
        assert found.label == "real" and "altered" in found.headline and "seldom found" in found.headline


def test_to_find_nothing_is_not_called_weak_evidence_for_real():
    found = judged(measured("clip", -0.5, "real"))
    assert found.abstained_because == (SENTENCES[Why.NOTHING_FOUND](),)
    (nothing, sign) = judged(measured("clip", -0.5, "real"), IDLE).abstained_because
    assert nothing == found.abstained_because[0] and "(E2)" in sign
    assert "(E2)" in judged(measured("clip", -0.7, "real"), measured("jpeg", 0.5, "tampered")).abstained_because[0]


def test_forgeable_evidence_makes_nothing_lean():
    found = judged(declared("synthetic"), measured("clip", -0.1))
    assert found.probabilities["synthetic"] > 0.8 and found.lean is None
    assert judged(declared("synthetic"), measured("clip", 0.3), error_rate=0.0001).lean == "synthetic"


def test_every_reason_has_a_headline_of_its_own():
    assert set(ABSTAINED) == set(Why) - {Why.WITHOUT_WEIGHT}  # which never stands alone
    said = {headline("inconclusive", [Reason(why)], None, 0.05, signed=False) for why in ABSTAINED}
    assert len(said) == len(ABSTAINED)
    with pytest.raises(ValueError, match="needs a reason"):
        headline("inconclusive", [], None, 0.05, signed=False)


def test_an_error_rate_is_not_rounded_to_nothing():
    assert [rate(share) for share in (0.05, 0.005, 0.0333, 0.2)] == ["5%", "0.5%", "3.33%", "20%"]
