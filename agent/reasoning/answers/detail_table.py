"""Which function answers which detail, and the topic that a detail belongs to."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..dialogue.asked_details import Detail
from ..dialogue.topics import Topic
from . import (
    credential_details,
    file_details,
    format_details,
    guide_answers,
    judgement_answers,
    limit_details,
    picture_answers,
    request_details,
)
from . import outside_answers as outside
from . import turn_details as turn
from .answer_case import Answered, Case
from .limit_details import quoting

Answer = Callable[[Case], Answered | None]

# None: the detail has nothing to tell of this picture, and the topic of the question answers.
DETAILS: Mapping[Detail, tuple[Topic, Answer]] = {
    Detail.DENSITY: (Topic.FILE_FORM, file_details.density),
    Detail.OTHER_HASH: (Topic.HASH, file_details.other_hash),
    Detail.ENLARGE: (Topic.CAPABILITIES, limit_details.enlarge),
    Detail.RESIZED: (Topic.ORIGINAL, file_details.resized),
    Detail.SIZE_ENOUGH: (Topic.FILE_FORM, limit_details.size_enough),
    Detail.UPLOADED: (Topic.WHEN_TAKEN, file_details.uploaded),
    Detail.MODIFIED: (Topic.WHEN_TAKEN, file_details.modified),
    Detail.AUTHOR: (Topic.METADATA, file_details.author),
    Detail.WHO_EDITED: (Topic.SOFTWARE, file_details.who_edited),
    Detail.FIT: (Topic.METADATA, file_details.fit),
    Detail.CAPTION: (Topic.METADATA, file_details.caption),
    Detail.REPRODUCE: (Topic.PARAMETERS, file_details.reproduce),
    Detail.STRIPPED: (Topic.ORIGINAL, file_details.stripped),
    Detail.EXTRACT: (Topic.EMBEDDED, file_details.extract),
    Detail.AFTER_END: (Topic.EMBEDDED, file_details.after_end),
    Detail.FORGEABLE: (Topic.METADATA, file_details.forgeable_data),
    Detail.CHAIN: (Topic.CREDENTIALS, credential_details.chain),
    Detail.INGREDIENTS: (Topic.CREDENTIALS, credential_details.parts),
    Detail.MONTAGE: (Topic.ALTERATION, credential_details.montage),
    Detail.CERTIFICATE: (Topic.SIGNER, credential_details.certificate),
    Detail.REPAIR: (Topic.CREDENTIALS, credential_details.repair),
    Detail.AFTER_SIGNING: (Topic.CREDENTIALS, credential_details.after_signing),
    Detail.AI_STEP: (Topic.SOFTWARE, credential_details.ai_step),
    Detail.NOT_TRUSTED: (Topic.SIGNER, quoting("c2pa-untrusted")),
    Detail.LABEL_DUTY: (Topic.LEGAL, quoting("ai-act-marks")),
    Detail.LABEL: (Topic.METADATA, credential_details.label),
    Detail.REMOVED: (Topic.ALTERATION, limit_details.removed),
    Detail.SENDER: (Topic.PUBLISHED, limit_details.sender),
    Detail.FIND_POST: (Topic.PUBLISHED, outside.published),
    Detail.NIGHT: (Topic.WHEN_TAKEN, limit_details.night),
    Detail.SAME_PERSON: (Topic.PERSON, limit_details.same_person),
    Detail.EDIT_IS_FAKE: (Topic.SOFTWARE, limit_details.edit_is_fake),
    Detail.FACE_SWAP: (Topic.AI_PART, limit_details.face_swap),
    Detail.DIAGNOSIS: (Topic.OUT_OF_SCOPE, guide_answers.refused),
    Detail.READ: (Topic.TEXT_IN_PICTURE, picture_answers.text_in_picture),
    Detail.STYLE: (Topic.MAKER, limit_details.style),
    Detail.MINE: (Topic.NEXT_STEPS, quoting("prove-my-photo-real")),
    Detail.KIND: (Topic.REFERENCE_SET, limit_details.kind),
    Detail.MISSED: (Topic.ERROR_RATES, limit_details.missed),
    Detail.OBEY: (Topic.TRUST_TOOL, limit_details.obey),
    Detail.QUOTED: (Topic.METADATA, limit_details.quoted),
    Detail.REPEATABLE: (Topic.COURT, quoting("reproduce")),
    Detail.AGAINST_REAL: (Topic.FOR_FAKE, judgement_answers.for_fake),
    Detail.AGAINST_FAKE: (Topic.FOR_REAL, judgement_answers.for_real),
    Detail.DURATION: (Topic.IDENTITY, limit_details.duration),
    Detail.ALL_FINDINGS: (Topic.DETECTOR, turn.all_findings),
    Detail.PROOF: (Topic.REASONS, turn.proof),
    Detail.HOW_KNOWN: (Topic.EVIDENCE_ITEM, turn.how_known),
    Detail.MATTERS: (Topic.REASONS, turn.matters),
    Detail.INSULT: (Topic.PUSHBACK, turn.insult),
    Detail.FOR_SOMEBODY: (Topic.SUMMARY, judgement_answers.summary),
    Detail.DRAFT: (Topic.NEXT_STEPS, request_details.draft),
    Detail.DONE: (Topic.SOFTWARE, request_details.done),
    Detail.SHOWS: (Topic.DESCRIBE, request_details.shows),
    Detail.NAMED_CAMERA: (Topic.CAMERA, request_details.named_camera),
    Detail.PUBLISH: (Topic.LEGAL, request_details.publish),
    Detail.DECISION: (Topic.NEXT_STEPS, request_details.decision),
    Detail.PROCESSED: (Topic.ERROR_RATES, request_details.processed),
    Detail.PHONE_SIZE: (Topic.FILE_FORM, request_details.phone_size),
    Detail.ABILITY: (Topic.CAPABILITIES, quoting("what-can-you-do")),
    Detail.SECOND_OPINION: (Topic.TRUST_TOOL, quoting("forensic-lab", "compare-with-other-tools")),
    Detail.NO_WEIGHT: (Topic.DETECTOR, request_details.no_weight),
    Detail.MEDIUM: (Topic.ORIGINAL, request_details.medium),
    Detail.FORMAT_ASKED: (Topic.FILE_FORM, format_details.format_asked),
    Detail.PROGRAM: (Topic.MAKER, format_details.program),
    Detail.SENT_AWAY: (Topic.PRIVACY, quoting("nothing-leaves")),
    Detail.DATA_PROVE: (Topic.METADATA, request_details.data_prove),
    Detail.WHAT_NOW: (Topic.NEXT_STEPS, judgement_answers.next_steps),
    Detail.WHICH_PLACE: (Topic.WHERE_TAKEN, outside.where),
    Detail.PRO_CON: (Topic.FOR_FAKE, judgement_answers.both_sides),
    Detail.OWN_RATE: (Topic.ERROR_RATES, guide_answers.error_rates),
    Detail.CUSTODY: (Topic.COURT, request_details.custody),
    Detail.EXISTS: (Topic.PERSON, outside.exists),
    Detail.VALID_IS_REAL: (Topic.CREDENTIALS, request_details.valid_is_real),
    Detail.SUSPICIOUS: (Topic.METADATA, request_details.suspicious),
}
