from telltale.agent.reasoning.dialogue.topics import Topic
from telltale.finetune.rows.asked_questions import LANGUAGES, asked
from telltale.finetune.rows.asked_talks import talked


def bare(text: str) -> str:
    return text.lower().strip(" ?!.¿¡？。！")


def test_every_language_has_conversations_in_both_parts():
    for part, least in (("train", 200), ("held_out", 20)):
        for language in LANGUAGES:
            assert sum(each.language == language for each in talked(part)) >= least
    assert {each.topic for each in talked("train")} == set(Topic)


def test_each_turn_but_the_first_knows_what_was_answered_before():
    firsts = [each for each in talked("train") if not each.before]
    assert len(firsts) == len({each.family for each in talked("train")})
    last = None
    for each in talked("train"):
        if each.before:
            assert last is not None and each.before == (last.topic,) and each.family == last.family
        last = each


def test_the_same_words_ask_for_other_things_after_other_turns():
    where = [each for each in talked("train") if bare(each.text) in ("where", "where exactly")]
    assert len({each.topic for each in where}) >= 2


def test_no_question_of_some_length_that_measures_is_trained_on():
    held = {(each.language, bare(each.text)) for each in (*asked("held_out"), *talked("held_out"))}
    trained = {(each.language, bare(each.text)) for each in (*asked("train"), *talked("train"))}
    # a few words stand after several turns on purpose
    assert not {text for _, text in held & trained if len(text.split()) > 6}
