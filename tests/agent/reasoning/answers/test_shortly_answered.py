"""Words to be printed, zones, parts, marks and openings: what the answers to further short questions say."""

from dataclasses import replace

from telltale.agent.evidence import Quality, Region
from telltale.agent.foreign import Foreign
from telltale.agent.provenance.contents import Contents, Field
from telltale.agent.provenance.credential_types import Manifest
from telltale.agent.provenance.rules.software_history import samsung_editor
from telltale.agent.read_texts import ReadLine
from telltale.agent.reasoning.answers import (
    after_details,
    file_edit_answers,
    input_details,
    lead_answers,
    message_answers,
    opening_answers,
    part_credentials,
    picture_answers,
    plain_limits,
    plain_points,
    request_details,
    shortly_answered,
    wording_checks,
    zone_answers,
)
from telltale.agent.reasoning.dialogue.topics import Topic
from telltale.agent.reasoning.dialogue.wishes import Wishes

from tests.agent.provenance.rules.made_contents import contents, examine

CLOCK = {"DateTimeOriginal": "2008:10:22 16:29:49", "Make": "NIKON", "Model": "COOLPIX P6000"}
GPS = {"GPSDateStamp": "2008:10:23", "GPSTimeStamp": "14 28 17"}


def told(found):
    return [item.text for item in found.items]


def test_words_that_claim_proof_are_refused_and_words_of_ai_are_only_probable(make):
    refused = told(wording_checks.may_word(make("real", "can we print it as 'verified authentic'?")))
    assert refused[0] == wording_checks.NOT_PROVEN(label="real") and len(refused) > 1
    probable = told(wording_checks.may_word(make("synthetic", "may I write “made by AI”?")))
    assert probable[0] == wording_checks.PROBABLY["synthetic"]()
    assert told(wording_checks.may_word(make("real", "may I write “made by AI”?")))[0] == wording_checks.NOT_SHOWN()
    declared = told(wording_checks.may_word(make("declared", "can I publish « photo générée par IA »")))
    assert declared[0] == wording_checks.NOT_AS_FACT() and "declares" in " ".join(declared)
    assert wording_checks.may_word(make("real", "may I write that?")) is None


def test_a_clock_is_set_beside_the_time_of_the_satellites(make):
    case = make("real", "could the clock be wrong by a week?", Topic.WHEN_TAKEN, contents(EXIF={**CLOCK, **GPS}))
    assert lead_answers.clock_beside(case) == lead_answers.CLOCK_BESIDE(hours=21, minutes=58)
    assert lead_answers.led(case)[0].text == lead_answers.CLOCK_BESIDE(hours=21, minutes=58)
    alone = make("real", "could the clock be wrong by a week?", Topic.WHEN_TAKEN, contents(EXIF=CLOCK))
    assert lead_answers.clock_beside(alone) == "" and lead_answers.led(alone)[0].text == lead_answers.CLOCK()


def test_an_offset_is_a_zone_and_no_place(make):
    said = told(zone_answers.zone(make("real", "what place is +08:00?", held=contents(EXIF=CLOCK))))
    assert said[0].startswith("UTC+08:00 is a time zone and no place") and "China" in said[0]
    assert (
        "India" in told(zone_answers.zone(make("real", "UTC+5:30, is that the place?", held=contents(EXIF=CLOCK))))[0]
    )
    odd = told(zone_answers.zone(make("real", "-09:30, where is that?", held=contents(EXIF=CLOCK))))[0]
    assert odd == zone_answers.ZONE_ALONE(offset="-09:30")


def test_a_message_asks_for_what_is_wanted_and_accuses_nobody(make):
    said = told(message_answers.message_to(make("nothing found", "write to her, I need the layers before I print")))
    assert said[0] == message_answers.THANKS() and said[-1] == message_answers.NO_MORE()
    assert {message_answers.LAYERS(), message_answers.BEFORE()} <= set(said)
    declined = told(message_answers.message_to(make("declared", "a note to reject it without calling him a liar")))
    assert declined[0] == message_answers.DECLINED()
    assert told(message_answers.message_to(make("nothing found", "a polite message")))[1] == message_answers.RAW()


def test_where_a_file_declares_ai_that_is_what_to_tell_somebody(make):
    assert told(after_details.tell_them(make("declared", "what do I tell mum")))[0] == after_details.TELL_DECLARED()


def test_only_ai_for_one_step_is_not_possible_where_the_file_says_that_ai_made_all(make):
    case = make("declared", "he only used AI to make it brighter, possible?")
    assert told(input_details.possible(case))[0] == input_details.POSSIBLE()
    whole = make("declared", "he only used AI to make it brighter, possible?")
    whole.bench.evidence[0] = whole.evidence[0].model_copy(update={"supports": "synthetic"})
    assert told(input_details.possible(whole))[0] == input_details.MADE_WHOLE()
    label = "China's AI label in XMP declares the picture as generated."  # which does not say that AI made all of it
    whole.bench.evidence[0] = whole.evidence[0].model_copy(update={"statement": label})
    assert told(input_details.possible(whole))[0] == input_details.POSSIBLE()


