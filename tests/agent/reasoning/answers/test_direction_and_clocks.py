"""What no file or pixel tells is said first: which of two alike places is the copy, or which of two clocks is right."""

from dataclasses import replace

import pytest
from telltale.agent.reasoning.answers import alteration_answers as alteration
from telltale.agent.reasoning.answers import consequence_details, plain_requests, request_details, trace_answers
from telltale.agent.reasoning.dialogue.asked_details import Detail, detail_of
from telltale.agent.reasoning.dialogue.asking_back import wants_the_verdict
from telltale.agent.reasoning.dialogue.needs import Need, need_of
from telltale.agent.reasoning.dialogue.topics import Topic
from telltale.agent.reasoning.dialogue.wishes import wishes_of

from tests.agent.provenance.rules.made_contents import contents
from tests.agent.reasoning.answers.answer_cases import asked, case_of

CLOCK = {"DateTimeOriginal": "2008:10:22 16:44:01"}


@pytest.fixture
def make(exhibit, guide):
    return lambda kind="real", text="", **more: case_of(kind, exhibit, asked(Topic.CLAIM, text), guide, **more)


def texts(answered):
    return [item.text for item in answered.items]


@pytest.mark.parametrize(
    ("stamp", "differ"), [({"GPSDateStamp": "2008:10:23", "GPSTimeStamp": "14:42:29"}, True),
                          ({"GPSDateStamp": "2008:10:22", "GPSTimeStamp": "14:42:29"}, False), ({}, False)],
)  # fmt: skip
def test_a_clock_against_the_satellites_is_no_later_change(stamp, differ, make):
    case = replace(make(text="which is right"), contents=contents(EXIF=CLOCK | stamp))
    told = texts(consequence_details.two_dates(case))
    assert (consequence_details.CLOCK_OR_SATELLITES() in told) is differ
    assert (consequence_details.WHICH_DATE() in told) is not differ


@pytest.mark.parametrize(
    ("text", "asks"),
    [("which one is the copy tho", True), ("Welche davon ist die Kopie?", True), ("laquelle est la copie ?", True),
     ("¿cuál es la copia?", True), ("那哪个是原来的", True), ("was anything copied", False),
     ("which part was copied?", False), ("welche Stelle wurde kopiert", False), ("哪个地方是复制的", False)],
)  # fmt: skip
def test_no_direction_is_read_from_a_pair(text, asks, make, monkeypatch):
    case = make("tampered", text)
    pair = next(item for item in case.evidence if item.region is not None)
    monkeypatch.setitem(case.bench.detectors, alteration.CLONES, None)
    monkeypatch.setattr(type(case.bench), "run", lambda *_: [pair])
    told = texts(alteration.cloned(case))
    assert (told[0] == alteration.NO_DIRECTION()) is asks and pair.statement in told


def test_what_was_typed_into_a_generator_is_quoted_as_its_prompt(make):
    typed = {"parameters": "a red fox in snow\nSteps: 20, Sampler: Euler a, Seed: 7, Size: 512x512, Model: fox"}
    case = replace(make("synthetic", "what did he type in? quote it"), contents=contents(PNG=typed))
    assert any("a red fox in snow" in text for text in texts(plain_requests.field_text(case)))
    assert texts(plain_requests.field_text(make("synthetic", "what did he type in?"))) == [plain_requests.NO_TEXT()]


def test_a_filter_is_left_open_before_any_figure(make):
    assert texts(request_details.processed(make("synthetic", "just a filter maybe")))[0] == (
        request_details.MAYBE_PROCESSED()
    )


def test_two_alike_parts_are_not_called_a_part_that_differs(make):
    case = make("tampered")
    pair = next(item for item in case.evidence if item.region is not None)
    alike, other = pair.model_copy(update={"source": "clones"}), pair.model_copy(update={"source": "noise"})
    assert trace_answers.told_differing(case, [alike])[0].text == trace_answers.ALIKE()
    assert trace_answers.told_differing(case, [alike, other])[0].text == trace_answers.DIFFERS()


@pytest.mark.parametrize(
    ("text", "detail"),
    [("he sent this as evidence for a burn mark in the rug", None), ("摊主交了这张图说是自己拍的静物摄影", None),
     ("图说写了什么", Detail.CAPTION), ("couldn't it just be the same model of bin?", None),
     ("was it the same camera", Detail.SAME_CAMERA), ("can you mark it for me in the picture", Detail.MARK_IT),
     ("when exactly was it taken. it got stolen in july", None)],
)  # fmt: skip
def test_words_with_another_meaning_name_nothing(text, detail):
    assert detail_of(text, ()) is detail


def test_who_opens_is_told_the_verdict_beside_a_guess():
    case = "they charge me 900 dollars for a burn in their rug and sent this as evidence, did they make it"
    assert wants_the_verdict(case, [Topic.WATERMARK], guessed=True)
    assert not wants_the_verdict(case, [Topic.WATERMARK])
    assert not wants_the_verdict(case, [Topic.VERDICT, Topic.WATERMARK], guessed=True)


def test_a_language_that_somebody_lacks_is_not_wished_for():
    assert wishes_of("能翻成中文吗，我英语不行").language == "zh" and wishes_of("请用英文回答").language == "en"
    assert wishes_of("我不会说英语，请解释").language is None and wishes_of("图里的英文说什么").language is None


def test_photographs_that_were_paid_for_are_no_fraud():
    assert need_of("le pagué 150€ a un fotógrafo por fotos de estudio, puedes mirarlo?") is not Need.PAID
