import pytest
from telltale.agent.reasoning.grounding.polarity import negated, opposite


def denied(text):
    return {word for word, reached in negated(text) if reached}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The file holds no EXIF, XMP or IPTC", {"exif", "xmp", "iptc"}),
        ("A periodic peak is not shown by the spectrum", {"a", "periodic", "peak"}),
        ("The file is intact, but no camera is named", {"camera", "is", "named"}),
        ("Hashes and signature do not match the file", {"hashes", "and", "signature", "do", "match", "the", "file"}),
        ("The spectrum has a peak", set()),
    ],
)
def test_a_negation_reaches_through_its_clause_or_list(text, words):
    assert denied(text) == words


@pytest.mark.parametrize(
    ("sentence", "source", "reason"),
    [
        ("The spectrum shows a peak", "The spectrum shows no peak.", "states “peak”, which the cited evidence denies"),
        ("No camera is named, EXIF is there", "A camera is named, no EXIF is there.", "denies “camera”"),
        ("The file has no camera", "The file has a camera.", "denies something (“no”)"),
        ("The spectrum does not show a peak", "The spectrum shows no peak.", None),
        ("The spectrum shows a peak", "The spectrum shows a peak.", None),
    ],
)
def test_the_opposite_of_a_source_is_found(sentence, source, reason):
    found = opposite(sentence, source)
    assert found is None if reason is None else found is not None and reason in found
