"""Which function answers which short question with one plain answer, and the topic that it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..dialogue.detail_names import Detail
from ..dialogue.topics import Topic
from . import check_words, date_words, input_details, plain_points
from .answer_case import Answered, Case

POINTS: Mapping[Detail, tuple[Topic, Callable[[Case], Answered | None]]] = {
    Detail.NAMED_DATE: (Topic.WHEN_TAKEN, date_words.named_date),
    Detail.WHY_DATES: (Topic.WHEN_TAKEN, date_words.why_dates),
    Detail.RIGHT_OF_US: (Topic.CLAIM, date_words.right_of_us),
    Detail.UNDERNEATH: (Topic.AI_PART, input_details.underneath),
    Detail.CHECK_WORD: (Topic.CREDENTIALS, check_words.check_word),
    Detail.FROM_APP: (Topic.ORIGINAL, plain_points.from_app),
    Detail.BY_ITSELF: (Topic.SOFTWARE, plain_points.by_itself),
    Detail.CODE_READ: (Topic.TEXT_IN_PICTURE, plain_points.code_read),
    Detail.WHY_SMALL: (Topic.FILE_FORM, plain_points.why_small),
    Detail.LENS: (Topic.CAMERA, plain_points.lens),
    Detail.BREAKS_RULE: (Topic.AI_PART, plain_points.breaks_rule),
    Detail.AI_OR_EDIT: (Topic.VERDICT, plain_points.ai_or_edit),
    Detail.LOOK_FOR: (Topic.NEXT_STEPS, plain_points.look_for),
}
