"""The way that a file took: what XMP says of credentials."""

import pytest

from .made_contents import contents, examine, field

WITHIN, BESIDE = "self#jumbf=/c2pa/urn:x/c2pa.claim", "https://example.org/m.c2pa"


@pytest.mark.parametrize(("address", "said"), [(WITHIN, "were taken out"), (BESIDE, "kept elsewhere (“https://")])
def test_an_address_of_credentials_is_told_for_what_it_is(address, said):
    (item,) = examine(contents(field("XMP", "provenance", address, path=("dcterms:provenance",))))
    assert said in item.statement and item.supports == "neutral"
