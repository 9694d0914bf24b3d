import pytest
from telltale.eval.studies import explanations


@pytest.mark.parametrize(
    ("text", "label", "agrees"),
    [
        ("The verdict is real, and no more than that.", "real", True),
        ("The verdict is: synthetic, with 93% for synthetic.", "synthetic", True),
        ("The verdict is real, and 3% are left for synthetic.", "real", True),
        ("The picture is judged synthetic by the evidence.", "real", False),
        ("The verdict is real or synthetic or neither.", "real", False),
        ("The picture is 93% likely.", "real", False),
    ],
)
def test_a_sentence_agrees_with_the_verdict_if_it_names_its_label_alone(text, label, agrees):
    assert explanations.names_only(text, label) is agrees


def test_figures_count_first_tries_and_what_is_shown_in_the_end():
    good = {"label": "real", "try": 1, "cites": ["verdict"], "grounding": 0.8, "text": "It is real, by the evidence."}
    retried = {**good, "label": "", "try": 2, "cites": ["E1"], "grounding": 0.6}
    bad = {"label": "", "try": 1, "failed": "number"}
    row = {"items": 2, "said": [good, retried], "dropped": [bad], "first": 0.5, "seconds": 2.0}
    lines = explanations.summary_lines("answer", [row])
    assert lines[0] == "answer: 1 texts of 2 items, 2 sentences at the first try"
    assert "cited 100.0%, accepted 50.0%" in lines[1] and "50.00%" in lines[1]
    assert "2 of 2 items (100.0%)" in lines[3] and "0.700" in lines[4] and "1 of 1" in lines[5]
