"""What a sentence may say of an item, in other words, and what it may not."""

import pytest
from telltale.agent.reasoning.grounding.meaning import distortion

from tests.spent import least_seconds

ITEMS = {
    "grid": (
        "No block grid of an earlier JPEG compression was found. No part shows a JPEG ghost, the trace of an earlier "
        "compression at another quality (strength 19.5; the threshold is 130)."
    ),
    "score": (
        "The texture and look resemble generated pictures more than photographs (score +2.3; 1% of photographs in the "
        "test set score this high, 47% of generated pictures this low)."
    ),
    "noise": (
        "The noise level in a part of 64×64 px at 128, 160 differs from that of the rest of the picture (strength "
        "878.9; the threshold is 45)."
    ),
    "known": "The picture is, or nearly is, a known one: the generated picture b.jpg of a/b (distance 0.000).",
}


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        ("grid", ITEMS["grid"]),
        ("grid", "No part shows a JPEG ghost, and no block grid of an earlier JPEG compression was found"),
        ("score", "With a score of +2.3, the texture and look resemble generated pictures more than photographs"),
        ("noise", "At 128, 160, the noise level in a part of 64×64 px differs from that of the rest of the picture"),
        ("noise", "The noise level in a part of 64×64 px at 128, 160 departs from the rest of the picture"),
        ("known", "The picture is, or almost is, the known generated picture b.jpg of a/b"),
    ],
)
def test_the_same_in_other_words_is_no_distortion(item, sentence):
    assert distortion(sentence, ITEMS[item]) is None


@pytest.mark.parametrize(
    ("item", "sentence", "failed", "reason"),
    [
        ("grid", "There is no evidence to suggest that a block grid was found", "words", "adds “evidence”"),
        ("grid", "There is no block grid of an earlier JPEG compression", "words", "leaves out “found”"),
        ("grid", "A block grid of an earlier JPEG compression was found", "negation", "denies something else"),
        ("score", "The texture and look resemble photographs more than generated pictures", "words", "compares"),
        ("score", "The texture and look definitely resemble generated pictures", "words", "adds “definitely”"),
        ("noise", "The noise level of the picture differs (strength 878.9)", "words", "leaves out “part”"),
        ("noise", "The noise level in a part of 64×64 px at 128, 160 does not differ", "negation", "denies something"),
        ("known", "The picture is the known generated picture b.jpg of a/b", "words", "leaves out “nearly”"),
    ],
)
def test_what_an_item_does_not_say_is_named(item, sentence, failed, reason):
    result = distortion(sentence, ITEMS[item])
    assert result is not None and result[0] == failed and reason in result[1]


def test_a_sentence_is_compared_in_a_few_milliseconds():
    sentence = "No part shows a JPEG ghost, and no block grid of an earlier JPEG compression was found"
    distortion(sentence, ITEMS["grid"])  # reads the lexicon

    def twenty():
        return [distortion(f"{sentence} (strength {number})", ITEMS["grid"]) for number in range(20)]

    assert least_seconds(twenty, 1)[1] < 1
