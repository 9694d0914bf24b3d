"""Answers to what people ask next: letters, copies on the web, persons, what must not be claimed, many files."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...evidence import Evidence
from ...foreign import Foreign
from ...sentences import Sentence
from ..answer_items import Item
from ..dialogue.gloss import plain
from ..dialogue.topics import Topic
from ..stance import Role
from ..writing.findings import of_verdict
from . import alteration_answers, file_details, yes_no_details
from .answer_case import Answered, Case, of_record
from .credential_answers import signed
from .credit_answers import credited, credited_names
from .field_answers import told_field
from .file_case import answer, claimed, forgeable, said
from .form_answers import digest
from .message_answers import NO_LETTER, message_to
from .place_answers import position, where_taken
from .printed_line import line
from .request_details import ATTACH
from .software_answers import software
from .source_details import like
from .told_situations import concerns

CONTRARY = Sentence(
    "follow_up_details.contrary", "A letter that says that it is no AI would not agree with these facts."
)
NOT_AS_GENUINE = Sentence(
    "follow_up_details.not_as_genuine", "No, not on this result: it does not show that the picture is genuine."
)
NOT_SHOWN_TRUE = Sentence(
    "follow_up_details.not_shown_true",
    "This result speaks for a photograph, but what it is said to show was not checked.",
)
CLAIM_NEITHER = Sentence(
    "follow_up_details.claim_neither",
    "Without a label this result supports neither side: claim neither an authentic picture nor a fake one.",
)
CLAIM_NO_PROOF = Sentence(
    "follow_up_details.claim_no_proof",
    "Do not claim that it is proven: a label can be wrong, and it does not show who made the picture, or why.",
)
CLAIM_NO_MORE = Sentence(
    "follow_up_details.claim_no_more",
    "Do not claim either who is shown, or that what is shown happened: no measurement bears on that.",
)
CLAIM_DATA = Sentence(
    "follow_up_details.claim_data",
    "Do not claim a date, a place, a camera or a name for certain because the file gives it: anyone can write such "
    "data.",
)
SEARCH_HOW = Sentence(
    "follow_up_details.search_how",
    "Such a search takes a picture instead of words: open the page of the search engine, choose the camera symbol, "
    "give it the picture, and it lists pages that show the same or a similar one.",
)
OLDEST = Sentence(
    "follow_up_details.oldest",
    "Look for the oldest and for the largest copy, and ask whoever published it for the original.",
)
ASK_WHO_HAS_IT = Sentence(
    "follow_up_details.ask_who_has_it",
    "Ask whoever took or sent it for the file on the phone, the camera's card or a backup, or for the negative or "
    "print. A copy from a platform does not give lost data back.",
)
FRESH = Sentence(
    "follow_up_details.fresh",
    "In the call, or in a new picture, ask for something that nobody can prepare, such as a gesture that you choose "
    "just then.",
)
REFUSAL = Sentence(
    "follow_up_details.refusal",
    "A refusal proves nothing, but somebody who always has a reason not to be seen live gives good cause for doubt.",
)
NOT_WHOSE = Sentence(
    "follow_up_details.not_whose",
    "Whose it is can't be seen from here: this tool recognises no persons, places or things.",
)
ASK_OWNER = Sentence(
    "follow_up_details.ask_owner",
    "Ask the person or the company that is named, and look whether they published the picture themselves.",
)
ASK_ARTIST = Sentence(
    "follow_up_details.ask_artist",
    "Ask whoever offers the picture for the artist's name, for earlier stages of the work, and for the file as it was "
    "first saved.",
)
ASK_EXPERT = Sentence(
    "follow_up_details.ask_expert",
    "Ask somebody who knows such animals or plants, and name the place and the time of the shot, which help to tell.",
)
NOT_WHO = Sentence(
    "follow_up_details.not_who",
    "The file does not say who wrote that into it: programs do so on their own, and anyone can do it with free tools.",
)
NAMED_NOWHERE = Sentence(
    "follow_up_details.named_nowhere", "No field that was read from this file holds the word {word}."
)
WEAKER = Sentence(
    "follow_up_details.weaker",
    "Only the pixels are left to be measured, their traces get weaker with each such copy, and a label can be lost.",
)
LOST = Sentence(
    "follow_up_details.lost",
    "What this file says about AI would not be in the screenshot, so nobody could read it there.",
)
_NO_AI = re.compile(
    r"\b(?:not|isn'?t|is no|no|never|kein\w*|nicht|pas|no es)\b.{0,12}\b(?:ai|ki|ia|generated|fake)\b|"
    r"不是.{0,4}(?:ai|生成)",
    re.I,
)
_STATE = re.compile(r"\b(?:alive|dead|hungry|ill|sick|hurt|pregnant|asleep|starving)\b", re.I)
_VIDEO = re.compile(r"\bvideos?\b|\bclips?\b|\bfilm\w*|\bvidéos?\b|\bvídeos?\b|视频", re.I)
_FORMAT = re.compile(r"\bpdfs?\b|\braw\b|\bsvg\b|\bword files?\b", re.I)
_MAKER = re.compile(r"photograph|artist|fotograf|fotógraf|künstler|摄影师|作者", re.I)
# Words of the question itself, which are no words of the file.
_OF_THE_QUESTION = (
    "where does that this stand stands say says said written state stated mention mentioned file data metadata exif "
    "credentials recorded noted exactly never used wo steht denn datei genau dass etwas geschrieben est-ce ecrit "
    "indique mentionne fichier dans donde pone dice esta escrito archivo aparece figura thing picture photo image "
    "about have with from they there here"
)
# A letter to somebody who keeps a file of it holds the facts as well.
_FORMAL = re.compile(
    r"\b(?:letter|complaint|police|insur\w*|court|lawyer|attorney|bank|platform|board|authority|brief|anzeige|polizei|"
    r"versicherung\w*|gericht|anwalt\w*|beschwerde\w*|lettre|plainte|assurance|avocat\w*|tribunal|banque|carta|denuncia|"
    r"seguros?|abogad\w*|juzgado|banco|reclamacion)\b|律师|警|法院|保险|投诉|公函|正式"
)
_ORIGINAL = re.compile(r"\boriginal\w*|原图|原片|原件|原文件")
LEAST = 4  # letters of a word that is looked for in the fields
MOST = 2  # fields that are quoted


def letter(case: Case) -> Answered:
    """A few lines to send and the facts beside them; in defence of one's own picture what would not agree with them."""
    against = case.verdict.label == "synthetic" or any(one.supports != "real" for one in case.file.declared)
    defends = _NO_AI.search(case.asked.text) is not None  # of a picture of one's own nothing is asked
    short = message_to(case)
    if not defends and not _FORMAL.search(plain(case.asked.text)):
        return short
    begun = [of_record(NO_LETTER(), Role.NEXT_STEP)] if defends else short.items
    told = [*begun, of_verdict(case.verdict)]
    told += [of_record(CONTRARY())] if against and defends else []
    told += [*case.file.cited(case.file.declared[:1]), *([forgeable(case.file)] if case.file.declared else [])]
    told += [digest(case.file)]
    told += [] if defends else case.entry("ask-for-original")
    return Answered([*dict.fromkeys(told), of_record(ATTACH(), Role.NEXT_STEP)], about=case.file.declared[:1])


