import pytest
from telltale.agent.reasoning.grounding.numbers import numbers, wrong

SCORES = (
    "The residuals of 5 native crops score -0.1 for generation: 39% of real pictures from unseen sources score as "
    "high, 47% of generated ones as low."
)
GHOST = "A part of 96×64 px at 128, 240 shows a ghost of an earlier JPEG quality near 70 (strength 140.5)."
GRID = f"{GHOST} An 8×8 block grid at offset (0, 0) shows that the picture was once a JPEG."
NEAREST = "It lies nearer to a known real picture than to a generated one: 0.25 and 0.44 away."
STRENGTH = "No part shows a ghost of another quality (strength 19.5 of 130)."


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("The residuals score -0.1 for generation; 39% of real ones score as high and 47% of generated as low", SCORES),
        ("39% of the real pictures from unseen sources score as high", SCORES),
        ("At 128, 240, a part of 96×64 px shows a ghost of an earlier JPEG quality near 70 (strength 140.5)", GHOST),
        ("A ghost of quality near 70 shows in a part of 96×64 px at 128, 240", GHOST),
        ("A part at 128, 240 shows a ghost, with a strength of 140.5. An 8×8 block grid is at offset (0, 0)", GRID),
        ("No part shows a ghost, with a strength of 19.5 of 130", STRENGTH),
        ("No part shows a ghost", STRENGTH),
        ("It holds 1,024 bytes", "The file has 1024 bytes."),
        ("A score of 1.3", "The features score +1.3."),
        ("A known real picture lies nearer to it (0.25) than a generated one (0.44)", NEAREST),
        ("With 87%, GPT-4o fits best", "The family that fits best is GPT-4o or Gemini (87%)."),
    ],
)  # fmt: skip
def test_the_same_numbers_of_the_same_things_agree(sentence, source):
    assert wrong(sentence, source) is None


@pytest.mark.parametrize(
    ("sentence", "source", "why"),
    [
        ("The residuals score 0.1 for generation", SCORES, "gives the number 0.1, which is not"),
        ("The residuals score +0.1 for generation", SCORES, "gives the number +0.1"),
        ("47% of real pictures from unseen sources score as high", SCORES, "gives 47 where the cited evidence says 39"),
        ("39% of generated ones score as low", SCORES, "gives 39 where the cited evidence says 47"),
        ("With a strength of 130 of 19.5 no part shows a ghost", STRENGTH, "the other way round"),
        ("A known real picture lies nearer to it (0.44) than a generated one (0.25)", NEAREST, "the other way round"),
        ("The nearest known real picture is 0.44 away, a generated one 0.25", NEAREST, "the other way round"),
        ("A known real picture lies nearer (0.25) than a generated one (0.25)", NEAREST, "gives 0.25 more often"),
        ("1% of real pictures score as high", "<1% of real pictures score as high.", "gives the number 1,"),
        ("Quality 71", GHOST, "gives the number 71"),
    ],
)
def test_others_do_not(sentence, source, why):
    assert why in wrong(sentence, source)


def test_numbers_know_their_sign_their_clause_and_their_neighbours():
    first, second, *_ = numbers("CLIP scores -0.8 of 3, and at 0, 155 a peak")
    assert (first.value, first.beside, second.beside) == (-0.8, ("scores", "of"), ("#", ""))
    assert first.clause == second.clause
    assert [n.value for n in numbers("Photoshop 24.7.0 of 3 July")] == ["24.7.0", 3.0]
