"""Content credentials signed here, with a certificate authority made here: intact, broken, trusted, untrusted."""

import datetime
import io
import json

import c2pa
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from PIL import Image
from telltale.agent.evidence import Flag
from telltale.agent.intake import receive
from telltale.agent.investigator import Investigator
from telltale.agent.provenance import credentials

from tests.conftest import encode

IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"


def _certificate(name, key, issuer, issuer_key, authority):
    now = datetime.datetime.now(datetime.UTC)
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, name),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key((issuer_key or key).public_key()), critical=False
        )
        .add_extension(
            x509.KeyUsage(not authority, False, False, False, False, authority, authority, False, False), critical=True
        )
    )
    if not authority:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
        builder = builder.add_extension(usage, critical=False)
    return builder.sign(issuer_key or key, hashes.SHA256())


@pytest.fixture(scope="module")
def authority():
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = _certificate("Test Root", root_key, None, None, True)
    leaf = _certificate("Test Camera Maker", key, root, root_key, False)
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return leaf.public_bytes(pem) + root.public_bytes(pem), private, root.public_bytes(pem).decode()


@pytest.fixture(scope="module")
def sign(authority):
    chain, private, _ = authority

    def run(actions: list[dict], picture: bytes | None = None) -> bytes:
        manifest = {
            "claim_generator_info": [{"name": "Test Maker", "version": "1"}],
            "format": "image/jpeg",
            "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": actions}}],
        }
        info = c2pa.C2paSignerInfo(alg=b"es256", sign_cert=chain, private_key=private, ta_url=None)
        out = io.BytesIO()
        source = io.BytesIO(picture or encode(Image.new("RGB", (150, 150), "navy"), "JPEG"))
        with c2pa.Signer.from_info(info) as signer, c2pa.Builder(json.dumps(manifest)) as builder:
            builder.sign(signer, "image/jpeg", source, out)
        return out.getvalue()

    return run


def created(term: str) -> list[dict]:
    return [{"action": "c2pa.created", "digitalSourceType": IPTC + term, "softwareAgent": {"name": "Maker"}}]


def test_intact_but_untrusted(sign):
    integrity, trust, claim = credentials.read(receive(sign(created("trainedAlgorithmicMedia"))))
    assert "are intact" in integrity.statement
    assert "is not trusted here" in trust.statement
    assert (claim.supports, "trainedAlgorithmicMedia" in claim.statement) == ("synthetic", True)
    assert "anyone could have signed" in claim.caveats[0]


def test_trusted_under_named_anchors_only(sign, authority):
    data = sign(created("digitalCapture"))
    _, trust, claim = credentials.read(receive(data), authority[2])
    assert "is trusted under the certificates" in trust.statement
    assert (claim.supports, claim.caveats) == ("real", ())


def test_a_trusted_signature_decides_alone_and_an_untrusted_one_does_not(sign, authority):
    data = sign(created("trainedAlgorithmicMedia"))
    options = {"perceive": False, "explain": False, "detectors": ["jpeg"]}
    trusted = Investigator(trust_anchors=authority[2], **options).examine(data).examination
    assert trusted.verdict.label == "synthetic" and sum(item.decisive for item in trusted.evidence) == 1
    untrusted = Investigator(**options).examine(data).examination
    assert untrusted.verdict.label == "inconclusive" and not any(item.decisive for item in untrusted.evidence)
    forged = bytearray(data)
    forged[-40] ^= 0x55  # changed after signing
    broken = Investigator(trust_anchors=authority[2], **options).examine(bytes(forged)).examination
    assert broken.verdict.label == "inconclusive" and not any(item.decisive for item in broken.evidence)


def test_changed_after_signing(sign, authority):
    data = bytearray(sign(created("digitalCapture")))
    data[-40] ^= 0x55  # in the entropy-coded data
    integrity, trust, claim = credentials.read(receive(bytes(data)), authority[2])
    assert "do not match the file" in integrity.statement and integrity.has(Flag.MISMATCH)
    assert integrity.supports == "tampered" and not claim.has(Flag.MISMATCH)
    assert "is not trusted" in trust.statement
    assert "do not match" in claim.caveats[-1]


def test_generative_edit_is_tampering_not_synthesis(sign):
    actions = [
        *created("digitalCapture"),
        {"action": "c2pa.edited", "digitalSourceType": IPTC + "trainedAlgorithmicMedia"},
    ]
    supports = [item.supports for item in credentials.read(receive(sign(actions)))[2:]]
    assert supports == ["real", "tampered"]


def test_no_credentials_is_an_empty_list():
    assert credentials.read(receive(encode(Image.new("RGB", (150, 150)), "JPEG"))) == []
    assert credentials.read(receive(encode(Image.new("RGB", (150, 150)), "BMP"))) == []


def _manifest(ingredients=(), term=None, action="c2pa.created"):
    actions = [{"action": action, "digitalSourceType": IPTC + term}] if term else []
    assertions = [{"label": "c2pa.actions", "data": {"actions": actions}}]
    return {"assertions": assertions, "ingredients": list(ingredients)}


@pytest.mark.parametrize(
    ("ingredients", "supports"),
    [
        ([{"relationship": "parentOf", "active_manifest": "b"}], ["synthetic"]),
        ([{"relationship": "componentOf", "active_manifest": "b"}], ["synthetic"]),  # the only one: it is the picture
        ([{"relationship": "componentOf", "active_manifest": "b"}, {"relationship": "parentOf"}], ["tampered"]),
        ([{"relationship": "inputTo", "active_manifest": "b"}], []),
    ],
)
def test_what_an_ingredient_means_depends_on_its_role(ingredients, supports):
    store = {
        "active_manifest": "a",
        "manifests": {"a": _manifest(ingredients), "b": _manifest(term="trainedAlgorithmicMedia")},
    }
    assert [item.supports for item in credentials.from_store(store)[2:]] == supports


def test_a_ring_of_ingredients_ends():
    ring = {"a": _manifest([{"active_manifest": "b"}]), "b": _manifest([{"active_manifest": "a"}])}
    assert len(credentials.from_store({"active_manifest": "a", "manifests": ring})) == 2
