"""Stores written by hand, as the library prints them: whose a status is, and what a record may hide."""

import pytest
from telltale.agent.foreign import Foreign
from telltale.agent.provenance.credential_types import Finding
from telltale.agent.provenance.credentials.manifest_store import from_store, reachable

OK = ("signingCredential.trusted", "claimSignature.validated")


def status(code, label, place="c2pa.signature", explanation=""):
    return {"code": code, "url": f"self#jumbf=/c2pa/{label}/{place}", "explanation": explanation}


def results(label, *success, failure=(), informational=(), file="assertion.dataHash.match"):
    codes = {"success": (*success, *([file] if file else [])), "failure": failure, "informational": informational}
    return {kind: [status(code, label) for code in some] for kind, some in codes.items()}


def ingredient(label=None, relationship="parentOf", **more):
    part = {"title": f"{label}.jpg", "relationship": relationship, "label": f"ingredient-{label}", **more}
    return part | ({"active_manifest": label} if label else {})


def store(manifests, active="a", failure=(), deltas=()):
    linked = [
        {
            "ingredientAssertionURI": f"self#jumbf=/c2pa/{active}/c2pa.assertions/ingredient-{label}",
            "validationDeltas": {"success": [status("ingredient.manifest.validated", label, "")], **more},
        }
        for label, more in deltas
    ]
    found = {"activeManifest": results(active, *OK, failure=failure), "ingredientDeltas": linked}
    return {"active_manifest": active, "manifests": manifests, "validation_results": found}


def alone(label, *success, failure=()):
    found = results(label, *success, failure=(*failure, "assertion.dataHash.mismatch"), file=None)
    return {"active_manifest": label, "validation_results": {"activeManifest": found}}


def child(printed, read_alone=None, **options):
    tree, _ = from_store(printed, read_alone, **options)
    assert tree is not None
    return tree.ingredients[0]


def test_no_store_is_no_manifest():
    for printed in ({}, {"active_manifest": "a"}, {"active_manifest": "a", "manifests": []}):
        assert from_store(printed) == (None, ())


@pytest.mark.parametrize("nonsense", [None, 1, "x", [], [None, 3, "y"], {"k": {}}, [[[]]]])
def test_values_of_any_type_are_read_without_an_error(nonsense):
    manifest = dict.fromkeys(("ingredients", "assertions", "signature_info", "claim_generator_info", "title"), nonsense)
    printed = {"active_manifest": "a", "manifests": {"a": manifest}, "validation_results": nonsense}
    for part in (manifest, {"ingredients": [manifest | {"active_manifest": nonsense, "validation_results": nonsense}]},
                 {"assertions": [{"label": "c2pa.actions", "data": {"actions": nonsense, "softwareAgents": nonsense}}]},
                 {"assertions": [{"label": "c2pa.actions", "data": {"actions": [{"softwareAgent": nonsense}]}}]},
                 {"assertions": [{"label": "cawg.identity", "data": nonsense}]}):  # fmt: skip
        tree, _ = from_store(printed | {"manifests": {"a": part}, "validation_status": nonsense})
        assert tree is not None and not tree.trusted


def test_an_ingredients_trust_comes_from_reading_it_alone():
    printed = store({"a": {"ingredients": [ingredient("b")]}, "b": {}}, deltas=[("b", {})])
    assert child(printed, {"b": alone("b", *OK)}).trusted
    assert not child(printed).trusted  # nobody looked
    assert not child(printed, {"b": alone("b", "claimSignature.validated")}).trusted
    assert not child(printed, {"b": alone("c", *OK)}).trusted  # another one was read
    unlinked = store({"a": {"ingredients": [ingredient("b")]}, "b": {}})
    assert not child(unlinked, {"b": alone("b", *OK)}).trusted  # nothing says that it is the one that was meant


def test_a_recorded_success_proves_nothing_and_a_recorded_failure_hides_nothing():
    recorded = {"activeManifest": results("b", *OK, failure=["signingCredential.untrusted", "claimSignature.mismatch"])}
    printed = store({"a": {"ingredients": [ingredient("b", validation_results=recorded)]}, "b": {}}, deltas=[("b", {})])
    hidden = child(printed, {"b": alone("b", failure=["signingCredential.untrusted", "claimSignature.mismatch"])})
    own = {s.code for s in hidden.failures if not s.recorded}
    assert own == {"claimSignature.mismatch"} and not hidden.trusted
    lied = child(printed, {"b": alone("b", "claimSignature.validated", failure=["signingCredential.untrusted"])})
    assert not lied.trusted and [s.recorded for s in lied.failures] == [True]


def test_a_fault_that_a_signer_recorded_about_an_ingredient_stays_with_it():
    part = ingredient("b", validation_status=[status("assertion.dataHash.mismatch", "b")])
    tree, _ = from_store(store({"a": {"ingredients": [part]}, "b": {}}, deltas=[("b", {})]), {"b": alone("b", *OK)})
    assert tree is not None and tree.trusted and tree.intact
    assert not tree.ingredients[0].trusted and tree.ingredients[0].failures[0].recorded


def test_a_failure_below_is_not_one_of_the_picture():
    broken = {"failure": [status("claimSignature.mismatch", "b")]}
    tree, _ = from_store(store({"a": {"ingredients": [ingredient("b")]}, "b": {}}, deltas=[("b", broken)]))
    assert tree is not None and tree.trusted and tree.intact
    assert [s.finding for s in tree.ingredients[0].failures] == [Finding.TAMPERING]


@pytest.mark.parametrize(
    "code", ["assertion.dataHash.mismatch", "assertion.action.malformed", "future.code", "claim.missing"]
)
def test_any_failure_of_its_own_takes_a_manifests_trust(code):
    tree, _ = from_store(store({"a": {}}, failure=[code]))
    assert tree is not None and not tree.trusted and not tree.intact