def test_a_part_is_described_by_its_own_credentials(make):
    case = make("credentials", "where does it come from")
    part = Manifest(label=Foreign("x"), relationship="componentOf", title=Foreign("CA.jpg"), signer=Foreign("Maker B"))
    bare = Manifest(label=Foreign("y"), relationship="componentOf", title=Foreign("sky.png"), has_manifest=False)
    whole = case.contents.credentials.model_copy(update={"ingredients": (part, bare)})
    held = Contents(credentials=whole)
    named = told(part_credentials.part_origin(make("credentials", "where does CA.jpg come from", held=held)))
    assert "CA.jpg" in named[0] and "Maker B" in named[0] and "sky.png" not in " ".join(named)
    both = " ".join(told(part_credentials.part_origin(make("credentials", "what was placed in it", held=held))))
    assert "CA.jpg" in both and part_credentials.BARE_PART(title=Foreign("sky.png")) in both
    assert part_credentials.part_origin(make("real", "what was placed in it")) is None
    assert part_credentials.list_true(make("real", "so the list is true")) is None
    assert told(part_credentials.list_true(case))[0] == part_credentials.NOT_TRUE_BY_THAT()


def test_what_a_verdict_leaves_out_is_told_with_it_unless_it_should_be_short(make):
    said = told(opening_answers.verdict(make("a camera's file", "is it real?")))
    assert any("altered" in text for text in said[1:]) and "The most telling data" in said[-1]
    short = make("a camera's file", "is it real?", wishes=Wishes(short=True))
    assert "The most telling data" not in " ".join(told(opening_answers.verdict(short)))
    assert not any("No altered" in text for text in told(opening_answers.verdict(make("synthetic", "is it real?"))))
    assert not any("No altered" in text for text in told(opening_answers.verdict(make("tampered", "is it real?"))))


def test_signs_of_a_screenshot_speak_against_a_camera_s_own_file(make):
    case = make("real", "“straight out of camera”")
    quality = Quality(short_side=400, screenshot=("it has the size of a screen",))
    facts = case.record.exhibit.model_copy(update={"quality": quality})
    shot = replace(case, record=case.record.model_copy(update={"exhibit": facts}))
    assert "size of a screen" in told(shortly_answered.camera_file(shot))[0]
    assert told(shortly_answered.camera_saves(shot))[0] == shortly_answered.HARDLY()
    assert "screenshot" in " ".join(told(opening_answers.verdict(shot)))


def test_a_contradiction_of_sizes_is_no_matter_of_clocks():
    sized = examine(contents(EXIF={"PixelXDimension": "4000", "PixelYDimension": "3000"}))
    assert sized
    assert "clock" not in file_edit_answers.CONTRADICTS() and "clock" in file_edit_answers.CONTRADICTS_TIMES()


def test_what_is_shown_is_not_measured_unless_a_part_is_to_be(make):
    said = told(picture_answers.region(make("real", "are the leaves wet", Topic.REGION)))
    assert said[0] == picture_answers.SHOWN_NOT_TOLD()
    assert picture_answers.SHOWN_NOT_TOLD() not in told(picture_answers.region(make("real", "zoom in", Topic.REGION)))


def test_a_line_of_the_colour_profile_is_known(make):
    held = Contents(fields=(Field(place="container", name="ICC copyright", value=Foreign("Google Inc. 2016")),))
    assert "Google Inc. 2016" in told(plain_limits.profile_line(make("real", "Google Inc 2016?", held=held)))[0]
    assert plain_limits.profile_line(make("real", "Apple Inc?", held=held)) is None


def test_marks_are_drawn_where_parts_were_found_and_else_there_is_nothing_to_mark(make):
    assert told(plain_limits.mark_it(make("real", "mark it")))[0] == plain_limits.NOTHING_TO_MARK()
    assert plain_limits.NOTHING_TO_MARK() not in told(plain_limits.mark_it(make("tampered", "mark it")))
    assert told(plain_limits.where_odd(make("real", "where is it odd")))[0] == plain_limits.POINTS_NOWHERE()


def test_a_larger_size_and_a_raw_file_that_are_recorded_are_told_to_who_wants_more(make):
    held = contents(XMP={"RawFileName": "DSC_1.NEF", "ImageWidth": "3008", "ImageLength": "2000"})
    said = " ".join(told(plain_points.why_small(make("real", "why so small", held=held))))
    assert "3008" in said and "DSC_1.NEF" in said
    assert told(plain_points.why_small(make("real", "why so small")))[0] == plain_points.WHY_SMALL()


def test_words_that_reserve_the_use_come_before_all_else(make):
    case = make("real", "may I print it")
    place = Region(x=1, y=1, w=9, h=9)
    words = Foreign("Not for Commercial Use")
    line = ReadLine(text=words, confidence=0.9, region=place, script="latin", readable=True)
    read = case.evidence[0].model_copy(update={"facts": case.evidence[0].facts.model_copy(update={"texts": (line,)})})
    case.bench.evidence[0] = read
    assert "Not for Commercial Use" in told(request_details.publish(case))[0]


def test_samsung_s_editor_is_named_with_the_picture_that_it_edited():
    notes = Foreign("{'originalPath':'\\/storage\\/Pictures\\/LINE\\/1.jpg','clipInfoValue':'x'}")
    first, path = samsung_editor(notes)
    assert "Samsung's photo editor" in first and "/storage/Pictures/LINE/1.jpg" in path
    assert len(samsung_editor(Foreign("{}"))) == 1
