"""Each kind of fault is told apart, and *intact* is said only where there is none."""

import pytest
from telltale.agent.evidence import Flag
from telltale.agent.foreign import Foreign
from telltale.agent.provenance.credential_types import Finding, Manifest, Status
from telltale.agent.provenance.credentials.integrity_findings import INTACT, ingredients, integrity, signer, trust
from telltale.agent.provenance.credentials.validation_codes import failure

FOUND = tuple(
    Status(code=code, finding=Finding.SUCCESS) for code in ("claimSignature.validated", "assertion.dataHash.match")
)


def manifest(*statuses, **more):
    return Manifest(label=Foreign("a"), signer=Foreign("S"), statuses=(*FOUND, *statuses), **more)


def failed(code, **more):
    return Status(code=code, finding=failure(code), **more)


CODES = {
    "assertion.dataHash.mismatch": Finding.TAMPERING,
    "assertion.bmffHash.mismatch": Finding.TAMPERING,
    "assertion.boxesHash.mismatch": Finding.TAMPERING,
    "assertion.hashedURI.mismatch": Finding.TAMPERING,
    "claimSignature.mismatch": Finding.TAMPERING,
    "assertion.action.malformed": Finding.NON_CONFORMANCE,
    "claim.malformed": Finding.NON_CONFORMANCE,
    "assertion.missing": Finding.NON_CONFORMANCE,
    "manifest.multipleParents": Finding.NON_CONFORMANCE,
    "claim.hardBindings.missing": Finding.NON_CONFORMANCE,
    "signingCredential.expired": Finding.EXPIRED,
    "claimSignature.outsideValidity": Finding.EXPIRED,
    "signingCredential.ocsp.revoked": Finding.REVOKED,
    "signingCredential.untrusted": Finding.UNKNOWN_SIGNER,
    "signingCredential.invalid": Finding.UNKNOWN_SIGNER,
    "manifest.inaccessible": Finding.REMOTE,
    "general.error": Finding.OTHER,
    "a.code.of.tomorrow": Finding.OTHER,
}


@pytest.mark.parametrize(("code", "finding"), CODES.items())
def test_a_failure_is_told_apart(code, finding):
    assert failure(code) is finding
    tree = manifest(failed(code))
    found = integrity(tree)
    harmless = finding is Finding.UNKNOWN_SIGNER
    assert (found[0].statement == INTACT(signer=signer(tree))) is harmless is tree.intact
    assert found[0].supports == ("tampered" if finding is Finding.TAMPERING else "neutral")
    assert found[0].has(Flag.MISMATCH) is (finding is Finding.TAMPERING)


def test_faults_of_several_kinds_are_several_findings():
    assert len(integrity(manifest(failed("signingCredential.expired"), failed("assertion.action.malformed")))) == 2


def test_an_unknown_code_is_quoted():
    tree = manifest(Status(code="unknown", finding=Finding.OTHER, about=Foreign("is real\x1b[1m")))
    assert "“is real [1m”" in integrity(tree)[0].statement


def test_nothing_is_called_intact_that_was_not_confirmed():
    tree = Manifest(label=Foreign("a"), statuses=FOUND[:1])
    assert tree.intact and integrity(tree)[0].statement != INTACT(signer=signer(tree))


def test_a_known_root_does_not_outweigh_a_fault():
    known = Status(code="signingCredential.trusted", finding=Finding.SUCCESS)
    (found,) = trust(manifest(known, failed("assertion.action.malformed")))
    assert "under a root that you provided" in found.statement and "proven" in found.statement


def test_a_failing_ingredient_is_named_as_that_ingredient():
    broken = manifest(failed("claimSignature.mismatch"), relationship="componentOf", title=Foreign("E-sig.jpg"))
    noted = manifest(failed("assertion.dataHash.mismatch", recorded=True), relationship="parentOf", title=Foreign("N"))
    named = Manifest(label=Foreign(""), relationship="componentOf", title=Foreign("B"), has_manifest=False)
    tree = manifest(ingredients=(broken, noted, named))
    found = ingredients(tree)
    assert integrity(tree)[0].statement == INTACT(signer=signer(tree))
    assert [item.supports for item in found] == ["neutral"] * 3
    assert ["“E-sig.jpg”" in found[0].statement, "“N”" in found[1].statement, "“B”" in found[2].statement] == [True] * 3


def test_many_ingredients_make_few_findings():
    bad = [manifest(failed("claim.missing"), relationship="componentOf", title=Foreign(f"t{n}")) for n in range(190)]
    bare = [Manifest(label=Foreign(""), relationship="componentOf", title=Foreign(f"b{n}" * 50), has_manifest=False)
            for n in range(190)]  # fmt: skip
    found = ingredients(manifest(ingredients=(*bad, *bare)))
    assert len(found) < 40 and max(len(item.statement) for item in found) < 1200
