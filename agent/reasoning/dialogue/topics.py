"""What a question can ask for."""

from __future__ import annotations

from enum import StrEnum


class Topic(StrEnum):
    """What a question asks for; each has one function that answers it."""

    # the judgement
    VERDICT = "verdict"  # real or fake, yes or no, pick one
    CONFIDENCE = "confidence"  # how sure, what odds, how likely
    REASONS = "reasons"  # why, what gave it away, the strongest reasons
    FOR_FAKE = "for_fake"  # what speaks for generated or altered
    FOR_REAL = "for_real"  # what speaks for a photograph
    DOUBTS = "doubts"  # what is uncertain, what was not or could not be checked, in this case
    ABSTENTION = "abstention"  # why there is no label
    PUSHBACK = "pushback"  # the examiner disagrees, insists, orders another verdict
    SUMMARY = "summary"  # a summary, a paragraph for a report
    NEXT_STEPS = "next_steps"
    LIKELIHOOD = "likelihood"  # the likelihood ratio, probabilities or strength in this case
    # alterations
    ALTERATION = "alteration"  # was it edited, photoshopped, messed with
    CLONED = "cloned"  # was a part copied, repeated, stamped; which of them is the copy
    AI_PART = "ai_part"  # which part is generated; generative fill, inpainting
    WHERE_EDITED = "where_edited"  # show or name the suspicious place
    CLAIM = "claim"  # "is it true that …": a statement about the picture to be judged
    # places and things in the picture
    REGION = "region"  # look at a place or box
    MAP = "map"  # draw the map of a detector
    MAP_MEANING = "map_meaning"  # what the colours or the red area mean
    FEATURE = "feature"  # hands, face, eyes, hair, teeth, skin, background, texture, edges …
    GEOMETRY = "geometry"  # shadows, light, reflections, perspective, vanishing points, horizon
    TEXT_IN_PICTURE = "text_in_picture"  # read the text, the date on a receipt; garbled letters; handwriting
    DOCUMENT = "document"  # is this letter, certificate, passport, chat or receipt authentic
    DESCRIBE = "describe"  # what is shown, how many of something
    # the world outside the file
    PERSON = "person"  # who is it, is it a certain person, age, mood, does the person exist
    WHERE_TAKEN = "where_taken"
    WHEN_TAKEN = "when_taken"
    PUBLISHED = "published"  # seen before, reverse image search, first source
    EVENT = "event"  # did what is shown happen; is the flat, offer, damage real
    LEGAL = "legal"  # is it legal, hate speech, copyright, may I publish it
    # the file
    METADATA = "metadata"  # what the metadata say, all of it
    CAMERA = "camera"  # camera, phone, lens, serial number, exposure
    SOFTWARE = "software"  # programs, history of edits
    CREDENTIALS = "credentials"  # C2PA: is there any, is it valid, what does it declare
    SIGNER = "signer"  # who signed, can the signer be trusted
    PARAMETERS = "parameters"  # prompt, seed, model, generation parameters in the file
    MAKER = "maker"  # which program or generator made it; was it ChatGPT
    WATERMARK = "watermark"  # visible or invisible watermarks, SynthID
    FILE_FORM = "file_form"  # format, size, dimensions, quality
    HASH = "hash"
    EMBEDDED = "embedded"  # thumbnails, second pictures, depth maps, video, hidden data
    ORIGINAL = "original"  # original or platform copy, screenshot, saved again, WhatsApp
    # the evidence and the tool
    EVIDENCE_ITEM = "evidence_item"  # what E3 means
    DETECTOR = "detector"  # what a named detector found in this picture
    TERM = "term"  # what a word or an expression means
    SECOND_LOOK = "second_look"
    NEIGHBOURS = "neighbours"  # the nearest known pictures
    COMPARE = "compare"  # two pictures; which of the two
    ERROR_RATES = "error_rates"  # how often the tool is wrong, false alarms, on which kind of picture
    REFERENCE_SET = "reference_set"  # which pictures it was measured on; are they like mine
    IDENTITY = "identity"  # who built it, which version, which model
    PRIVACY = "privacy"
    TRUST_TOOL = "trust_tool"  # can I trust you, how do you work
    COURT = "court"  # use as evidence, reports, standards
    HOW_TO = "how_to"  # export, batch, error rate, train, cite, install, languages
    CAPABILITIES = "capabilities"  # what can you do, help
    # the conversation
    REPHRASE = "rephrase"  # shorter, simpler, in English, again
    FOLLOW_UP = "follow_up"  # "and that one?", "why?", "the lower right one": needs the turn before
    GREETING = "greeting"  # hello, thanks, goodbye
    OUT_OF_SCOPE = "out_of_scope"  # everything else: poems, sums, news, opinions, code
