"""Single facts of a file that a question names: its dpi, its MD5, its caption, who took it, whether it was resized."""

from __future__ import annotations

import hashlib
import re

from ...foreign import file_name
from ...provenance.readers.trailing_data import FOLLOWS
from ...provenance.rules.contradictions import other_sizes
from ...sentences import Sentence
from ..answer_items import Item
from ..dialogue.asked_conclusions import asks_whether_possible
from ..dialogue.asked_details import OF_FILE
from ..writing.findings import of_verdict
from .answer_case import Answered, Case
from .camera_answers import CHECK, camera, names
from .credential_answers import signed, time_stamp
from .credit_answers import CAPTION, CAPTION_TEXT, CAPTIONS, credited, credited_names, texts
from .density_field import INCH, density_of
from .field_answers import author_code
from .file_case import FORGEABLE, answer, claimed, forgeable, listed, said
from .file_edit_answers import CONTRADICTS
from .form_answers import DIGEST, KINDS, NOTHING, NOTHING_LIMIT, embedded
from .parameter_answers import parameters
from .part_credentials import bound
from .software_answers import credential_steps, programs, software, software_steps
from .time_answers import CHANGED, CHANGED_ON, ONE_OF, TAKEN, when_taken
from .written_dates import alike, dates

_PRINTED = 300  # dpi of a good print
_HASHES = {"md5": "MD5", "sha1": "SHA-1", "sha224": "SHA-224", "sha384": "SHA-384", "sha512": "SHA-512",
           "blake2b": "BLAKE2b"}  # fmt: skip
_WITH_WHAT = re.compile(r"with what|what with|camera|womit|kamera|avec quoi|appareil|con que|camara|相机|用什么", re.I)
_RIGHTS = re.compile(
    r"copyright|right|urheber|droit|derecho|版权|\bcredit\b|\buse it\b|\bfreely\b|verwenden|utilis|usar|商用|使用", re.I
)
_SIZES = ("PixelXDimension", "PixelYDimension", "ExifImageWidth", "ExifImageHeight", "ExifImageLength")
_TIME_STAMP = re.compile(
    r"\bsign|\bunterschr|signier|\bsigné|\bfirm|签名|\btime ?stamp|zeitstempel|horodat|sello de tiempo|时间戳", re.I
)
_A_TIME = re.compile(r"\b(?:time|date|when|zeit|datum|heure|date|hora|fecha)\b|时间|日期", re.I)
_SAME_SHAPE = 0.01  # relative difference of two proportions that count as the same

DENSITY = Sentence("file_details.density", "The file gives a resolution of {dpi} dpi ({field}).")
NO_DENSITY = Sentence("file_details.no_density", "No resolution in dpi was found in the file.")
DENSITY_MEANS = Sentence(
    "file_details.density_means",
    "Any program can change that note, and it changes no pixel. The picture has {width}×{height} pixels; printed at "
    "{dpi} dpi they cover {across:.1f} × {down:.1f} cm.",
)
OTHER_DIGEST = Sentence("file_details.other_digest", "The {algorithm} of the file {name} is {digest}.")
NOT_COMPUTED = Sentence("file_details.not_computed", "That checksum is not computed here.")
WEAK = Sentence(
    "file_details.weak",
    "Different files can be made that share an MD5 or a SHA-1, so note the SHA-256 as well.",
)
NOT_RESIZED = Sentence(
    "file_details.not_resized",
    "Nothing in the file says that the picture was cropped or resized, and this tool does not measure that in its "
    "pixels.",
)
RECORDS_SIZE = Sentence(
    "file_details.records_size",
    "{place} still records a size of {width}×{height} pixels, and the picture has {actual_width}×{actual_height}.",
)
YES_BY_ANYONE = Sentence(
    "file_details.yes_by_anyone",
    "Yes: anyone can write such data into a file with free tools, and programs write them on their own, so this is "
    "what the file says and no proof.",
)
STEP_SAYS = Sentence("file_details.step_says", "The steps that the file records name a change of its size or frame.")
SAME_SHAPE = Sentence(
    "file_details.same_shape",
    "Both sizes have the same proportions, which fits a picture that was scaled. The other size may also come from "
    "another picture.",
)
OTHER_SHAPE = Sentence(
    "file_details.other_shape",
    "The two sizes have different proportions, so scaling alone does not explain it: the picture was cropped or "
    "stretched, or the data come from another picture.",
)
COMPARE_ORIGINAL = Sentence(
    "file_details.compare_original", "The original file would show it: ask for it, and compare the two pictures."
)
NO_UPLOAD = Sentence(
    "file_details.no_upload",
    "The file does not say when it was uploaded, sent or received. Look at the date of the post or message itself, or "
    "ask the platform.",
)
NO_CHANGE = Sentence("file_details.no_change", "The file gives no time of a change.")
DISK_TIME = Sentence(
    "file_details.disk_time",
    "The time that your computer shows for a file is kept outside it, and copying the file can set it anew.",
)
NO_EDITOR = Sentence("file_details.no_editor", "The file does not say which person used a program on it.")
NO_CAPTION = Sentence("file_details.no_caption", "The file holds no caption, title or description.")
NO_FIT = Sentence(
    "file_details.no_fit",
    "This tool does not compare words with what a picture shows. Read them beside the picture: if they do not fit, "
    "they may come from another picture or were written later.",
)
AGAIN = Sentence(
    "file_details.again",
    "With the same program, version, model file and settings a generator often makes nearly the same picture, but not "
    "surely: other versions or another graphics card can change it. This tool generates nothing.",
)
COMPARE_AGAIN = Sentence(
    "file_details.compare_again",
    "Generate it with these settings, add the result to your message, and ask for a comparison.",
)
STRIPPED = Sentence(
    "file_details.stripped",
    "What was removed can't be told from a copy. Most often it is the camera, the time, the place and the content "
    "credentials.",
)
ASK_ORIGINAL = Sentence(
    "file_details.ask_original", "Ask for the original file, and compare what it holds with this copy."
)
NOT_EXTRACTED = Sentence("file_details.not_extracted", "This tool takes no part out of a file.")
CUT_OUT = Sentence(
    "file_details.cut_out",
    "At byte {offset} begins {kind} of {size} bytes; on Linux or a Mac this command writes it to a file: `tail -c "
    "+{start} FILE | head -c {size} > part`.",
)
BEHIND = Sentence("file_details.behind", "After the end of the picture the file holds {parts}.")
NOTHING_BEHIND = Sentence("file_details.nothing_behind", "Nothing was found after the end of the picture.")