def as_genuine(case: Case) -> Answered:
    """Whether the picture can be passed as genuine on this result: never without its limits."""
    real = case.verdict.label == "real"
    first = of_record((NOT_SHOWN_TRUE if real else NOT_AS_GENUINE)())
    return Answered([first, of_verdict(case.verdict), *case.entry("news-picture")])


def not_claim(case: Case) -> Answered:
    """What the result does not support, and the line that it does."""
    first = CLAIM_NEITHER if case.verdict.label == "inconclusive" else CLAIM_NO_PROOF
    data = case.file.own("EXIF", "DateTimeOriginal", "Make", "Model", "GPSLatitude", "Artist")
    held = [said(CLAIM_DATA())] if data else []
    return Answered([of_record(first()), of_record(CLAIM_NO_MORE()), *held, line(case)])


def find_copies(case: Case) -> Answered:
    """How to search the web for a picture; after a question for its maker, first whom the file names."""
    named = credited(case.file)[:2] if _MAKER.search(case.asked.text) and credited_names(case.file) else []
    whom = [of_record(ASK_WHO_HAS_IT(), Role.NEXT_STEP)] if _ORIGINAL.search(plain(case.asked.text)) else []
    how = [of_record(text, Role.NEXT_STEP) for text in (SEARCH_HOW(), OLDEST())]
    return Answered([*whom, *named, *case.entry("no-reverse-search"), *how, *case.entry("search-is-upload")])


def person_how(case: Case) -> Answered:
    """How to find out whether a person is real: a live call, and a search for the pictures."""
    how = [of_record(text, Role.NEXT_STEP) for text in (FRESH(), SEARCH_HOW())]
    advice = case.entry("dating-profile")
    return Answered([*advice[:1], *how, *advice[1:], *case.entry("person-exists")[:1]])


def refuses_call(case: Case) -> Answered:
    """What it means that somebody does not want to be seen live, or to hand something over."""
    told = " ".join((*case.earlier, case.asked.text))
    advice = case.entry("dating-profile" if concerns("dating-profile", told) else "ask-for-original")
    return Answered([of_record(REFUSAL()), *advice[-1:], *case.entry("no-reverse-search")[1:]])


def is_somebody(case: Case) -> Answered:
    """That nobody is recognised, and how to find out."""
    return Answered([*case.entry("no-naming-people"), *case.entry("public-figure")])


