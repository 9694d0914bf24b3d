"""Certificates and signed pictures, made for a test."""

from __future__ import annotations

import datetime
import io
import json
from dataclasses import dataclass

import c2pa
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from PIL import Image

from tests.conftest import encode

IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_PEM = serialization.Encoding.PEM


@dataclass(frozen=True)
class Signer:
    """A signer's chain and key, and the root above it, all as PEM."""

    chain: bytes
    private: bytes
    root: str


@dataclass(frozen=True)
class Part:
    """An ingredient to put into a manifest."""

    data: bytes
    title: str = "part.jpg"
    relationship: str = "parentOf"
    media_type: str = "image/jpeg"


def certificate(name, key, issuer=None, issuer_key=None, *, authority=False):
    now = datetime.datetime.now(datetime.UTC)
    names = [x509.NameAttribute(oid, name) for oid in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME)]
    above = (issuer_key or key).public_key()
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name(names))
        .issuer_name(issuer.subject if issuer else x509.Name(names))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above), critical=False)
        .add_extension(
            x509.KeyUsage(not authority, False, False, False, False, authority, authority, False, False), critical=True
        )
    )
    if not authority:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
        builder = builder.add_extension(usage, critical=False)
    return builder.sign(issuer_key or key, hashes.SHA256())


def signer(name: str) -> Signer:
    """A signer of that name under a root of its own."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = certificate(f"{name} Root", root_key, authority=True)
    leaf = certificate(name, key, root, root_key)
    private = key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    chain = leaf.public_bytes(_PEM) + root.public_bytes(_PEM)
    return Signer(chain, private, root.public_bytes(_PEM).decode())


def blank(kind: str = "JPEG") -> bytes:
    return encode(Image.new("RGB", (150, 150), "navy"), kind)


def step(action: str, term: str | None = None, agent=None, **more) -> dict:
    """An action; `term` is an IPTC source type, `agent` the software agent."""
    made = {"action": action, **more}
    if term is not None:
        made["digitalSourceType"] = IPTC + term
    return made | ({"softwareAgent": agent} if agent is not None else {})


def opened(*numbers: int, action: str = "c2pa.opened", **more) -> dict:
    """An action on the ingredients of these numbers, counted from 0."""
    return {"action": action, "parameters": {"ingredientIds": [f"xmp:iid:{n}" for n in numbers]}, **more}


def signed(
    by: Signer,
    actions: list[dict],
    picture: bytes | None = None,
    parts: tuple[Part, ...] = (),
    *,
    media_type: str = "image/jpeg",
    program: str = "Test Maker",
    update: bool = False,
    remote: str | None = None,
) -> bytes:
    """A picture with content credentials.

    Args:
        by: who signs.
        actions: of the manifest; none for an update.
        picture: that is signed; by default the first part, else a blank one.
        parts: the ingredients.
        media_type: of the picture.
        program: the claim generator.
        update: make an update manifest over the credentials that the picture has.
        remote: address at which the credentials are said to lie, in place of the file.
    """
    manifest = {"claim_generator_info": [{"name": program, "version": "1"}], "format": media_type, "assertions": []}
    if actions:
        manifest["assertions"] = [{"label": "c2pa.actions.v2", "data": {"actions": actions}}]
    info = c2pa.C2paSignerInfo(alg=b"es256", sign_cert=by.chain, private_key=by.private, ta_url=None)
    out = io.BytesIO()
    source = picture or (parts[0].data if parts else blank())
    with c2pa.Signer.from_info(info) as signs, c2pa.Builder(json.dumps(manifest)) as builder:
        if update:
            builder.set_intent(c2pa.C2paBuilderIntent.UPDATE)
        for n, part in enumerate(parts):
            about = {"title": part.title, "relationship": part.relationship, "instance_id": f"xmp:iid:{n}"}
            builder.add_ingredient_from_stream(json.dumps(about), part.media_type, io.BytesIO(part.data))
        if remote:
            builder.set_remote_url(remote)
            builder.set_no_embed()
        builder.sign(signs, media_type, io.BytesIO(source), out)
    return out.getvalue()


def changed(data: bytes) -> bytes:
    """The same file with one byte of its pixels changed."""
    copy = bytearray(data)
    copy[-40] ^= 0x55
    return bytes(copy)