def density(case: Case) -> Answered:
    """The resolution in dots per inch, and what it means for these pixels."""
    found = density_of(case.file, case.bench.data)
    facts = case.record.exhibit
    first = NO_DENSITY() if found is None else DENSITY(dpi=f"{found[0]:.4g}", field=found[1])
    dpi = found[0] if found is not None and 10 <= found[0] <= 5_000 else _PRINTED
    size = {"across": facts.width / dpi * INCH, "down": facts.height / dpi * INCH}
    means = DENSITY_MEANS(width=facts.width, height=facts.height, dpi=f"{dpi:.4g}", **size)
    return Answered([said(first), said(means)])


def other_hash(case: Case) -> Answered:
    """The checksums that a question names, from the bytes of the file, and the SHA-256."""
    asked = re.sub(r"(?<=sha)[- ]", "", case.asked.text.casefold()).replace("blake2", "blake2b")
    names = [name for name in _HASHES if re.search(rf"\b{name}\b", asked.replace("blake2bb", "blake2b"))]
    name = file_name(case.record.exhibit.name)
    digests = [hashlib.new(one, case.bench.data, usedforsecurity=False).hexdigest() for one in names]
    items = [
        said(OTHER_DIGEST(algorithm=_HASHES[one], name=name, digest=digest))
        for one, digest in zip(names, digests, strict=True)
    ]
    first = items or [said(NOT_COMPUTED())]
    weak = [said(WEAK())] if {"md5", "sha1"} & set(names) else []
    return Answered([*first, said(DIGEST(name=name, digest=case.record.exhibit.sha256)), *weak])


def resized(case: Case) -> Answered:
    """Whether the picture was cropped or scaled: recorded steps, a recorded size that differs, or that nothing says."""
    file = case.file
    differing = file.contradicting(*_SIZES)
    others = other_sizes(file.fields, case.record.exhibit)
    steps = [one for one in credential_steps(file) if re.search("resiz|crop", one.action.action.raw)]
    items: list[Item] = []
    if steps:
        items += [said(STEP_SAYS()), *software_steps(file)[:1]]
    if others:
        facts = case.record.exhibit
        now = {"actual_width": facts.width, "actual_height": facts.height}
        told = [said(RECORDS_SIZE(place=place, width=w, height=h, **now)) for place, w, h in reversed(others)]
        apart = abs(_shape(*others[-1][1:]) / _shape(facts.width, facts.height) - 1)
        items += [*(file.cited(differing[:1]) if len(others) == 1 and differing else told[:2])]
        items.append(said((SAME_SHAPE if apart < _SAME_SHAPE else OTHER_SHAPE)()))
    closing = [forgeable(file)] if items else []
    return Answered(answer(items or [said(NOT_RESIZED())], *closing, said(COMPARE_ORIGINAL())))


def uploaded(case: Case) -> Answered:
    """That no file says when it was uploaded; which platform it came through, and when it was taken, if it says so."""
    file = case.file
    taken = when_taken(file)[:1] if dates(file, TAKEN) else []
    return Answered(answer([said(NO_UPLOAD()), *file.cited(file.ways[:1]), *taken]))


def modified(case: Case) -> Answered:
    """When the file was changed last, by itself."""
    groups = [(date, fields) for date, fields in alike(dates(case.file, CHANGED)) if date.moment is not None]
    if not groups:
        record = signed(case.file)[:1] if case.file.manifest is not None else []
        return Answered(answer([said(NO_CHANGE()), *record], said(DISK_TIME())))
    moments = "; ".join(ONE_OF(moment=date, fields=listed(fields)) for date, fields in groups[:3])
    return Answered(answer([said(CHANGED_ON(moments=moments))], forgeable(case.file)))


