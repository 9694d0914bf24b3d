from telltale.agent.foreign import Foreign
from telltale.agent.provenance.contents import Contents
from telltale.agent.provenance.credential_types import Finding, Manifest, Status
from telltale.agent.provenance.credentials import declaration_findings
from telltale.agent.reasoning.answers import credential_answers as answers
from telltale.agent.reasoning.answers import file_case

from tests.agent.provenance.credentials.signing import Part, opened, signed, step
from tests.agent.reasoning.answers.file_cases import case_of, made, read, texts

CAPTURE = [step("c2pa.created", "digitalCapture")]


def test_credentials_of_a_stranger_are_valid_and_not_trusted(stranger):
    case = read(signed(stranger, CAPTURE))
    said = answers.credentials(case)
    assert answers.VALID_UNKNOWN() in said[0].text and "“Nobody” (made with “Test Maker”)" in said[0].text
    assert any(item.id.startswith("E") and "digitalCapture" in item.text for item in said)
    assert texts(said)[-2:] == [declaration_findings.CLAIM_UNVERIFIED(), answers.NO_LIST()]


def test_credentials_of_a_trusted_signer(signer):
    case = read(signed(signer, CAPTURE), anchors=signer.root)
    said = texts(answers.credentials(case))
    assert answers.VALID_TRUSTED() in said[0] and said[-1] == answers.MEANS()
    assert texts(answers.signed(case))[2] == answers.OWN_LIST(name="certificates")


def test_the_official_list_is_named_if_it_was_used(stranger):
    case = read(signed(stranger, CAPTURE))
    official = file_case.FileCase(case.contents, case.facts, case.evidence, {"trust:c2pa": "fetched …"})
    said = texts(answers.signed(official))
    assert answers.OFFICIAL_LIST() in said and answers.NO_LIST() not in said and answers.OTHER_LIST() in said


def test_a_file_that_was_changed_after_it_was_signed(stranger):
    data = bytearray(signed(stranger, CAPTURE))
    data[-100] ^= 0x55
    case = read(bytes(data))
    said = answers.credentials(case)
    assert answers.FILE_CHANGED() in said[0].text
    assert said[1].id == "E1" and texts(said)[-1] == answers.CANT_HELP()


def test_other_signers_are_named_with_their_part(signer, stranger):
    parent = signed(stranger, CAPTURE)
    data = signed(signer, [opened(0)], parts=(Part(parent),))
    said = texts(answers.signed(read(data, anchors=signer.root)))
    assert any("“Nobody”" in text and "part.jpg" in text for text in said)


def test_ingredients_are_listed(stranger):
    data = signed(stranger, [step("c2pa.created", "composite"), opened(0, action="c2pa.placed")],
                  parts=(Part(signed(stranger, CAPTURE), relationship="componentOf"),))  # fmt: skip
    said = texts(answers.credentials(read(data)))
    assert answers.PART(titles=answers.WITH_OWN(title="“part.jpg”")) in said


def test_a_file_without_credentials():
    assert texts(answers.credentials(made()))[0] == answers.NONE()
    assert texts(answers.signed(made()))[0] == answers.NO_SIGNER()


def test_credentials_that_lie_elsewhere_are_said_to_be_unread():
    status = Status(code="manifest.inaccessible", finding=Finding.REMOTE, about=Foreign("https://example.org/x"))
    bare = Manifest(label=Foreign(""), has_manifest=False, statuses=(status,))
    said = texts(answers.credentials(case_of(Contents(credentials=bare))))
    assert said[0] == answers.UNREAD() and "“https://example.org/x”" in said[1]


def test_the_time_of_signing_is_told():
    manifest = Manifest(label=Foreign("a"), signer=Foreign("X"), signed_at=Foreign("2024-05-01T10:00:00+00:00"))
    said = texts(answers.signed(case_of(Contents(credentials=manifest))))
    assert answers.DATED(moment="1 May 2024, 10:00:00 (UTC)") in said[0]


def test_a_trusted_signer_seals_the_metadata(signer):
    case = read(signed(signer, CAPTURE), anchors=signer.root)
    assert file_case.forgeable(case).text == file_case.SEALED(signer="“Test Camera Maker”")
    assert file_case.forgeable(made()).text == file_case.FORGEABLE()
