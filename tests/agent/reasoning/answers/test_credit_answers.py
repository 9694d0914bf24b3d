from telltale.agent.foreign import Foreign
from telltale.agent.provenance.contents import Contents
from telltale.agent.provenance.credential_types import Manifest
from telltale.agent.provenance.credentials.store_actions import authors
from telltale.agent.reasoning.answers import credit_answers as answers
from telltale.agent.reasoning.answers.credit_answers import credited

from tests.agent.provenance.credentials.signing import signed, step
from tests.agent.provenance.rules.made_contents import field
from tests.agent.reasoning.answers.file_cases import case_of, made, read, texts


def test_the_author_is_quoted_with_the_field():
    creator = field("XMP", "creator", "A. Person", ("dc:creator", "[1]"))
    said = texts(credited(made(creator, EXIF={"Artist": "a. person", "Copyright": "(c) 2024 Agency"})))
    assert said[0] == answers.AUTHOR(texts="“a. person” (EXIF Artist)")
    assert answers.RIGHTS(texts="“(c) 2024 Agency” (EXIF Copyright)") in said and said[-1] == answers.NO_PROOF()


def test_two_authors_are_both_named():
    said = texts(credited(made(EXIF={"Artist": "A. Person"}, IPTC={"by-line": "B. Other"})))
    assert "“A. Person” (EXIF Artist)" in said[0] and "“B. Other” (IPTC by-line)" in said[0]


def test_credit_source_and_caption_are_no_author():
    said = texts(credited(made(IPTC={"credit": "Reuters", "source": "Wire", "caption/abstract": "A street"})))
    assert said[0] == answers.NO_AUTHOR_BUT()
    for text in ("“Reuters” (IPTC credit)", "“Wire” (IPTC source)", "“A street” (IPTC caption/abstract)"):
        assert any(text in line for line in said)


def test_the_signer_need_not_be_the_author(stranger):
    said = texts(credited(read(signed(stranger, [step("c2pa.created", "digitalCapture")]))))
    assert answers.SIGNED(signer="“Nobody” (made with “Test Maker”)") in said


def test_an_identifier_of_a_generator_is_no_author():
    marks = {"Artist": "3f2504e0-4f89-11d3-9a0c-0305e82c3301", "ImageDescription": f"Signature: {'QUJD' * 30}"}
    assert texts(credited(made(EXIF=marks)))[0] == answers.NO_AUTHOR()


def test_nobody_is_named():
    assert texts(credited(made())) == [answers.NO_AUTHOR(), answers.FIND_OUT()]


def test_whoever_holds_the_rights_is_told_before_that_no_author_is_named():
    said = texts(credited(made(EXIF={"Copyright": "(c) 2024 Agency"})))
    assert "“(c) 2024 Agency” (EXIF Copyright)" in said[0] and answers.NO_AUTHOR_BUT() in said


def test_an_author_in_the_credentials_is_told_as_what_they_say():
    named = Manifest(label=Foreign("a"), signer=Foreign("X"), authors=(Foreign("A. Person"),))
    told = case_of(Contents(credentials=named))
    said = texts(credited(told))
    assert said[0] == answers.AUTHOR_BY_CREDENTIALS(names="“A. Person”") and answers.NO_AUTHOR_BUT() not in said
    assert answers.credited_names(told) == ["A. Person"] and said[-1] == answers.NO_PROOF()


def test_authors_are_read_from_assertions_each_once_and_nothing_else_is():
    work = {"author": [{"name": "A. Person"}, {"name": "a. person"}, {"@id": "https://example.org"}, "B. Other"]}
    given = [
        {"label": "stds.schema-org.CreativeWork", "data": work},
        {"label": "cawg.metadata", "data": {"dc:creator": ["C. Third"]}},
        {"label": "c2pa.training-mining", "data": {"author": "Nobody"}},
    ]
    assert [name.raw for name in authors({"assertions": given})] == ["A. Person", "B. Other", "C. Third"]
    for odd in (None, [], {"author": None}, {"author": {}}, {"author": [[], {}]}):
        assert authors({"assertions": [{"label": "stds.schema-org.CreativeWork", "data": odd}]}) == ()
