from telltale.agent.evidence import Dropped
from telltale.agent.report.wording import rejected


def dropped(*replaced):
    return [Dropped(text="x", reason="y", failed="words", mended=each) for each in replaced]


def test_rejected_sentences_are_counted():
    assert rejected([]) == "0 rejected sentences"
    assert rejected(dropped(False)) == "1 rejected sentence"
    assert rejected(dropped(False, True, True)) == "3 rejected sentences (2 replaced at a second attempt)"
