import pytest
from telltale.agent.reasoning.grounding.polarity import negated


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
