"""Answers to what a question names by its words: a single thing, kinds of data, fields of the file."""

from __future__ import annotations

from ..answers.answer_case import Answered, Case
from ..answers.answer_table import ANSWERS
from ..answers.detail_table import DETAILS
from ..answers.field_answers import written
from .asked_details import OF_FILE
from .asked_fields import data_named
from .topics import Topic
from .understanding import Asked

MOST_DATA = 3  # kinds of data that one question can list
_HELD = OF_FILE | {Topic.HASH}  # topics of questions that may list kinds of data


def by_rule(asked: Asked, case: Case) -> list[tuple[Topic, Answered]]:
    """The answers to kinds of data or fields that a question names; empty if it names none."""
    if case.wishes.one_word and asked.choices:  # who wants a yes or a no wants the verdict
        return [(Topic.VERDICT, ANSWERS[Topic.VERDICT](case))]
    plain = asked.named is None and asked.region is None
    if plain and (asked.topic in _HELD or asked.choices) and (data := data_named(asked.text)):
        fields = [held] if (held := written(case)) is not None else []
        return [*((topic, ANSWERS[topic](case)) for topic in data[:MOST_DATA]), *fields]
    if plain and (held := written(case)) is not None:
        return [held]
    if asked.learned and asked.detail is not None and asked.choices and (topic := DETAILS[asked.detail][0]) in ANSWERS:
        return [(topic, ANSWERS[topic](case))]  # the thing itself has nothing to tell here, and its topic is likelier
    return []


def by_detail(asked: Asked, case: Case) -> list[tuple[Topic, Answered]]:
    """The answer to the single thing that a question names; none if it names none, or if there is nothing to tell."""
    if asked.detail is None:
        return []
    topic, answer = DETAILS[asked.detail]
    answered = answer(case)
    return [(answered.topic or topic, answered)] if answered is not None and answered.items else []
