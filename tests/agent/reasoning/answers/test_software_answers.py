from telltale.agent.foreign import Foreign
from telltale.agent.reasoning.answers import software_answers
from telltale.agent.reasoning.answers.software_answers import software, xmp_steps

from tests.agent.provenance.credentials.signing import signed, step
from tests.agent.provenance.rules.made_contents import field
from tests.agent.reasoning.answers.file_cases import made, read, texts


def history(*steps):
    return [
        field("XMP", name, value, ("xmpMM:History", f"[{n}]", f"stEvt:{name}"))
        for n, parts in enumerate(steps, start=1)
        for name, value in parts.items()
    ]


def test_programs_are_named_with_their_fields():
    said = texts(software(made(EXIF={"Software": "GIMP 2.10"}, XMP={"CreatorTool": "Adobe Photoshop 25.0"})))
    assert "“GIMP 2.10” (editor) (EXIF Software)" in said[0] and "(XMP CreatorTool)" in said[0]
    assert software_answers.HARMLESS() in said


def test_steps_come_in_their_order_with_dates():
    fields = history(
        {"action": "created", "softwareAgent": "Adobe Photoshop 25.0", "when": "2024-01-02T10:00:00+01:00"},
        {"action": "saved", "when": "2024-01-03T11:00:00+01:00"},
    )
    said = texts(software(made(*fields)))
    steps = "“created” with “Adobe Photoshop 25.0” on 2 January 2024, 10:00:00 (UTC+01:00); “saved” on 3 January 2024, "
    assert said[0] == software_answers.XMP_STEPS(count=2, steps=f"{steps}11:00:00 (UTC+01:00)")


def test_of_many_steps_the_first_and_the_last_are_told():
    fields = history(*({"action": f"step{n}"} for n in range(40)))
    (steps,) = [text for text in texts(software(made(*fields))) if "step0" in text]
    assert "step39" in steps and "step20" not in steps and software_answers.AND_SO_ON(count=34) in steps


def test_steps_of_another_file_do_not_count():
    other = field("XMP", "action", "saved", ("xmpMM:DerivedFrom", "[1]", "stEvt:action"))
    assert xmp_steps(made(other)) == []


def test_the_actions_of_credentials_are_told_with_their_agents(stranger):
    steps = [
        step("c2pa.created", "digitalCapture"),
        step("c2pa.cropped", agent="Some Editor", when="2024-05-01T10:00:00Z"),
        step("com.example.odd"),
    ]
    said = texts(software(read(signed(stranger, steps))))
    assert "created; cropped by “Some Editor” on 1 May 2024, 10:00:00 (UTC); “com.example.odd”" in said[0]


def test_a_declaration_without_a_program_is_not_passed_over():
    case = made(XMP={"Credit": "Edited with Google AI"})
    said = software(case)
    assert said[0].text == software_answers.ONLY_DECLARED() and said[1].id == "E1"


def test_photoshops_log_and_raw_settings():
    raw = [field("XMP", f"Setting{n}", "1", (f"crs:Setting{n}",)) for n in range(9)]
    said = texts(software(made(field("XMP", "History", "2024 Crop", ("photoshop:History",)), *raw)))
    assert software_answers.LOG(log=Foreign("2024 Crop")) in said and software_answers.RAW(count=9) in said


def test_nothing_is_said_to_show_nothing():
    assert texts(software(made())) == [software_answers.NO_PROGRAM(), software_answers.FIND_OUT()]
