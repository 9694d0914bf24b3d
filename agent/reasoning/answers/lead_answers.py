"""The one sentence with which an answer begins where a question wants a yes or a no, whatever the facts are about."""

from __future__ import annotations

from datetime import timedelta

from ...sentences import Sentence
from ..answer_items import Item
from ..dialogue.asked_details import Detail
from ..dialogue.asked_leads import Lead, lead_of
from ..stance import Role
from .answer_case import Case, of_record
from .file_case import FORGEABLE, forgeable, said
from .time_answers import TAKEN, satellites
from .time_pairs import clock
from .written_dates import dates

DATA_PROVE = Sentence(
    "lead_answers.data_prove",
    "No: that alone does not prove it. Anyone can write such data into a file, and they do not show who did what.",
)
SEALED_PROVE = Sentence(
    "lead_answers.sealed_prove",
    "No: that alone does not prove it. Such data show what a device or a program wrote, and not who used it.",
)
TEXT_PROVES = Sentence(
    "lead_answers.text_proves",
    "No: that alone does not prove it. Letters in a picture can be drawn or printed by anybody, and generators write "
    "them too.",
)
SIGNATURE_PROVES = Sentence(
    "lead_answers.signature_proves",
    "No: that alone does not prove it. A signature shows at most that the file is unchanged since that signer signed "
    "it.",
)
UNSIGNED_PROVES = Sentence(
    "lead_answers.unsigned_proves",
    "No: that alone does not prove it. Most files hold no signature, so that it is missing shows nothing.",
)
FINDING_PROVES = Sentence(
    "lead_answers.finding_proves",
    "No: that alone does not prove it. A finding makes one explanation more or less likely, and harmless causes "
    "remain.",
)
CLOCK = Sentence(
    "lead_answers.clock",
    "Yes, that is possible, and the file can't settle it: a clock can be set wrong, by accident or on purpose. Set the "
    "other dates in the file and the age of the camera's model beside it.",
)
CLOCK_BESIDE = Sentence(
    "lead_answers.clock_beside",
    "A clock can be set wrong, but the time of the satellites in this file does not hang on it, and the two lie "
    "{hours} h {minutes} min apart: by what the file says, the clock was off by no more than that and a time zone.",
)
ADDED = Sentence(
    "lead_answers.added",
    "Yes, that is possible, and the file can't settle it: anyone can write such data into a file afterwards, by "
    "mistake or on purpose.",
)
ADDED_SEALED = Sentence(
    "lead_answers.added_sealed",
    "Only before the file was signed: since then it is unchanged. What stood in it earlier, anyone could have written.",
)
TAKEN_OUT = Sentence(
    "lead_answers.taken_out",
    "That is possible, and the file can't settle it: data that somebody takes out leave the same gap as data that a "
    "site or a messenger removes.",
)
RENAMED = Sentence(
    "lead_answers.renamed",
    "Yes, that is possible: anyone can change the name of a file, and that leaves no trace in it.",
)
# Answers that begin with a yes or a no of their own.
_OF_THEIR_OWN = frozenset(
    {
        Detail.PROVES, Detail.CONCLUDED, Detail.ALIBI, Detail.DATA_PROVE, Detail.AS_FACT, Detail.FORGEABLE,
        Detail.VALID_IS_REAL, Detail.EDIT_IS_FAKE, Detail.PASTED_MARK, Detail.FORGED_SIGNATURE, Detail.SURE_OF_IT,
        Detail.WITHOUT_DATA, Detail.COPIED_SIGNATURE, Detail.RULE_OUT_THAT, Detail.LIES, Detail.EDIT_CLAIM,
        Detail.SAME_PERSON, Detail.DAY_TIME, Detail.DATED_CLAIM, Detail.MISSED_MORE, Detail.MISSING_DATA,
        Detail.SUSPICIOUS,
    }
)  # fmt: skip


def led(case: Case) -> list[Item]:
    """The sentence with which the answer begins; empty if the question wants no yes or no, or its answer has one."""
    if case.asked.detail in _OF_THEIR_OWN:
        return []
    lead = lead_of(case.asked.text, case.topics)
    if lead is None:
        return []
    sealed = forgeable(case.file).text != FORGEABLE()
    if lead is Lead.CLOCK and not dates(case.file, TAKEN):
        return []
    if lead is Lead.ADDED and not (case.contents.fields or case.file.declared):
        return []
    if lead is Lead.DATA_PROVE and not (case.contents.fields or case.file.declared):
        lead = Lead.FINDING_PROVES  # what is missing was not written by anyone
    signed = case.file.manifest is not None
    sentences = {
        Lead.DATA_PROVE: SEALED_PROVE if sealed else DATA_PROVE,
        Lead.TEXT_PROVES: TEXT_PROVES,
        Lead.SIGNATURE_PROVES: SIGNATURE_PROVES if signed else UNSIGNED_PROVES,
        Lead.FINDING_PROVES: FINDING_PROVES,
        Lead.CLOCK: CLOCK,
        Lead.ADDED: ADDED_SEALED if sealed else ADDED,
        Lead.TAKEN_OUT: TAKEN_OUT,
        Lead.RENAMED: RENAMED,
    }
    text = (clock_beside(case) if lead is Lead.CLOCK else "") or sentences[lead]()
    return [of_record(text, Role.RESERVATION) if lead in (Lead.TEXT_PROVES, Lead.FINDING_PROVES) else said(text)]


def clock_beside(case: Case) -> str:
    """How far the clock of the camera was off by the satellites' time; empty if the file does not give both."""
    stamp, taken = satellites(case.file), clock(case.file)
    if stamp is None or stamp[0].day_only or taken is None or taken.moment is None:
        return ""
    minutes = round(abs(taken.moment.time - stamp[0].time) / timedelta(minutes=1))
    return CLOCK_BESIDE(hours=minutes // 60, minutes=minutes % 60)
