import pytest
from telltale.agent.reasoning.grounding.aligned import Reading, read_against
from telltale.agent.reasoning.grounding.relations import conjoined, described, related, said_to_be, told_with_figures

CAMERA = "The evidence contradicts the claim. EXIF names the camera of a broken file (score 3; 7% of photographs)."


def read(sentence, source=CAMERA):
    reading = read_against(sentence, source)
    assert isinstance(reading, Reading), reading
    return reading


@pytest.mark.parametrize(
    ("sentence", "same"),
    [
        ("The evidence contradicts the claim", True),
        ("The claim is contradicted by the evidence", True),
        ("The claim contradicts the evidence", False),
        ("The camera names EXIF", False),
        ("The camera is named in EXIF", True),
    ],
)
def test_a_verb_has_its_own_subject_and_object(sentence, same):
    assert (related(read(sentence)) is None) is same


def test_a_verb_does_not_run_into_another():
    assert related(read("The model says is fake", "The model says fake, and is small.")) is not None


@pytest.mark.parametrize(
    ("sentence", "same"), [("A broken file", True), ("A broken camera", False), ("A claim of evidence", False)]
)
def test_a_word_describes_what_it_describes_in_the_source(sentence, same):
    assert (described(read(sentence)) is None) is same


def test_a_state_stays_with_its_thing():
    source = "The certificate is outside its period."
    assert said_to_be(read("The certificate is outside its period", source)) is None
    assert said_to_be(read("The period is outside the certificate", source)) is not None


def test_words_of_a_bracket_come_with_their_figure():
    assert told_with_figures(read("7% of photographs")) is None
    assert told_with_figures(read("EXIF names the camera of photographs")) is not None


def test_or_is_not_and():
    source = "The file was saved or lost."
    assert conjoined(read("The file was saved or lost", source)) is None
    assert conjoined(read("The file was saved and lost", source)) is not None
