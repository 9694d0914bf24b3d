"""What was learned names a detail only where no pattern of words does, and only if it is sure enough."""

import numpy as np
import pytest
from telltale.agent.reasoning.dialogue import detail_router, understanding
from telltale.agent.reasoning.dialogue.detail_names import Detail
from telltale.agent.reasoning.dialogue.detail_router import DETAILS, NONE, DetailReader, DetailRouter, Reading, needed
from telltale.agent.reasoning.dialogue.router import shipped
from telltale.agent.reasoning.dialogue.topics import Topic
from telltale.finetune.rows.named_details import named

SHAPE = (1000, 1000, 3)
PATTERN = {"how do I find the original photo": Detail.FIND_COPIES, "how many dpi has it": Detail.DENSITY}
WITHOUT = ("which focal length was used?", "what does E3 mean", "look at 40,60,224,224", "why?")


class Says:
    """A reader that names the same detail whatever is asked, and keeps what it was asked."""

    def __init__(self, detail):
        self.given = detail
        self.asked = []

    def __call__(self, text, spoken, before, ranked, named=None):
        self.asked.append((text, spoken, tuple(before), named))
        return self.given if isinstance(self.given, Reading) else Reading(self.given)


@pytest.fixture
def read(encoder):
    return lambda message, reader, before=None: understanding.read(message, before, SHAPE, encoder, shipped(), reader)


@pytest.mark.weights
def test_a_pattern_of_words_is_weighed_against_what_was_learned(read):
    for message, detail in PATTERN.items():
        (asked,) = read(message, reader := Says(None)).asked
        assert (asked.detail, asked.learned, asked.named) == (detail, False, detail)
        assert reader.asked == [(message, "en", (), detail)]
        (asked,) = read(message, Says(Detail.MALWARE)).asked
        assert (asked.detail, asked.learned, asked.named) == (Detail.MALWARE, True, None)


@pytest.mark.weights
@pytest.mark.parametrize("message", WITHOUT)
def test_what_is_certain_without_it_is_not_read_again(read, message):
    before = understanding.Before((Topic.REASONS,), ("E1",))
    (asked,) = read(message, reader := Says(Detail.MALWARE), before).asked
    assert asked.detail is None and not reader.asked


@pytest.mark.weights
def test_where_no_pattern_fits_it_is_asked_with_the_turn_before(read):
    before = understanding.Before((Topic.METADATA,))
    (asked,) = read("is there anything nasty sitting in there", reader := Says(Detail.MALWARE), before).asked
    assert (asked.detail, asked.learned, asked.named) == (Detail.MALWARE, True, None)
    assert reader.asked == [("is there anything nasty sitting in there", "en", (Topic.METADATA,), None)]
    (asked,) = read("is there anything nasty sitting in there", Says(None), before).asked
    assert asked.detail is None and not asked.learned


def test_a_detail_needs_more_where_another_topic_is_clear():
    unsure = needed(((Topic.CAMERA, 0.3),), Topic.LEGAL)
    assert needed(((Topic.LEGAL, 0.95),), Topic.LEGAL) < unsure < needed(((Topic.CAMERA, 0.95),), Topic.LEGAL)
    assert needed(((Topic.OUT_OF_SCOPE, 0.95),), Topic.LEGAL) == unsure
    assert unsure < needed(((Topic.VERDICT, 0.5),), Topic.LEGAL, opens=True)


@pytest.fixture
def reader_with(monkeypatch):
    """A reader that gives these probabilities, and shares the rest among all others."""

    def made(**given):
        shares = np.full((1, NONE + 1), (1 - sum(given.values())) / NONE, np.float32)
        for name, share in given.items():
            shares[0, DETAILS.index(Detail(name))] = share
        monkeypatch.setattr(detail_router, "features", lambda *_: np.zeros((1, 2), np.float32))
        monkeypatch.setattr(DetailRouter, "shares", lambda self, matrix: shares)
        head = DetailRouter(np.zeros((NONE + 1, 2), np.float32), np.zeros(NONE + 1, np.float32))
        return DetailReader(head, None, {detail: (Topic.LEGAL, str(detail)[:1]) for detail in DETAILS})

    return made


UNSURE = ((Topic.HOW_TO, 0.4),)


@pytest.mark.parametrize(
    ("share", "given", "against"), [(0.99, Detail.COST, Detail.COST), (0.45, None, None), (0.05, None, None)]
)
def test_only_what_is_sure_enough_is_taken(reader_with, share, given, against):
    reader = reader_with(cost=share)
    assert reader("is it dear", "en", (Topic.VERDICT,), UNSURE).detail is given
    assert reader("is it dear", "en", (Topic.VERDICT,), UNSURE, Detail.LICENCE).detail is against


def test_what_may_be_asked_for_is_kept_where_nothing_is_sure(reader_with):
    reader = reader_with(cost=0.4, malware=0.3, licence=0.05)
    asked = "is it dear", "en"
    assert reader(*asked, (Topic.VERDICT,), UNSURE).maybe == (Detail.COST, Detail.MALWARE)
    assert reader(*asked, (), UNSURE).maybe == (Detail.COST,)  # a first message tells a case
    assert reader(*asked, (Topic.VERDICT,), ((Topic.HOW_TO, 0.95),)).maybe == ()
    assert reader(*asked, (Topic.VERDICT,), UNSURE, Detail.LICENCE).maybe == ()
    assert reader(*asked, (Topic.VERDICT,), UNSURE, Detail.COST) == Reading()  # as a pattern says


def test_what_has_the_same_answer_is_offered_once(reader_with):
    reader = reader_with(cost=0.4, camera_file=0.3)  # both are answered by what begins with c
    assert reader("is it dear", "en", (Topic.VERDICT,), UNSURE).maybe == (Detail.COST,)


@pytest.mark.weights
def test_half_of_the_questions_of_other_people_are_named_rightly_and_few_wrongly(encoder):
    from telltale.finetune.heads.named_rightly import is_same, named_as

    reader = detail_router.shipped_reader()
    asked = [each for each in named("held_out") if each.detail is not None][::4]
    told = named_as(reader.router, reader.encoder, asked)
    right = np.mean([is_same(each.given(), each.question.detail) for each in told])
    patterns = np.mean([is_same(each.by_pattern, each.question.detail) for each in told])
    wrong = np.mean([each.given() is not None and not is_same(each.given(), each.question.detail) for each in told])
    assert right >= RIGHT and right >= patterns + 0.15 and wrong <= WRONG


RIGHT, WRONG = 0.4, 0.25
