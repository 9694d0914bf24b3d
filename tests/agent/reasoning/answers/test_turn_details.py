from dataclasses import replace

from telltale.agent.reasoning.answers import limit_details, turn_details
from telltale.agent.reasoning.answers.evidence_answers import WITHOUT_WEIGHT
from telltale.agent.reasoning.dialogue.topics import Topic

from tests.agent.provenance.rules.made_contents import contents
from tests.agent.reasoning.answers.answer_cases import asked, case_of, record_of


def told(answered):
    return [item.text for item in answered.items]


def test_what_is_known_rests_on_what_was_just_cited(exhibit, guide):
    record, _ = record_of("synthetic", exhibit)
    case = case_of("synthetic", exhibit, asked(Topic.FOLLOW_UP), guide, before=record.evidence[:1])
    assert told(turn_details.how_known(case))[0] == record.evidence[0].statement
    of_file = case_of("synthetic", exhibit, asked(Topic.FOLLOW_UP), guide, topics=(Topic.CAMERA,))
    assert told(turn_details.how_known(of_file))[0] != turn_details.FROM_FILE()  # this file holds no field
    of_file = replace(of_file, contents=contents(EXIF={"Make": "Nikon"}))
    assert told(turn_details.how_known(of_file))[0] == turn_details.FROM_FILE()
    assert turn_details.how_known(case_of("synthetic", exhibit, asked(Topic.FOLLOW_UP), guide)) is None


def test_what_was_said_is_set_beside_the_verdict(exhibit, guide):
    record, _ = record_of("synthetic", exhibit)
    case = case_of("synthetic", exhibit, asked(Topic.FOLLOW_UP), guide, before=record.evidence[:1])
    said = told(turn_details.matters(case))
    assert said[0].startswith("The verdict is synthetic") and record.evidence[0].statement in said
    of_file = case_of("synthetic", exhibit, asked(Topic.FOLLOW_UP), guide, topics=(Topic.CAMERA,))
    assert told(turn_details.matters(of_file))[0] == turn_details.NO_FINDING()


def test_all_findings_come_with_their_weights(exhibit, guide):
    said = told(turn_details.all_findings(case_of("disputed", exhibit, asked(Topic.DETECTOR), guide)))
    assert any("on the scale of log-odds" in text for text in said)
    light = case_of("portrait", exhibit, asked(Topic.DETECTOR), guide)
    assert any(text.startswith(WITHOUT_WEIGHT(names="")[:20]) for text in told(turn_details.all_findings(light)))


def test_a_picture_that_is_too_small_is_called_so(exhibit, guide):
    small = told(limit_details.size_enough(case_of("tiny", exhibit, asked(Topic.FILE_FORM), guide)))
    large = told(limit_details.size_enough(case_of("real", exhibit, asked(Topic.FILE_FORM), guide)))
    assert "too small" in small[0] and "large enough" in large[0]


def test_faces_are_not_compared(exhibit, guide):
    case = case_of("real", exhibit, asked(Topic.PERSON, "same man?"), guide)
    assert all(item.id == "guide:no-naming-people" for item in limit_details.same_person(case).items)
