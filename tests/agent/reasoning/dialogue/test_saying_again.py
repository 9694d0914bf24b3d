"""The last answer once more: shorter, in another language, in the form that is wished, or with what it left out."""

import pytest
from telltale.agent.evidence import Statement
from telltale.agent.reasoning.dialogue.saying_again import goes_on, rephrased, said_again
from telltale.agent.reasoning.dialogue.topics import Topic
from telltale.agent.reasoning.dialogue.understanding import Asked, Understood
from telltale.agent.reasoning.dialogue.wishes import Wishes, wishes_of


def understood(text: str, topic: Topic = Topic.SUMMARY, **wishes) -> Understood:
    return Understood("en", (Asked(text, ((topic, 1.0),)),), Wishes(**wishes), text=text)


def told(count: int, cite: str = "verdict") -> list[Statement]:
    return [Statement(text=f"{n} [{cite}].", cites=(cite,), grounding=1.0, written_by="template") for n in range(count)]


CAMERA = understood("which camera", Topic.CAMERA)


@pytest.mark.parametrize(
    "question",
    [
        "ok put that in two sentences for the file note, formal please",
        "say that in one sentence",
        "Schreib das bitte in zwei Sätzen",
        "écris ça en deux phrases",
        "escribe eso en dos frases",
    ],
)
def test_that_is_what_was_just_said(question):
    message = Understood("en", understood(question).asked, wishes_of(question))
    again = said_again(question, message, CAMERA, (Topic.CAMERA,), told(5))
    assert again.asked == CAMERA.asked and again.wishes.sentences in (1, 2)


def test_a_shorter_answer_is_shorter():
    short = understood("shorter", Topic.REPHRASE, short=True)
    assert [rephrased(CAMERA, short, count).wishes.sentences for count in (1, 2, 5)] == [1, 1, 2]
    assert rephrased(CAMERA, short, 1).wishes.one_word and not rephrased(CAMERA, short, 2).wishes.one_word


def test_another_language_keeps_the_form():
    one = understood("one sentence: authentic or not", Topic.VERDICT, sentences=1)
    german = rephrased(one, understood("now in german please", Topic.REPHRASE, language="de"))
    assert german.wishes == Wishes(sentences=1, language="de") and german.language == "de"


def test_only_an_answer_from_the_knowledge_base_goes_on():
    assert goes_on("More?", told(1, "guide:exif")) and goes_on("weiter bitte", told(1, "guide:exif"))
    assert not goes_on("more", told(1)) and not goes_on("more evidence for a fake", told(1, "guide:exif"))
    more = said_again("go on", understood("go on", Topic.FOLLOW_UP), CAMERA, (), told(1, "guide:exif"))
    assert more.asked == CAMERA.asked and more.wishes.long


@pytest.mark.parametrize(
    "question",
    ["Say it in words a 12 year old gets", "explain a signature like i am your grandma", "wie für ein Kind bitte",
     "explique comme à un enfant", "讲给小孩听"],
)  # fmt: skip
def test_simple_words_are_wished_in_many_ways(question):
    assert wishes_of(question).register == "simple"
