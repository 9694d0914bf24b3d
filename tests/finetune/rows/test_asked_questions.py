from collections import Counter

import pytest
from telltale.agent.reasoning.dialogue.topics import Topic
from telltale.finetune.rows.asked_questions import LANGUAGES, asked


def bare(text: str) -> str:
    return text.lower().strip(" ?!.¿¡？。！")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", ["train", "held_out"])
def test_every_topic_has_questions_in_every_language(language, part):
    assert {each.topic for each in asked(part) if each.language == language} == set(Topic)


def test_there_are_enough_of_them():
    train, held_out = asked("train"), asked("held_out")
    english = [each for each in (*train, *held_out) if each.language == "en"]
    assert len(english) >= 1_700 and sum(each.language == "en" for each in held_out) >= 450
    topics = Counter(each.topic for each in english)
    assert min(topics.values()) >= 25 and topics[Topic.OUT_OF_SCOPE] >= 150
    for language in LANGUAGES[1:]:
        assert sum(each.language == language for each in train) >= 120
        assert sum(each.language == language for each in held_out) >= 50


def test_no_held_out_question_is_trained_on():
    assert not {bare(each.text) for each in asked("train")} & {bare(each.text) for each in asked("held_out")}


def test_no_family_lies_in_two_topics_and_no_question_has_two():
    for part in ("train", "held_out"):
        families, topics = {}, {}
        for each in asked(part):
            assert families.setdefault(each.family, each.topic) is each.topic
            assert topics.setdefault((each.language, bare(each.text)), each.topic) is each.topic, each.text


def test_a_question_may_allow_another_topic():
    (filtered,) = [each for each in asked("held_out") if each.text == "was a filter slapped on this"]
    assert filtered.allows(Topic.ALTERATION) and filtered.allows(Topic.SOFTWARE) and not filtered.allows(Topic.HASH)
