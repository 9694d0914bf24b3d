"""Finding the entry that a question asks for: by terms without a model, by wordings with the real encoder."""

from pathlib import Path

import pytest
from telltale.agent.reasoning.dialogue import guide_wordings, knowledge
from telltale.agent.reasoning.dialogue.guide_search import by_term, looked_up, retrieve
from telltale.agent.reasoning.dialogue.topics import Topic
from telltale.eval.studies.knowledge_retrieval import measured

QUESTIONS = Path(__file__).with_name("knowledge_questions.toml")


@pytest.fixture(scope="module")
def encoder():
    from telltale.agent.perception import encoder

    return encoder.load()


@pytest.mark.parametrize(
    ("question", "slug"),
    [
        ("what does 'strength 96.5 of 130' mean?", "strength"),
        ("what does “strength 14.9; the threshold is 45” mean", "strength"),
        ("what's a log-odd lol", "log-odds"),
        ("What is the likelihood ratio and what does it mean in plain words?", "likelihood-ratio"),
        ("liklihod ratio??", "likelihood-ratio"),
        ("what does E12 mean?", "evidence-id"),
        ("whats a jpeg ghsot", "jpeg-ghost"),
        ("what is exfi", "exif"),
        ("explain inconclussive to me", "label-inconclusive"),
        ("what does '7% of generated pictures in the test set score this low as well' mean", "shares-of-test-set"),
        ("what does “about 2.5 times more probable” mean", "times-more-probable"),
        ("what does '3 of 64 bits' mean", "perceptual-hash"),
        ("define AUC", "auroc"),
        ("whats c2pa", "c2pa"),
        ("what is 'roughness 1.20'", "roughness"),
    ],
)
def test_a_term_is_found_with_any_numbers_and_misspelt(question, slug):
    entry = by_term(question)
    assert entry is not None and entry.slug == slug


@pytest.mark.parametrize(
    "question", ["what is the capital of France", "what is a nose", "what is a mortgage", "", "??", "’’", "was ist das"]
)
def test_words_that_are_no_terms_find_nothing(question):
    assert by_term(question) is None


@pytest.mark.weights
def test_the_file_holds_every_text_that_is_compared():
    """If not, `python -m telltale.agent.reasoning.dialogue.guide_wordings` writes it anew."""
    assert {guide_wordings.key(text) for text in guide_wordings.every_text()} <= guide_wordings.stored()


@pytest.mark.weights
@pytest.mark.parametrize(
    ("question", "topics", "slug"),
    [
        ("reverse image search it for me", [Topic.PUBLISHED], "no-reverse-search"),
        ("how do I export a report?", [Topic.HOW_TO], "report-file"),
        ("what is your false positive rate on portraits", [Topic.ERROR_RATES], "errors-on-portraits"),
        ("what does 'strength 96.5 of 130' mean?", [Topic.TERM, Topic.DETECTOR], "strength"),
        ("which countries accept your results as evidence?", [Topic.COURT], "use-in-court"),
        ("and when?", [Topic.WHEN_TAKEN], "no-dating"),
        ("asdf qwer", [Topic.PERSON], "no-naming-people"),  # the topic's general entry
    ],
)
def test_a_question_of_a_known_topic_finds_its_entry(encoder, question, topics, slug):
    assert looked_up(question, encoder, topics)[0].slug == slug


@pytest.mark.weights
def test_a_topic_without_entries_and_a_term_that_is_none_find_nothing(encoder):
    assert looked_up("repeat that", encoder, [Topic.REPHRASE]) == []
    assert looked_up("what does bassoon mean", encoder, [Topic.TERM]) == []
    assert retrieve("how do I bake bread", encoder) == []


@pytest.mark.weights
def test_the_likeliest_come_first_and_a_topic_is_favoured(encoder):
    found = retrieve("what is the second look", encoder, count=3)
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    plain = dict(retrieve("is my picture kept", encoder, count=50))
    favoured = dict(retrieve("is my picture kept", encoder, Topic.PRIVACY, count=50))
    storage = knowledge.by_slug("storage")
    assert favoured[storage] > plain[storage]


def test_no_question_is_among_the_wordings():
    import tomllib

    asks = {ask.lower() for entry in knowledge.entries() for ask in entry.asks}
    for part in tomllib.loads(QUESTIONS.read_text(encoding="utf-8")).values():
        assert asks.isdisjoint(text.lower() for texts in part["answered"].values() for text in texts)


@pytest.mark.weights
@pytest.mark.slow
def test_held_out_questions_find_their_entries(encoder):
    found = measured(QUESTIONS, "held_out", encoder)
    assert found.answered >= 150 and sum(asked for asked, _ in found.unanswered.values()) >= 60
    assert found.right / found.answered >= 0.5
    assert found.right_by_topic / found.answered >= 0.8
    asked, none = found.unanswered["elsewhere"]
    assert none / asked >= 0.9
