"""What a report claims: no more than was measured, nothing twice in two ways, and nothing of a file's for ours."""

import pytest
from telltale.agent.dossier import Particulars, of_investigation, of_record
from telltale.agent.dossier import conclusion_sections as conclusion
from telltale.agent.dossier import error_sections as errors
from telltale.agent.dossier import finding_sections as findings
from telltale.agent.dossier import item_sections as items
from telltale.agent.evidence import ClaimJudgement, Contribution, Evidence
from telltale.agent.foreign import Foreign
from telltale.agent.provenance.contents import Contents
from telltale.agent.provenance.credential_types import Finding, Manifest, Status


def with_verdict(record, **changed):
    return record.model_copy(update={"verdict": record.verdict.model_copy(update=changed)})


def with_credentials(investigation, *codes, versions=None):
    """An examination of a file with one manifest whose checks came out so."""
    statuses = tuple(Status(code=code, finding=finding) for code, finding in codes)
    held = Contents(credentials=Manifest(label=Foreign("urn:a"), signer=Foreign("A signer"), statuses=statuses))
    record = investigation.examination
    record = record if versions is None else record.model_copy(update={"versions": versions})
    return type(investigation)(record, investigation.exhibit, held, investigation.maps)


def test_each_proposition_stands_with_its_label_and_they_exclude_one_another(make_record, told):
    said = told(of_record(make_record()), "question")
    for hypothesis, sentence in conclusion.PROPOSITIONS.items():
        assert said[said.index(sentence()) + 1] == conclusion.LABEL_OF(label=hypothesis)
    assert conclusion.NOT_ALL() in said


@pytest.mark.parametrize("pages", ["full", "one"])
def test_what_weights_add_up_to_is_not_in_the_summary(make_record, told, pages):
    record = with_verdict(make_record(), label="synthetic", abstained_because=())
    said = told(of_record(record, pages=pages), "summary")
    assert record.verdict.words in said
    assert not any("60%" in line for line in said)


def test_what_weights_add_up_to_stands_with_the_assumed_odds(make_record, told):
    said = told(of_record(make_record()), "conclusion")
    at = said.index(conclusion.SUM(real="30%", synthetic="60%", tampered="10%"))
    assert said[at + 1] == conclusion.PRIORS(real=0.5, synthetic=0.4, tampered=0.1)
    assert not any("set by hand" in line for line in said)


def test_weights_that_were_not_measured_are_named(make_record, told):
    record = make_record()
    declared = Evidence(id="E4", source="xmp", kind="provenance", statement="XMP declares it.", supports="synthetic")
    parts = (*record.verdict.contributions, Contribution(evidence="E4", hypothesis="synthetic", log_odds=2.5))
    record = with_verdict(record.model_copy(update={"evidence": (*record.evidence, declared)}), contributions=parts)
    assert conclusion.SET_WEIGHTS(ids="E4") in told(of_record(record), "conclusion")


def test_a_label_by_signature_says_that_pixels_did_not_decide(make_record, told):
    signed = Evidence(
        id="E4", source="c2pa", kind="provenance", statement="Declared.", supports="tampered", decisive=True
    )
    record = make_record()
    record = record.model_copy(update={"evidence": (*record.evidence, signed)})
    told_of = told(of_record(with_verdict(record, label="tampered", abstained_because=())), "summary")
    assert conclusion.SIGNED_LABEL(ids="E4") in told_of
    assert conclusion.SIGNED_LABEL(ids="E4") not in told(of_record(record), "summary")


def test_the_limit_of_a_ratio_is_that_of_the_pictures_it_was_calibrated_on(make_record, told):
    record = make_record()
    assert conclusion.STRENGTH(value=3.49, size=58) in told(of_record(record), "conclusion")
    shares = {"real": 0.2, "synthetic": 0.1, "tampered": 0.7}
    altered = with_verdict(record, propositions=("tampered", "real"), reference_size=15, probabilities=shares)
    assert conclusion.STRENGTH_ALTERED(value=3.49, size=15) in told(of_record(altered), "conclusion")
    assert errors.ALTERED() in told(of_record(altered), "errors")
    assert errors.ALTERED() not in told(of_record(record), "errors")