def author(case: Case) -> Answered:
    """Who is named as the author; the camera and the rights too, if these are asked for."""
    items = [*author_code(case), *credited(case.file)]
    if _WITH_WHAT.search(case.asked.text):
        items = [*items[:-1], *camera(case.file)[:1], *items[-1:]]
    rights = case.entry("no-copyright") if _RIGHTS.search(case.asked.text) else []
    return Answered([*items, *rights[:1]])


def who_edited(case: Case) -> Answered:
    """That a file names programs and no person who used them; the names that it does hold."""
    file = case.file
    named = software(file)[:1] if programs(file) else []
    people = credited(file)[:1] if credited_names(file) else []
    return Answered(answer([said(NO_EDITOR()), *named, *people], said(ASK_ORIGINAL())))


def caption(case: Case) -> Answered:
    """The captions, titles and descriptions, as they stand."""
    found = texts(case.file, CAPTIONS, CAPTION_TEXT)
    if not found:
        return Answered(answer([said(NO_CAPTION())]))
    return Answered(answer([said(CAPTION(texts="; ".join(found)))], forgeable(case.file)))


def fit(case: Case) -> Answered | None:
    """A caption or a prompt, and that it is not compared with what is shown; None if the file holds neither."""
    words = caption(case).items[:1] if texts(case.file, CAPTIONS, CAPTION_TEXT) else []
    told = parameters(case.file)
    prompts = told[1:2] if len(told) > 3 else []
    items = [*prompts, *words] if "prompt" in case.asked.text.casefold() or not words else [*words, *prompts]
    return Answered([*items, said(NO_FIT())]) if items else None


def reproduce(case: Case) -> Answered:
    """Whether a generator would make the picture again, and its settings if the file holds them."""
    told = parameters(case.file)
    settings = told[1:4] if len(told) > 3 else told[:1]
    return Answered([said(AGAIN()), *settings, *([said(COMPARE_AGAIN())] if len(told) > 3 else [])])


def stripped(case: Case) -> Answered:
    """That a copy does not show what was removed from it, and which platform it came through."""
    file = case.file
    return Answered(answer([said(STRIPPED()), *file.cited(file.ways[:1])], said(ASK_ORIGINAL())))


def extract(case: Case) -> Answered | None:
    """Where a part lies in the file, and how to cut it out; None if there is none at a known place."""
    parts = [one for one in case.file.contents.parts if one.offset is not None and one.size]
    if not parts:
        return None
    items = [said(NOT_EXTRACTED())]
    for part in parts[:2]:
        offset = part.offset or 0
        items.append(said(CUT_OUT(kind=KINDS[part.kind](), offset=offset, start=offset + 1, size=part.size)))
    return Answered(answer(items))


def after_end(case: Case) -> Answered:
    """What follows the end of the picture in the file."""
    behind = [part for part in case.file.contents.parts if part.where == FOLLOWS]
    if behind:
        first = said(BEHIND(parts=", ".join(KINDS[part.kind]() for part in behind[:4])))
        return Answered([first, *embedded(case.file)[1:]])
    items = embedded(case.file)
    others = [] if items[0].text == NOTHING() else items
    return Answered([said(NOTHING_BEHIND()), *(others or [said(NOTHING_LIMIT())])])


_SURE = re.compile(
    r"\b(?:sure|certain|reliable|trust\w*|proof|really|serious\w*|sicher|wirklich|vraiment|sûre?|certaine?|segur[oa])\b|"
    r"\bde verdad|\ben serio|确定|真的|当真",
    re.I,
)


def forgeable_data(case: Case) -> Answered | None:
    """That such data can be forged, and how far a signature stands against it; None if no data are meant."""
    asked_of_it = case.asked.topic in OF_FILE and bool(case.contents.fields)
    if not (case.file.declared or asked_of_it or any(topic in OF_FILE for topic in case.topics)):
        return None
    of_signing = _TIME_STAMP.search(case.asked.text) or (
        _A_TIME.search(case.asked.text) and not dates(case.file, TAKEN)
    )
    if of_signing and (stamped := time_stamp(case.file)):
        return Answered([*stamped, *claimed(case.file)[:1], *case.entry("time-stamp")])
    if (in_credentials := bound(case)) is not None:
        return in_credentials
    test = [said(CHECK())] if names(case.file) else []
    against = case.file.conflicts
    test = [*case.file.cited(against[:2]), *([said(CONTRADICTS())] if against else []), *test]
    reservation = forgeable(case.file)
    text = case.asked.text
    doubted = _SURE.search(text) is not None or not asks_whether_possible(text)  # “are you sure?” wants no yes
    asked_so = [said(YES_BY_ANYONE())] if reservation.text == FORGEABLE() and not doubted else [reservation]
    pixels = [of_verdict(case.verdict)] if case.file.declared else []
    return Answered([*asked_so, *(claimed(case.file)[:1] if case.file.declared else []), *test, *pixels])


def _shape(width: int, height: int) -> float:  # the longer side by the shorter, whichever way the picture lies
    return max(width, height) / max(1, min(width, height))
