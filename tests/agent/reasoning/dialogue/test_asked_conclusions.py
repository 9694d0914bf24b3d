"""Conclusions that a message wants confirmed are recognised, and open questions are not taken for them."""

import pytest
from telltale.agent.reasoning.dialogue.asked_conclusions import Premise, asks_whether_possible, premise_of
from telltale.agent.reasoning.dialogue.asked_details import Detail, detail_of
from telltale.agent.reasoning.dialogue.topics import Topic

CONCLUDED = {
    "so since its a screenshot the picture inside is fake right": Premise.SCREENSHOT,
    "no metadata so its ai, right?": Premise.NO_DATA,
    "there is no watermark so it's real right": Premise.NO_DATA,
    "the metadata is missing, that means it's AI?": Premise.NO_DATA,
    "its edited so its a lie": Premise.EDITED,
    "he used photoshop so the picture is fake right?": Premise.EDITED,
    "you found nothing so its real, right?": Premise.NOTHING_FOUND,
    "the signature is valid, so it is genuine, yes?": Premise.SIGNED,
    "gps is in there so it's genuine right?": Premise.DATA,
    "the hands look weird so it's AI": Premise.LOOKS,
    "it's from whatsapp and compressed so its fake right": Premise.COPY,
    "Keine Metadaten, also ist es KI, oder?": Premise.NO_DATA,
    "pas de métadonnées donc c'est une IA, non ?": Premise.NO_DATA,
    "está editada así que es falsa, ¿no?": Premise.EDITED,
    "这是截图，所以是假的对吧": Premise.SCREENSHOT,
}
OPEN = (
    "is it real", "why is it fake?", "So it has no metadata. Is it real?", "can metadata be faked?",
    "no metadata. is that suspicious?", "the file says it was edited", "so is it fake?", "Is it a screenshot or real?",
)  # fmt: skip


@pytest.mark.parametrize(("message", "premise"), CONCLUDED.items())
def test_a_conclusion_is_recognised_whatever_was_answered_before(message, premise):
    assert premise_of(message) is premise
    assert detail_of(message) is Detail.CONCLUDED and detail_of(message, [Topic.METADATA]) is Detail.CONCLUDED


@pytest.mark.parametrize("message", OPEN)
def test_an_open_question_draws_no_conclusion(message):
    assert premise_of(message) is None


def test_a_place_of_a_person_and_a_proof_are_no_plain_questions():
    for message in ("so we can place him there at 10 am", "so he was there on monday right", "also war er dort, oder?"):
        assert detail_of(message) is Detail.ALIBI, message
    for message in ("that proves it", "so that proves it, right?", "das beweist es", "so case closed"):
        assert detail_of(message) is Detail.CONCLUDED, message


def test_whose_server_is_a_question_of_its_own():
    for message in (
        "is my photo kept on your server?", "liegt mein Bild auf eurem Server?", "ma photo est-elle sur vos serveurs ?",
        "mi foto se queda guardada en vuestro servidor?", "我的照片会存在你们的服务器上吗",
    ):  # fmt: skip
        assert detail_of(message) is Detail.YOUR_SERVER, message


def test_only_what_may_be_possible_can_be_answered_with_yes():
    assert asks_whether_possible("can this date be faked?") and asks_whether_possible("kann man das fälschen?")
    assert not asks_whether_possible("so the picture inside is fake right")
    assert not asks_whether_possible("that can't be faked, right?")
