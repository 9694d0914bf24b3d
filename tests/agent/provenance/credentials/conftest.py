import pytest

from tests.agent.provenance.credentials import signing


@pytest.fixture(scope="session")
def maker() -> signing.Signer:
    """The signer whose root the tests trust."""
    return signing.signer("Test Camera Maker")


@pytest.fixture(scope="session")
def stranger() -> signing.Signer:
    """A signer whom nobody trusts."""
    return signing.signer("Nobody")


@pytest.fixture(scope="session")
def capture(maker) -> bytes:
    return signing.signed(maker, [signing.step("c2pa.created", "digitalCapture")])


@pytest.fixture(scope="session")
def forged_capture(stranger) -> bytes:
    return signing.signed(stranger, [signing.step("c2pa.created", "digitalCapture")])