def test_trust_needs_a_hash_over_the_file():
    printed = store({"a": {}})
    printed["validation_results"]["activeManifest"] = results("a", *OK, file=None)
    tree, _ = from_store(printed)
    assert tree is not None and tree.intact and not tree.trusted


def test_the_certificate_of_an_identity_is_not_the_signers():
    identity = {"label": "cawg.identity", "data": {"verifiedIdentities": [{"name": "Jane Doe"}]}}
    printed = store({"a": {"assertions": [identity]}})
    found = printed["validation_results"]["activeManifest"]
    place = "c2pa.assertions/cawg.identity"
    found["success"] = [
        status("signingCredential.trusted", "a", place),
        status("claimSignature.validated", "a"),
        status("assertion.dataHash.match", "a"),
        status("cawg.identity.well-formed", "a", place),
    ]
    found["failure"] = [status("signingCredential.untrusted", "a")]
    tree, _ = from_store(printed)
    assert tree is not None and not tree.trusted
    assert [(who.name, who.signature) for who in tree.identities] == [(Foreign("Jane Doe"), "well-formed")]


def test_a_signer_from_another_list_is_not_trusted():
    printed = store({"a": {}})
    found = printed["validation_results"]["activeManifest"]["success"]
    for name, trusted in (("signers", True), ("time-stamps", False)):
        found[0] = status("signingCredential.trusted", "a", explanation=f"found in [{name}] trust anchors")
        tree, _ = from_store(printed, signers="signers")
        assert tree is not None and tree.trusted is trusted


def test_older_stores_list_their_failures_only():
    manifests = {"a": {"ingredients": [ingredient("b")]}, "b": {}}
    listed = [status("claimSignature.mismatch", "b"), status("assertion.dataHash.mismatch", "a")]
    tree, _ = from_store({"active_manifest": "a", "manifests": manifests, "validation_status": listed})
    assert tree is not None and [s.code for s in tree.failures] == ["assertion.dataHash.mismatch"]
    assert [s.code for s in tree.ingredients[0].failures] == ["claimSignature.mismatch"]


def test_what_is_only_named_has_no_credentials():
    printed = store({"a": {"ingredients": [ingredient(), ingredient("gone", "componentOf")]}})
    missing = {"failure": [{"code": "ingredient.manifest.missing", "url": "gone"}]}
    printed["validation_results"]["ingredientDeltas"] = [
        {"ingredientAssertionURI": "self#jumbf=/c2pa/a/c2pa.assertions/ingredient-gone", "validationDeltas": missing}
    ]
    tree, _ = from_store(printed)
    assert tree is not None
    assert [part.has_manifest for part in tree.ingredients] == [False, False]
    assert [s.code for s in tree.ingredients[1].failures] == ["ingredient.manifest.missing"]


def test_a_redacted_assertion_is_not_missing():
    gone = "self#jumbf=/c2pa/b/c2pa.assertions/c2pa.metadata"
    read_alone = alone("b", *OK)
    read_alone["validation_results"]["activeManifest"]["failure"].append({"code": "assertion.missing", "url": gone})
    printed = store({"a": {"ingredients": [ingredient("b")], "redactions": [gone]}, "b": {}}, deltas=[("b", {})])
    assert child(printed, {"b": read_alone}).trusted
    printed["manifests"]["a"]["redactions"] = []
    assert not child(printed, {"b": read_alone}).trusted


def test_rings_chains_and_crowds_end():
    ring = {"a": {"ingredients": [ingredient("b")]}, "b": {"ingredients": [ingredient("a")]}}
    tree, warnings = from_store(store(ring))
    assert tree is not None and warnings == () and len(list(tree.walk())) == 2
    chain = {str(n): {"ingredients": [ingredient(str(n + 1))]} for n in range(500)}
    tree, warnings = from_store(store(chain, "0"))
    assert tree is not None and len(list(tree.walk())) == 31 and len(warnings) == 1
    crowd = {"a": {"ingredients": [ingredient("b", "componentOf")] * 250}, "b": {"ingredients": [ingredient()] * 250}}
    tree, warnings = from_store(store(crowd))
    assert tree is not None and len(list(tree.walk())) == 201 and warnings
    assert len(reachable(store(chain, "0"))) == 200


def test_an_agent_can_be_a_name_an_object_or_an_index():
    steps = [{"softwareAgent": "A"}, {"softwareAgent": {"name": "B"}}, {"softwareAgentIndex": 0}, {"softwareAgent": 7},
             {"action": "x", "digitalSourceType": "http://c2pa.org/digitalsourcetype/empty"}]  # fmt: skip
    data = {"actions": steps, "softwareAgents": [{"name": "C"}]}
    tree, _ = from_store(store({"a": {"assertions": [{"label": "c2pa.actions.v2__1", "data": data}]}}))
    assert tree is not None
    assert [action.agent and action.agent.raw for action in tree.actions] == ["A", "B", "C", None, None]
    assert tree.actions[-1].source_type == Foreign("empty")


def test_metadata_assertions_declare_a_source_type():
    address = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
    some = [
        {"label": "c2pa.metadata", "data": {"Iptc4xmpExt:DigitalSourceType": address}},
        {"label": "stds.iptc", "data": {"x": {"http://iptc.org/DigitalSourceType": {"@id": address}}}},
        {"label": "stds.exif", "data": {"exif:Make": "X"}},
    ]
    tree, _ = from_store(store({"a": {"assertions": some}}))
    assert tree is not None
    assert [a.source_type and a.source_type.raw for a in tree.actions] == ["trainedAlgorithmicMedia"] * 2
