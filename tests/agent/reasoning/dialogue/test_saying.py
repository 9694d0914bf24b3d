"""How an answer is said: as many sentences as are wished, in the language of the question."""

import pytest
from telltale.agent.reasoning.answer_items import FILE, VERDICT, Item
from telltale.agent.reasoning.dialogue import knowledge
from telltale.agent.reasoning.dialogue.saying import said, spoken
from telltale.agent.reasoning.dialogue.wishes import Wishes
from telltale.agent.reasoning.stance import Role, Stance
from telltale.agent.reasoning.weighing.headline import LEANS

LEAN = Item(VERDICT, Stance(Role.VERDICT), LEANS["synthetic"](), must=True, fixed=True)
OTHER = Item("E3", Stance(Role.NEAREST), "The moon is made of cheese.", must=True, fixed=True)


def texts(items, language, **wishes):
    return [statement.text for statement in said(items, Wishes(**wishes), language)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The picture leans to generated, but not surely enough for a label [verdict]."),
        ("de", "Das Bild neigt zu generiert, aber nicht sicher genug für eine Einstufung [verdict]."),
        ("fr", "L'image penche vers générée, mais pas assez sûrement pour une classification [verdict]."),
        (
            "es",
            "La imagen se inclina a generada, pero no con la seguridad suficiente para una clasificación [verdict].",
        ),
        ("zh", "图片倾向于是生成的，但把握不足以作出判定 [verdict]。"),
        ("it", "The picture leans to generated, but not surely enough for a label [verdict]."),
    ],
)
def test_an_item_is_said_in_the_language_with_its_citation(language, text):
    assert texts([LEAN], language) == [text]


def test_what_has_no_translation_is_marked():
    assert texts([OTHER], "de") == ["[Englisch] The moon is made of cheese [E3]."]
    assert texts([OTHER], "zh") == ["[英文] The moon is made of cheese [E3]。"]
    assert texts([OTHER], "en") == ["The moon is made of cheese [E3]."]
    assert spoken("The moon is made of cheese.", "it") == "The moon is made of cheese."


@pytest.mark.parametrize("language", ["de", "fr", "es", "zh"])
def test_the_knowledge_base_speaks_for_itself(language):
    entry = knowledge.by_slug("off-topic", language)
    assert entry.language == language
    items = [Item(entry.id, Stance(Role.METHOD), text, must=True, fixed=True) for text in entry.answer]
    found = texts(items, language)
    assert len(found) == len(entry.answer) and not any(text.startswith("[") for text in found)
    assert all(entry.answer[n].rstrip(".。") in text for n, text in enumerate(found))


def test_a_short_answer_has_two_sentences_and_none_twice():
    items = [LEAN, LEAN, OTHER, Item(FILE, Stance(Role.FILE), "It has a colour profile.", fixed=True)]
    assert len(texts(items, "de", short=True)) == 2
    assert len(texts(items, "de")) == 3
    assert len(texts(items, "de", sentences=1)) == 1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "No part shows a JPEG ghost, the trace of an earlier compression at another quality [E6]."),
        ("zh", "没有区域出现 JPEG 鬼影，即此前以另一质量压缩过的痕迹 [E6]。"),
    ],
)
def test_for_a_layman_figures_in_brackets_are_left_out(language, text):
    item = Item(
        "E6",
        Stance(Role.NO_WEIGHT),
        "No part shows a JPEG ghost, the trace of an earlier compression at another quality (strength 19.5; the "
        "threshold is 130).",
    )
    assert texts([item], language, register="simple") == [text]


ANSWER = [
    Item(FILE, Stance(Role.FILE), f"This is sentence number {n} of the answer.", must=True, fixed=True)
    for n in range(5)
]
RESERVED = Item(FILE, Stance(Role.FILE), "Anyone can write that.", must=True, fixed=True)


@pytest.mark.parametrize(
    ("wishes", "count"), [({"one_word": True}, 2), ({"sentences": 2}, 2), ({"sentences": 1}, 2), ({"short": True}, 2)]
)
def test_a_reservation_stays_however_short_an_answer_should_be(wishes, count):
    found = [one.text for one in said([*ANSWER, RESERVED], Wishes(**wishes), "en", [RESERVED])]
    assert len(found) == count and found[0].startswith("This is sentence number 0") and found[-1].startswith("Anyone")


def test_an_answer_keeps_to_a_number_of_words():
    found = [one.text for one in said([*ANSWER, RESERVED], Wishes(words=20), "en", [RESERVED])]
    assert len(found) == 3 and found[-1].startswith("Anyone")  # 8 + 8 + 4 words
    assert len(list(said(ANSWER, Wishes(words=5), "en"))) == 1  # the answer itself is always said


def test_points_stand_in_a_list():
    assert all(text.startswith("• ") for text in texts(ANSWER, "en", bullets=True))
