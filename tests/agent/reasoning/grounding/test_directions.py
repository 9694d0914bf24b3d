import pytest
from telltale.agent.reasoning.grounding.directions import calls_real, direction, without_stance


def test_direction_reads_whole_words_and_negations():
    assert direction("It is unreal") == set()
    assert direction("It is not real") == set()
    assert direction("It is AI-generated and edited") == {"synthetic", "tampered"}


def test_the_clause_on_what_a_sentence_speaks_for_is_cut():
    assert without_stance("The score is 3, which speaks for a real picture") == "The score is 3"
    assert without_stance("The score is 3; this is against a synthetic picture") == "The score is 3"


@pytest.mark.parametrize(
    ("text", "real"),
    [
        ("The picture is real", True),
        ("It's real", True),
        ("No, it is real", True),
        ("This photo is most likely authentic", True),
        ("so it is a genuine photograph", True),
        ("The image has been judged real", True),
        ("The picture can be considered an original photo", True),
        ("The picture looks real", True),
        ("The picture isn't AI-generated", True),
        ("It was not made by AI", True),
        ("It is no fake", True),
        ("No sign of generation was found", False),
        ("That does not show that it is real", False),
        ("This is no proof that the image is authentic", False),
        ("They are 230 times more probable if it is a photograph", False),
        ("It is unknown whether the picture is real", False),
        ("The texture resembles photographs more than generated pictures", False),
        ("The picture is nearer to a known real picture", False),
        ("The picture was generated", False),
        ("The picture is not real", False),
        ("It leans to real, but not surely enough for a label", False),
    ],
)
def test_a_text_that_calls_the_picture_real_is_known_by_its_grammar(text, real):
    assert calls_real(text) == real
