import pytest
from telltale.agent.reasoning.answers.answer_table import ANSWERS
from telltale.agent.reasoning.dialogue.asking_back import MEAN_ONE, UNCLEAR, WORDS, asked_back
from telltale.agent.reasoning.dialogue.topics import Topic

NEVER_OFFERED = {Topic.GREETING, Topic.OUT_OF_SCOPE, Topic.REPHRASE, Topic.FOLLOW_UP}


def test_every_topic_that_can_be_meant_has_words():
    assert set(WORDS) == set(Topic) - NEVER_OFFERED and set(WORDS) <= set(ANSWERS)
    assert len({words() for words in WORDS.values()}) == len(WORDS)


def test_choices_are_named_in_their_order():
    two = asked_back((Topic.CAMERA, Topic.MAKER))
    assert two.endswith("Do you want to know which camera it is from, or which program made it?")
    three = asked_back((Topic.CAMERA, Topic.MAKER, Topic.HASH))
    assert "which camera it is from, which program made it, or the hash of the file?" in three
    assert asked_back((Topic.CAMERA,)) == MEAN_ONE(choice=WORDS[Topic.CAMERA]())


@pytest.mark.parametrize("choices", [(), (Topic.GREETING,), (Topic.OUT_OF_SCOPE, Topic.FOLLOW_UP)])
def test_without_a_choice_that_has_words_it_is_said_what_can_be_asked(choices):
    assert asked_back(choices) == UNCLEAR()


@pytest.mark.parametrize("topic", WORDS)
def test_what_is_asked_back_is_one_question(topic):
    text = asked_back((topic, Topic.VERDICT if topic is not Topic.VERDICT else Topic.REASONS))
    assert text.endswith("?") and text.count("?") == 1
