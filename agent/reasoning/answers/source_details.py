"""Who says something, the file or the tool; what a text in the file names; why a label was not given; China's label."""

from __future__ import annotations

import re

from ...foreign import Foreign
from ...provenance.contents import Field
from ...provenance.rules.maker_marks import state_label
from ...sentences import Sentence
from ..answer_items import Item
from ..dialogue.gloss import plain
from ..dialogue.topics import Topic
from ..stance import Role
from ..writing.findings import of_verdict
from . import number_details
from .answer_case import Answered, Case, of_record
from .field_answers import CHINESE_LABEL, told_field
from .file_case import claimed, forgeable, said
from .judgement_answers import strongest
from .trace_answers import differing, told_differing

MOST = 2
LEAST_SHARED = 3  # words that a field shares with a question before it is taken to be the text that was spoken of

FILE_SAYS = Sentence(
    "source_details.file_says",
    "The file says it, and not this tool: the tool repeats what the file declares, and measures the pixels by itself.",
)
TOOL_SAYS = Sentence(
    "source_details.tool_says",
    "This tool says it, by what it measured or read; the file itself declares nothing of how the picture was made.",
)
NOT_OURS = Sentence(
    "source_details.not_ours",
    "No: {cited:8} there is part of a text in the file, which whoever made the file could choose freely. It does not "
    "come from this tool, and no finding of it confirms that text.",
)
NO_LABEL_ALTERED = Sentence(
    "source_details.no_label_altered",
    "The label tampered comes from content credentials of a signer whom you trust. From pixels alone the signs are too "
    "weak for it at any usual error rate, and most alterations are missed.",
)
ONLY_CODE = Sentence(
    "source_details.only_code",
    "The producer stands in it as a code, {producer:60}. Which company that is, this tool can't look up.",
)
NO_PRODUCER = Sentence("source_details.no_producer", "The label names no producer.")
_VALUE = re.compile(r"(?<!\d)[123](?![\d.,%])")  # what China's label can hold
_ID = re.compile(r"\be\d{1,2}\b")
_COMMON = frozenset(
    {"that", "this", "with", "from", "have", "does", "what", "where", "which", "file", "picture", "photo", "says",
     "said", "states", "your"}
)  # fmt: skip


def who_says(case: Case) -> Answered:
    """Whether the file or the tool says something: what is declared, beside what was measured."""
    declared = case.file.declared[:MOST]
    told = strongest(case)[:1]
    measured = [item for item in told if item not in declared]
    if not declared:
        return Answered([of_record(TOOL_SAYS()), *case.told(told), of_verdict(case.verdict)], about=told)
    closing = claimed(case.file)[:1] or [forgeable(case.file)]
    items = [said(FILE_SAYS()), *case.file.cited(declared), *closing, *case.told(measured), of_verdict(case.verdict)]
    return Answered(items, about=[*declared, *measured])


def file_cites(case: Case) -> Answered | None:
    """That a text of the file that names a finding does not come from the tool; None if no text does."""
    found = _ID.search(plain(case.asked.text))
    if found is None:
        return None
    cited = found[0].upper()
    held = [one for one in case.contents.fields if re.search(rf"\b{cited}\b", one.value.raw[:2_000], re.I)][:1]
    if not held:
        return None
    own = [item for item in case.evidence if item.id == cited]
    return Answered(
        [said(NOT_OURS(cited=Foreign(cited))), *(told_field(one) for one in held), *case.told(own)], about=own
    )


def why_not_altered(case: Case) -> Answered | None:
    """Why the label is not *tampered*, and what was found; None where it is."""
    if case.verdict.label == "tampered":
        return None
    found = differing(case)[:1]
    declared = case.file.cited([one for one in case.file.declared if one.supports == "tampered"][:1])
    told = [*declared, *told_differing(case, found)]
    items = [of_record(NO_LABEL_ALTERED(), Role.VERDICT), *told, of_verdict(case.verdict)]
    return Answered(items, about=found)


def state(case: Case) -> Answered | None:
    """What China's label says, what its values stand for, and its producer; None if the file has no such label."""
    found = state_label(case.contents)
    if found is None:
        return None
    fields = [one for one in case.contents.fields if "aigc" in plain(f"{one.name} {' '.join(one.path)}")][:MOST]
    producer = said(ONLY_CODE(producer=found.producer)) if found.producer is not None else said(NO_PRODUCER())
    declared = case.file.cited(case.file.declared[:1])
    texts: list[Item] = [told_field(one) for one in fields]
    if re.search(r"producer|compan|firma|entreprise|societe|empresa|公司|谁", plain(case.asked.text)):
        return Answered([producer, *texts, forgeable(case.file)])
    return Answered([*declared, said(CHINESE_LABEL()), *texts, producer, forgeable(case.file)])


def number(case: Case) -> Answered:
    """What a number means: a value of China's label where the file has one, else one that was told before."""
    told = _VALUE.search(plain(case.asked.text)) is not None and Topic.METADATA in case.topics
    return (state(case) if told else None) or number_details.number(case)


def like(case: Case, text: str) -> list[Field]:
    """The fields whose texts share the most words with a text, as one that repeats what they say."""
    words = {word for word in re.findall(r"[\w-]{4,}", plain(text)) if word not in _COMMON}
    shared = [
        (len(words & set(re.findall(r"[\w-]{4,}", plain(one.value.raw[:2_000])))), one) for one in case.contents.fields
    ]
    most = max((count for count, _ in shared), default=0)
    return [one for count, one in shared if count == most >= LEAST_SHARED][:1]
