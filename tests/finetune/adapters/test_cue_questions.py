import numpy as np
from telltale.finetune.adapters.cue_questions import CueQuestions, catalogue, questions
from telltale.prompts import cues, table


def test_every_cue_can_be_asked_and_every_turned_question_belongs_to_one():
    learned = catalogue()
    assert {name for name in learned if not name.startswith("region.")} == {cue.id for cue in cues()}
    turned = {name for name, forms in learned.items() if forms.turned is not None}
    assert turned == {*table("perceive.toml")["turned"], "region.left", "region.top", "region.middle"}
    assert all(forms.plain.prompt != forms.turned.prompt for forms in learned.values() if forms.turned is not None)


def test_the_verdict_is_asked_in_both_directions_and_in_every_wording():
    rng, answers = np.random.default_rng(0), {}
    for fake in (True, False):
        for _ in range(200):
            (question,) = questions({"global.verdict": fake}, rng, 1)
            answers.setdefault(question.cue.prompt, {})[fake] = question.cue.answers[not question.yes]
    in_two_words = {
        "Answer fake or real. Is this picture real or fake?",
        "Answer real or fake. Is this picture fake or real?",
    }
    assert all(answers.pop(prompt) == {True: "fake", False: "real"} for prompt in in_two_words)
    worded = table("perceive.toml")["wordings"]["global.verdict"]
    assert len(answers) == len(worded["plain"]) + len(worded["turned"])
    for prompt, answer in answers.items():
        asks_for_fake = any(prompt.endswith(question) for question in worded["plain"])
        assert answer == ({True: "yes", False: "no"} if asks_for_fake else {True: "no", False: "yes"}), prompt


def test_a_cue_without_a_turned_question_is_learned_as_it_is_asked(monkeypatch):
    plain = catalogue()["texture.smooth"].plain
    monkeypatch.setitem(catalogue(), "texture.smooth", CueQuestions(plain))
    rng = np.random.default_rng(0)
    asked = [questions({"texture.smooth": True}, rng, 1)[0] for _ in range(20)]
    assert all(question.cue is plain and question.yes for question in asked)
