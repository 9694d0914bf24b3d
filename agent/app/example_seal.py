"""Content credentials for an example, signed by a certificate that is made on the spot and that nobody trusts."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta

SIGNER = "Telltale example, trusted by nobody"
_DAY, _PARENT = timedelta(days=1), "xmp:iid:0"


def sealed(jpeg: bytes) -> bytes:
    """A JPEG file with credentials that say that it was opened, by a signer of its own."""
    import c2pa

    chain, private = _identity()
    opened = {"action": "c2pa.opened", "parameters": {"ingredientIds": [_PARENT]}}
    manifest = {
        "claim_generator_info": [{"name": "Telltale example"}],
        "format": "image/jpeg",
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [opened]}}],
    }
    parent = {"title": "photograph.jpg", "relationship": "parentOf", "instance_id": _PARENT}
    out = io.BytesIO()
    info = c2pa.C2paSignerInfo(alg=b"es256", sign_cert=chain, private_key=private, ta_url=None)
    with c2pa.Signer.from_info(info) as signer, c2pa.Builder(json.dumps(manifest)) as builder:
        builder.add_ingredient_from_stream(json.dumps(parent), "image/jpeg", io.BytesIO(jpeg))
        builder.sign(signer, "image/jpeg", io.BytesIO(jpeg), out)
    return out.getvalue()


def _identity() -> tuple[bytes, bytes]:
    """The certificates of a new signer and of the root above it, and the signer's key, as PEM."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    pem, now = serialization.Encoding.PEM, datetime.now(UTC)
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
    names = [
        x509.Name([x509.NameAttribute(oid, text) for oid in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME)])
        for text in (f"{SIGNER}, root", SIGNER)
    ]
    made = []
    for number, (key, name) in enumerate(zip(keys, names, strict=True)):
        root = number == 0
        usage = x509.KeyUsage(not root, False, False, False, False, root, root, False, False)
        builder = (
            x509.CertificateBuilder(issuer_name=names[0], subject_name=name, public_key=key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - _DAY)
            .not_valid_after(now + 30 * _DAY)
            .add_extension(x509.BasicConstraints(ca=root, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(keys[0].public_key()), critical=False)
        )
        if not root:
            mail = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
            builder = builder.add_extension(mail, critical=False)
        made.append(builder.sign(keys[0], hashes.SHA256()).public_bytes(pem))
    private = keys[1].private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return made[1] + made[0], private
