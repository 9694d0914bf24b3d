"""Which function answers which short question with one plain answer, and the topic that it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..dialogue.detail_names import Detail
from ..dialogue.topics import Topic
from . import (
    check_words,
    date_words,
    input_details,
    judgement_answers,
    part_credentials,
    plain_limits,
    plain_points,
    shortly_answered,
    zone_answers,
)
from . import wording_checks as wording
from .answer_case import Answered, Case

POINTS: Mapping[Detail, tuple[Topic, Callable[[Case], Answered | None]]] = {
    Detail.MAY_WORD: (Topic.COURT, wording.may_word),
    Detail.MISMATCH: (Topic.CREDENTIALS, shortly_answered.mismatch),
    Detail.FILE_NAME_SAYS: (Topic.METADATA, shortly_answered.file_name_says),
    Detail.COULD_HELP: (Topic.FEATURE, shortly_answered.could_help),
    Detail.PACKETS: (Topic.METADATA, shortly_answered.packets),
    Detail.ANY_PROGRAM: (Topic.SOFTWARE, shortly_answered.any_program),
    Detail.DEMAND: (Topic.NEXT_STEPS, shortly_answered.demand),
    Detail.PAY_OR_NOT: (Topic.NEXT_STEPS, shortly_answered.pay_or_not),
    Detail.NO_SCAMMER: (Topic.PERSON, shortly_answered.no_scammer),
    Detail.CAMERA_SAVES: (Topic.FILE_FORM, shortly_answered.camera_saves),
    Detail.CAMERA_FILE: (Topic.ORIGINAL, shortly_answered.camera_file),
    Detail.WHY_UNSURE: (Topic.ABSTENTION, judgement_answers.abstention),
    Detail.ZONE: (Topic.WHEN_TAKEN, zone_answers.zone),
    Detail.PROGRAM_DATE: (Topic.SOFTWARE, zone_answers.program_date),
    Detail.PART_ORIGIN: (Topic.CREDENTIALS, part_credentials.part_origin),
    Detail.LIST_TRUE: (Topic.CREDENTIALS, part_credentials.list_true),
    Detail.RENDER: (Topic.VERDICT, plain_limits.render),
    Detail.RUN_AFTER: (Topic.HOW_TO, plain_limits.run_after),
    Detail.PROFILE_LINE: (Topic.FILE_FORM, plain_limits.profile_line),
    Detail.IF_SO_OLD: (Topic.VERDICT, plain_limits.if_so_old),
    Detail.MAY_OBJECT: (Topic.COURT, plain_limits.may_object),
    Detail.WHERE_ODD: (Topic.FEATURE, plain_limits.where_odd),
    Detail.MARK_IT: (Topic.MAP, plain_limits.mark_it),
    Detail.CONVERTED: (Topic.ORIGINAL, plain_limits.converted),
    Detail.SCANNED: (Topic.ORIGINAL, plain_limits.scanned),
    Detail.HIDDEN: (Topic.EMBEDDED, plain_limits.hidden),
    Detail.BY_NAME: (Topic.ALTERATION, plain_limits.by_name),
    Detail.ALLOWED: (Topic.WHEN_TAKEN, shortly_answered.allowed),
    Detail.GIVES_AWAY: (Topic.FEATURE, shortly_answered.gives_away),
    Detail.REPORT_IT: (Topic.NEXT_STEPS, plain_limits.report_it),
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
