"""Single facts and single limits that a question names by its words: its dpi, who sent it, whether it can be repaired.

A topic is an area; a detail is one thing in it that has an answer of its own. The words are certain enough to be read
by rules, in the five languages; some mean something only after what was answered before. A detail whose answer the
picture does not hold falls back to the topic of the question.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files

from .gloss import plain
from .topics import Topic


class Detail(StrEnum):
    """One thing that a question can ask for by its words."""

    # of the talk itself, of the tool, and of what others say
    THANKS = "thanks"  # thanks, an apology, goodbye
    PRINTED_LINE = "printed_line"  # a line that I can print beside the photo
    IN_WRITING = "in_writing"  # I need it in writing for the police
    PRIOR = "prior"  # what if one in ten of my pictures is fake
    NUMBER = "number"  # is 71% a lot
    RATIO = "ratio"  # what is the number behind it
    DATA_AGE = "data_age"  # how old is your data
    INNER_PICTURE = "inner_picture"  # the picture within the screenshot
    COPY_MISSES = "copy_misses"  # how often does that test miss a copy
    COPIED_SIGNATURE = "copied_signature"  # what if the signature was copied from another file
    VERIFY_SIGNATURE = "verify_signature"  # how do I check the signature myself
    LABEL_REMOVABLE = "label_removable"  # can that note be removed, after an answer from the file
    ELSE_IN_FILE = "else_in_file"  # what else is in there, after the same
    PROOF_KIND = "proof_kind"  # what would proof look like
    DEVICE = "device"  # what is a Pixel 8
    SAVE_COUNT = "save_count"  # how often was it saved as a JPEG
    LIGHT_SETTINGS = "light_settings"  # does f/22 at ISO 200 make sense at sunset
    SIGNED_WHEN = "signed_when"  # when was it signed
    EDITED_WITH = "edited_with"  # they say it was edited with Photoshop: true?
    WAS_THERE = "was_there"  # my friend swears that he stood there
    FIELD_TEXT = "field_text"  # quote the mark, after an answer from the file
    DOES_APP = "does_app"  # does WhatsApp do that anyway, after how to take data out
    ALIKE_THINGS = "alike_things"  # what if they are just equal products, after copied parts
    MORE_TRUST = "more_trust"  # which of the two would you trust more, after a comparison
    WHO_IS_RIGHT = "who_is_right"  # which of you is right, after another tool's word
    PRIVATE_PLACE = "private_place"  # can she find out from it where I live
    REMOVE_DATA = "remove_data"  # how do I take the location out
    WORRY = "worry"  # should I be worried
    CHARACTER = "character"  # does he look like a scammer
    ENOUGH = "enough"  # is that enough proof
    TWO_DATES = "two_dates"  # which of the two dates counts
    TIME_ZONE = "time_zone"  # is that summer time
    HOW_TESTED = "how_tested"  # how does that test work, what does it miss, after a finding
    GET_RID = "get_rid"  # how do I get rid of that, after an answer from the file
    AFTER_REMOVAL = "after_removal"  # will that make it look fake, after the same
    DATES_DIFFER = "dates_differ"  # those two don't match, after dates
    OLDER = "older"  # which of the two pictures is older
    SAME_CAMERA = "same_camera"  # are the two from one camera
    WITHOUT_DATA = "without_data"  # what remains without the metadata
    CHANGED_COPY = "changed_copy"  # would blurring it change the result
    OTHER_SCORE = "other_score"  # Hive says 98% AI
    OPINION = "opinion"  # my brother says that it is fake
    LIAR = "liar"  # he calls it fake; isn't he lying
    RIGHT_HERE = "right_here"  # did you get this one right
    WOULD_CHANGE = "would_change"  # what would change your mind
    COST = "cost"  # of the tool
    EXPERT_COST = "expert_cost"
    LICENCE = "licence"  # of the tool
    LABORATORY = "laboratory"  # should I send it to one
    BEHIND = "behind"  # who is behind it, was it Russia
    STOLEN_KEY = "stolen_key"  # suppose the signature was stolen
    SOURCES = "sources"  # source? links?
    WHY_NO_LABEL = "why_no_label"  # why don't you say that it is real
    UNSEEN = "unseen"  # could it be by a generator that you never saw
    WORST = "worst"  # the worst mistake that you can make
    SITUATION = "situation"  # my landlord sent me these photos
    UNEDITED = "unedited"  # he swears that it is straight out of the camera
    NOD = "nod"  # hm, ok, no
    ATTACK = "attack"  # what would a defence lawyer attack
    QUESTIONS = "questions"  # what should I ask the photographer
    LIES = "lies"  # is he lying
    ANOTHER = "another"  # the picture that I sent before
    THING = "thing"  # is the statue pasted in, is the fence real
    WHY_FILE = "why_file"  # why, after an answer from the file
    RECOVER = "recover"  # can't you recover the metadata
    # of the file
    DENSITY = "density"  # dpi
    OTHER_HASH = "other_hash"  # MD5, SHA-1
    ENLARGE = "enlarge"  # can you sharpen it, make it bigger
    RESIZED = "resized"  # was it scaled or cropped
    SIZE_ENOUGH = "size_enough"  # is it large enough, how large must it be
    UPLOADED = "uploaded"  # when was it posted, sent
    MODIFIED = "modified"  # when was it changed last
    AUTHOR = "author"  # who took it, whose is it
    WHO_EDITED = "who_edited"
    FIT = "fit"  # does the caption or the prompt fit the picture
    CAPTION = "caption"  # what the caption says
    REPRODUCE = "reproduce"  # would the same settings give the same picture
    STRIPPED = "stripped"  # what did a platform remove
    EXTRACT = "extract"  # take an embedded part out
    AFTER_END = "after_end"  # what follows the end of the picture
    FORGEABLE = "forgeable"  # could such data be faked
    # of content credentials and of labels in the file
    CHAIN = "chain"  # is the fault in the picture's own credentials or in those of a part
    INGREDIENTS = "ingredients"
    MONTAGE = "montage"
    CERTIFICATE = "certificate"  # who issued it, when does it expire
    REPAIR = "repair"
    AFTER_SIGNING = "after_signing"
    AI_STEP = "ai_step"
    NOT_TRUSTED = "not_trusted"
    LABEL_DUTY = "label_duty"
    LABEL = "label"  # is it marked as made by AI
    # of what is shown, and of the world outside
    REMOVED = "removed"  # what exactly was taken out or changed
    SENDER = "sender"
    FIND_POST = "find_post"
    NIGHT = "night"  # night or day, season, weather
    SAME_PERSON = "same_person"
    EDIT_IS_FAKE = "edit_is_fake"  # so photoshopped means fake?
    FACE_SWAP = "face_swap"
    DIAGNOSIS = "diagnosis"
    READ = "read"  # transcribe the text
    STYLE = "style"  # whose style it copies
    MINE = "mine"  # how to prove that it is one's own
    # of the examination and of the conversation
    KIND = "kind"  # does it work for paintings, medical pictures
    MISSED = "missed"  # why didn't you find it
    OBEY = "obey"
    QUOTED = "quoted"  # why in quotation marks
    REPEATABLE = "repeatable"  # does a second run give the same
    AGAINST_REAL = "against_real"  # what speaks against a photograph
    AGAINST_FAKE = "against_fake"
    DURATION = "duration"
    ALL_FINDINGS = "all_findings"  # what did each find, which did not count, the strongest
    PROOF = "proof"
    HOW_KNOWN = "how_known"  # how do you know
    MATTERS = "matters"  # what does that mean for the verdict
    INSULT = "insult"
    FOR_SOMEBODY = "for_somebody"  # one sentence for the report
    # requests
    DRAFT = "draft"  # a letter to write, what to attach
    DONE = "done"  # what was done to it, according to the file
    SHOWS = "shows"  # does it show a dog, how many dogs
    NAMED_CAMERA = "named_camera"  # was it taken with a Canon
    PUBLISH = "publish"  # may I print it, sell it, put it on my page
    DECISION = "decision"  # should I pay, should she meet him
    PROCESSED = "processed"  # can a filter or the night mode explain the result
    PHONE_SIZE = "phone_size"  # is that size normal for a phone
    ABILITY = "ability"  # what do you do
    SECOND_OPINION = "second_opinion"
    NO_WEIGHT = "no_weight"  # why does a finding not count
    MEDIUM = "medium"  # is it a scan, a photo or drawn
    FORMAT_ASKED = "format_asked"  # why is it a WebP, can a phone save HEIC
    PROGRAM = "program"  # which program exactly
    SENT_AWAY = "sent_away"  # are my pictures uploaded
    DATA_PROVE = "data_prove"  # do the metadata prove that it is real
    WHAT_NOW = "what_now"  # what should I do
    WHICH_PLACE = "which_place"  # which desert is it
    PRO_CON = "pro_con"  # arguments for and against
    OWN_RATE = "own_rate"  # what is your error rate
    CUSTODY = "custody"  # how to show that the file was not changed since
    EXISTS = "exists"  # does this woman exist
    VALID_IS_REAL = "valid_is_real"  # the signature is valid, so is it real
    SUSPICIOUS = "suspicious"  # isn't that odd
    # what wants a yes or a no, and what was said before
    PROVES = "proves"  # does that prove that it is a fake, that he cheated
    HAPPENED = "happened"  # what happened to this picture
    CLAIMED = "claimed"  # he says that it was taken yesterday: true?
    AS_FACT = "as_fact"  # can I write that as a fact
    ALIBI = "alibi"  # does that show that he was there
    NEVER_PHOTO = "never_photo"  # so it never was a photograph
    GET_REAL = "get_real"  # how can I get you to say that it is real
    LAYERS = "layers"  # what shows that I drew it
    DRAWN = "drawn"  # I painted it by hand
    PHONE = "phone"  # could a phone have taken it
    COPY_EFFECT = "copy_effect"  # what does recompression do to the measurements
    AI_PARTS = "ai_parts"  # was one of the ingredients AI
    PART_MISMATCH = "part_mismatch"  # one of the parts does not match: is all of it forged
    POSSIBLE = "possible"  # he only made it brighter: possible?
    PLACE_CONFLICT = "place_conflict"  # the building is elsewhere than the coordinates
    AGAINST_VERDICT = "against_verdict"  # which one speaks against it
    FOR_VERDICT = "for_verdict"
    HEAVIEST = "heaviest"  # which single measurement counted most
    MISSING_DATA = "missing_data"  # no camera data: is that suspicious
    NO_INTENT = "no_intent"  # why do you act as if he had committed a crime
    SAVE_MAP = "save_map"
    AUROC = "auroc"
    PRECISION = "precision"  # how precise are the coordinates


OF_FILE = frozenset(
    {
        Topic.METADATA, Topic.CAMERA, Topic.SOFTWARE, Topic.CREDENTIALS, Topic.SIGNER, Topic.PARAMETERS, Topic.MAKER,
        Topic.WATERMARK, Topic.FILE_FORM, Topic.EMBEDDED, Topic.ORIGINAL, Topic.WHERE_TAKEN, Topic.WHEN_TAKEN,
    }
)  # fmt: skip
OF_DATA = frozenset({Topic.METADATA, Topic.CAMERA, Topic.WHERE_TAKEN, Topic.WHEN_TAKEN})  # what EXIF mostly holds
_CREDENTIALS = frozenset({Topic.CREDENTIALS, Topic.SIGNER, Topic.ALTERATION})
_EDITS = frozenset({Topic.CLONED, Topic.ALTERATION, Topic.WHERE_EDITED, Topic.DETECTOR, Topic.EVIDENCE_ITEM})
# After which topics words that stand for themselves nowhere else mean a detail; None: after any answer.
_AFTER: dict[Detail, Collection[Topic] | None] = {
    Detail.HOW_TESTED: None,
    Detail.COPY_MISSES: _EDITS,
    Detail.DATA_AGE: frozenset({Topic.REFERENCE_SET, Topic.NEIGHBOURS, Topic.IDENTITY}),
    Detail.FIELD_TEXT: OF_FILE,
    Detail.DOES_APP: OF_DATA,
    Detail.WITHOUT_DATA: OF_FILE,
    Detail.LABEL_REMOVABLE: frozenset({Topic.MAKER, Topic.SIGNER, Topic.CREDENTIALS, Topic.WATERMARK}),
    Detail.ELSE_IN_FILE: OF_DATA,
    Detail.PRIVATE_PLACE: OF_DATA,
    Detail.PRECISION: frozenset({Topic.WHERE_TAKEN}),
    Detail.SIGNED_WHEN: frozenset({Topic.SIGNER, Topic.CREDENTIALS}),
    Detail.ALIKE_THINGS: _EDITS,
    Detail.MORE_TRUST: frozenset({Topic.COMPARE}),
    Detail.WHO_IS_RIGHT: frozenset({Topic.TRUST_TOOL, Topic.PUSHBACK}),
    Detail.GET_RID: OF_DATA,
    Detail.AFTER_REMOVAL: OF_DATA,
    Detail.DATES_DIFFER: frozenset({Topic.WHEN_TAKEN, Topic.METADATA}),
    Detail.SOURCES: None,
    Detail.HOW_KNOWN: None,
    Detail.MATTERS: None,
    Detail.FORGEABLE: OF_FILE,
    Detail.REPAIR: _CREDENTIALS | {Topic.REASONS},
    Detail.INGREDIENTS: _CREDENTIALS,
    Detail.EXTRACT: frozenset({Topic.EMBEDDED}),
    Detail.FIT: frozenset({Topic.PARAMETERS}),
    Detail.NOT_TRUSTED: _CREDENTIALS,
    Detail.SUSPICIOUS: OF_FILE,
    Detail.DONE: _CREDENTIALS | {Topic.SOFTWARE},
    Detail.AI_PARTS: _CREDENTIALS,
    Detail.VALID_IS_REAL: _CREDENTIALS,
    Detail.WHY_FILE: OF_DATA | {Topic.CLAIM},
}
# A word without *the* is asked for by itself: “what is a montage” asks for the meaning.
_MEANING = re.compile(
    r"^\W*(?:please )?(?:(?:what(?:'s| is| are| does)|was (?:ist|sind|bedeutet|heisst)|"
    r"qu'est-ce qu(?:e|')(?: c'est qu)?|que (?:es|son|significa)|什么是)\s*(?:an?|eine?|une?|una?|du|les)?\s*"
    r"(?!the |der |die |das |la |le |el )[\w'-]+(?: [\w'-]+)?(?: (?:mean|means|anyway|exactly))?\W*$|"
    r"(?:define|explain|what is meant by)\b)"
)
LONGEST = 600  # characters of a question that are looked at
_BY_TURN_FIRST = (Detail.DOES_APP, Detail.MORE_TRUST, Detail.ALIKE_THINGS)  # after such an answer before all others
_NOT_BY_MEANING = frozenset(
    {Detail.DENSITY, Detail.OTHER_HASH, Detail.NOT_TRUSTED, Detail.PROOF, Detail.RATIO, Detail.DEVICE, Detail.NUMBER}
)


def detail_of(text: str, before: Collection[Topic] = ()) -> Detail | None:
    """The detail that a question names; None if it names none.

    Args:
        text: one question.
        before: the topics of the turn before.
    """
    words = plain(text[:LONGEST]).strip()
    by_words, by_turn = _patterns()
    turned = [detail for detail in _BY_TURN_FIRST if any(topic in (_AFTER[detail] or ()) for topic in before)]
    if first := next((detail for detail in turned if by_turn[detail].search(words)), None):
        return first
    by_itself = next((detail for detail, pattern in by_words.items() if pattern.search(words)), None)
    if by_itself is not None and (by_itself in _NOT_BY_MEANING or not _MEANING.match(words)):
        return by_itself
    for detail, topics in _AFTER.items():
        fits = bool(before) and (topics is None or any(topic in topics for topic in before))
        if fits and by_turn[detail].search(words):
            return detail
    return None


@cache
def _patterns() -> tuple[Mapping[Detail, re.Pattern[str]], Mapping[Detail, re.Pattern[str]]]:
    """The patterns of details that stand by themselves, and of those after an answer, in the order of `Detail`."""
    text = files("telltale.agent.reasoning.dialogue").joinpath("asked_details.toml").read_text(encoding="utf-8")
    read = tomllib.loads(text)

    def compiled(words: Mapping[str, Sequence[str]]) -> Mapping[Detail, re.Pattern[str]]:
        return {detail: _pattern(words[detail], read["parts"]) for detail in Detail if detail in words}

    return compiled(read["words"]), compiled(read["after"])


def _pattern(alternatives: Sequence[str], parts: Mapping[str, str]) -> re.Pattern[str]:
    text = "|".join(alternatives)
    for name, part in parts.items():
        text = text.replace(f"<{name}>", part)
    return re.compile(text)
