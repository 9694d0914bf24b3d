"""A store is taken apart into stores of one manifest; damaged ones give what can be read, and no error."""

import struct

import pytest
from telltale.agent.provenance.credentials.store_boxes import single_stores


def box(kind: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def described(label: bytes) -> bytes:
    return box(b"jumd", bytes(16), b"\x03", label, b"\0")


FIRST, SECOND = (
    box(b"jumb", described(b"urn:a"), box(b"cbor", b"1")),
    box(b"jumb", described(b"urn:b"), box(b"cbor", b"22")),
)
STORE = box(b"jumb", described(b"c2pa"), FIRST, SECOND)


def test_each_manifest_gets_a_store_of_its_own():
    assert single_stores(STORE) == {
        "urn:a": box(b"jumb", described(b"c2pa"), FIRST),
        "urn:b": box(b"jumb", described(b"c2pa"), SECOND),
    }


def test_a_long_size_and_a_size_up_to_the_end_are_read():
    long = struct.pack(">I4sQ", 1, b"jumb", 8 + len(STORE)) + STORE[8:]
    assert single_stores(long) == single_stores(b"\0\0\0\0" + STORE[4:]) == single_stores(STORE)


@pytest.mark.parametrize("data", [b"", b"x" * 100, STORE[:20], box(b"jumb"), box(b"free", FIRST), box(b"jumb", FIRST)])
def test_what_is_no_store_gives_nothing(data):
    assert single_stores(data) == {}


def test_any_cut_is_survived():
    for end in range(len(STORE)):
        assert set(single_stores(STORE[:end])) <= {"urn:a", "urn:b"}