def test_a_ratio_for_a_photograph_is_said_not_to_be_enough(make_record, told):
    shares = {"real": 0.7, "synthetic": 0.2, "tampered": 0.1}
    real = with_verdict(make_record(), propositions=("real", "synthetic"), probabilities=shares)
    assert conclusion.ENOUGH_NOT() in told(of_record(real), "conclusion")
    assert conclusion.ENOUGH_NOT() not in told(of_record(make_record()), "conclusion")


def test_p_values_are_not_called_shares_of_pictures(make_record, told):
    said = told(of_record(make_record()), "errors")
    assert errors.P_VALUES(real=0.1, synthetic=0.4) in said
    assert not any(line.startswith("Of the photographs") for line in said)


def test_what_disagrees_stands_with_its_own_weight(make_record, told):
    shares = {"real": 0.2, "synthetic": 0.1, "tampered": 0.7}
    said = told(of_record(with_verdict(make_record(), probabilities=shares)), "scores")
    at = len(said) - 1 - said[::-1].index("The texture looks generated.")
    assert said[at + 1] == findings.WEIGHT(weight="for synthetic: 1.2")


def test_findings_that_a_report_leaves_out_are_not_counted(make_record, told):
    record = make_record()
    quiet = tuple(Evidence(id=f"E{n}", source=f"cue:a.b{n}", kind="cue", statement="No.") for n in range(4, 29))
    many = record.model_copy(update={"evidence": (*record.evidence, *quiet)})
    assert told(of_record(many, pages="one"), "summary") == told(of_record(record, pages="one"), "summary")
    assert any(line.startswith("3 findings") for line in told(of_record(many), "standards"))


def test_a_page_for_a_desk_says_what_the_error_rate_is_about_and_has_the_claim(make_record, told):
    judged = ClaimJudgement(claim="A lake.", bearing="does not bear", because=("Nothing was found.",))
    said = told(of_record(make_record(claim=judged), pages="one"), "summary")
    assert errors.LIKE["web"]() in said and "“A lake.”" in said


def test_only_findings_are_cited(make_record, told):
    said = told(of_record(make_record()), "summary")
    assert "[E2]" in said and "[verdict]" not in said


def test_an_expired_certificate_is_no_broken_hash(investigation, told):
    valid, expired = ("claimSignature.validated", Finding.SUCCESS), ("signingCredential.expired", Finding.EXPIRED)
    rule = ("assertion.action.malformed", Finding.NON_CONFORMANCE)
    said = told(of_investigation(with_credentials(investigation, valid, expired, rule)), "contents")
    assert said[said.index(items.INTEGRITY()) + 1] == items.INTACT()
    assert said[said.index(items.RULES()) + 1 :][:2] == [items.RULES_BROKEN(), rule[0]]
    assert said[said.index(items.CERTIFICATE()) + 1 :][:2] == [items.NOT_VALID(), expired[0]]


def test_a_hash_that_differs_is_said_and_a_check_that_was_not_made_is_not_passed(investigation, told):
    broken = ("assertion.dataHash.mismatch", Finding.TAMPERING)
    said = told(of_investigation(with_credentials(investigation, broken)), "contents")
    assert said[said.index(items.INTEGRITY()) + 1 :][:2] == [items.BROKEN(), broken[0]]
    remote = ("manifest.inaccessible", Finding.REMOTE)
    said = told(of_investigation(with_credentials(investigation, remote)), "contents")
    assert said[said.index(items.INTEGRITY()) + 1] == items.NOT_ALL_CHECKED()


def test_a_file_read_again_without_lists_does_not_gainsay_the_findings(investigation, told):
    unknown = ("signingCredential.untrusted", Finding.UNKNOWN_SIGNER)
    said = told(of_investigation(with_credentials(investigation, unknown)), "contents")
    assert said[said.index(items.TRUST()) + 1] == items.SEE_FINDINGS()
    said = told(of_investigation(with_credentials(investigation, unknown, versions={"telltale": "1"})), "contents")
    assert said[said.index(items.TRUST()) + 1] == items.UNTRUSTED()


def test_a_day_without_a_time_is_given_no_time(make_record):
    from datetime import UTC, datetime

    def head(when):
        rows = of_record(make_record(), Particulars(created=when)).head.rows
        return [part.text for _, cell in rows for line in cell for part in line]

    assert "2026-02-03" in head(datetime(2026, 2, 3, tzinfo=UTC))
    assert "2026-02-03 04:05 UTC" in head(datetime(2026, 2, 3, 4, 5, tzinfo=UTC))