def belongs(case: Case) -> Answered:
    """That it can't be seen whose a thing is; the verdict on the picture."""
    return Answered([of_record(NOT_WHOSE()), of_verdict(case.verdict), of_record(ASK_OWNER(), Role.NEXT_STEP)])


def artist(case: Case) -> Answered:
    """Whom the file names as the author, who signed it, and what to ask for."""
    signer = signed(case.file)[:1] if case.file.manifest is not None else []
    named = file_details.author(case).items
    declared = case.file.cited(case.file.declared[:1])
    return Answered([*named[:1], *declared, *signer, *named[1:], of_record(ASK_ARTIST(), Role.NEXT_STEP)])


def species(case: Case) -> Answered:
    """That no animals or plants are recognised; what helps who knows them."""
    if _STATE.search(case.asked.text):
        return Answered(case.entry("no-describing"))
    at = where_taken(case.file)[:1] if position(case.file) else []
    return Answered([*case.entry("no-describing")[:1], of_record(ASK_EXPERT(), Role.NEXT_STEP), *at])


def who_wrote_it(case: Case) -> Answered:
    """Who wrote a note into the file: the signer, if it is signed; else nobody who is named."""
    if case.file.manifest is not None:
        return Answered([*signed(case.file)[:2], *claimed(case.file)[:1]])
    return Answered([said(NOT_WHO()), *case.file.cited(case.file.declared[:1])])


def fields_with(case: Case, words: Sequence[str]) -> list[Item]:
    """The fields of the file that hold one of some words.

    Args:
        case: the question.
        words: in small letters without accents.
    """
    fields = [one for one in case.contents.fields if one.where != "colour profile"]
    found = [one for word in words for one in fields if word in plain(one.value.raw[:2_000])]
    return [told_field(one) for one in dict.fromkeys(found)][:MOST]


def names_in(text: str) -> list[str]:
    """The words of a text that begin with a capital letter though they begin no sentence, as names do."""
    return [plain(word).strip(".-+") for word in re.findall(r"(?<=[\w,;:“\"'] )[A-ZÀ-Ý][\w.+-]{3,}", text)]


def _told_words(text: str) -> list[str]:
    asked = [word for word in re.findall(r"[\w.+-]+", plain(text)) if len(word) >= LEAST]
    return [word for word in asked if word not in _OF_THE_QUESTION.split()]


def where_says(case: Case) -> Answered | None:
    """Where in the file a word stands that a question names, or what was declared; None if there is nothing."""
    words = _told_words(case.asked.text)
    if not words and case.earlier:  # “where does it say that?” means what was spoken of just before
        words = names_in(case.earlier[-1])
    told = fields_with(case, words)
    if not told and case.earlier:
        told = [told_field(one) for one in like(case, case.earlier[-1])]
    declared = case.file.cited(case.file.declared[:MOST])
    signer = signed(case.file)[:1] if case.file.manifest is not None else []
    if told or declared or signer:
        closing = claimed(case.file)[:1] or [forgeable(case.file)]
        return Answered(answer([*told[:MOST], *declared, *signer], *closing))
    return Answered([said(NAMED_NOWHERE(word=Foreign(words[0])))]) if words else None


def file_version(case: Case) -> Answered:
    """The programs that the file names, with their versions as it writes them."""
    return Answered([*case.file.cited(case.file.declared[:1]), *software(case.file)])


def count_places(case: Case) -> Answered:
    """How many parts stand out and where: what was found copied, or what was found altered."""
    if Topic.CLONED in case.topics:
        return alteration_answers.cloned(case)
    return alteration_answers.where_edited(case)


def many_files(case: Case) -> Answered:
    """How to examine folders and how to sift very many; videos and other formats too, if they are named."""
    told: list[Item] = []
    if _VIDEO.search(case.asked.text):
        told += case.entry("no-video")
    if _FORMAT.search(case.asked.text):
        told += case.entry("formats")[-1:]
    return Answered([*case.entry("batch"), *case.entry("triage"), *told])


def pixels_alone(case: Case) -> list[Evidence]:
    """The findings from the pixels that count in the verdict, the weightiest first."""
    measured = [item for item in case.evidence if item.kind == "detector" and item.id not in case.bench.stances]
    return sorted((e for e in measured if case.role(e).weight > 0), key=lambda item: -case.role(item).weight)


def screenshot_of_it(case: Case) -> Answered:
    """What a screenshot takes away, how reliable labels on screenshots are, and how to try it."""
    lost = [said(LOST())] if case.file.declared else []
    told = pixels_alone(case)[:1] if lost else []
    tried = yes_no_details.changed_copy(case).items[:1]
    errors = case.entry("errors-on-screenshots")[:1]
    return Answered([*lost, of_record(WEAKER()), *case.told(told), *errors, *tried], about=told)
