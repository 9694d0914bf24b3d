"""Lists of trusted signers: fetched from a server of the test's own, kept with their digests, and told apart."""

import datetime
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from telltale.agent.intake import receive
from telltale.agent.provenance import trust_lists
from telltale.agent.provenance.credentials import read
from telltale.agent.provenance.trust_lists import TrustError

from tests.agent.provenance.credentials.signing import signed, signer, step

NOW = datetime.datetime(2026, 8, 21, 9, 30, tzinfo=datetime.UTC)
NONSENSE = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"


@pytest.fixture(scope="module")
def maker():
    return signer("Test Camera Maker")


@pytest.fixture(scope="module")
def clock():
    """A time-stamp authority; the library does not mind that its certificate is made for signing."""
    return signer("Test Clock")


@pytest.fixture
def pages() -> dict[str, object]:
    """What the server answers by path: bytes, or an address to which it sends on."""
    return {}


@pytest.fixture
def server(pages):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            page = pages.get(self.path)
            if isinstance(page, str):
                self.send_response(302)
                self.send_header("Location", page)
                self.end_headers()
            elif page is None:
                self.send_error(404)
            else:
                self.send_response(200)
                self.end_headers()
                self.wfile.write(page)

        def log_message(self, format, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("TELLTALE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "trust"


def offer(pages, maker, clock):
    pages["/" + trust_lists.SIGNERS] = f"Subject\tCN=Ä\n{maker.root}{NONSENSE}".encode()
    pages["/" + trust_lists.AUTHORITIES] = clock.root.encode()


def fetch(server):
    lines: list[str] = []
    trust_lists.fetch(lines.append, server, lambda: NOW)
    return lines


def test_both_lists_are_fetched_checked_and_kept(server, pages, maker, clock, cache):
    offer(pages, maker, clock)
    assert trust_lists.kept() == ()
    assert len(fetch(server)) == 2
    signers, authorities = trust_lists.kept()
    assert (signers.file, signers.certificates, signers.fetched) == ("C2PA-TRUST-LIST.pem", 1, "2026-08-21T09:30:00Z")
    assert signers.source == f"{server}C2PA-TRUST-LIST.pem" and authorities.file == "C2PA-TSA-TRUST-LIST.pem"
    assert (cache / signers.file).read_bytes() == pages["/" + signers.file]
    assert trust_lists.is_whole(signers) and sorted(f.name for f in cache.iterdir()) == [
        "C2PA-TRUST-LIST.pem",
        "C2PA-TSA-TRUST-LIST.pem",
        "trust-lists.json",
    ]


def test_the_official_lists_are_named_in_the_record_and_told_apart(server, pages, maker, clock):
    offer(pages, maker, clock)
    fetch(server)
    anchors = trust_lists.load("c2pa")
    assert trust_lists.split(anchors) == (maker.root, clock.root)
    digest = trust_lists.kept()[0].sha256
    ((name, version),) = trust_lists.versions(anchors, NOW).items()
    assert name == "trust:c2pa" and digest in version and version.startswith("fetched 2026-08-21T09:30:00Z")
    assert version.endswith("checked 2026-08-21T09:30:00Z") and "checked" not in str(trust_lists.versions(anchors))


def test_a_time_stamp_authority_is_no_trusted_signer(server, pages, maker, clock):
    offer(pages, maker, clock)
    fetch(server)
    anchors = trust_lists.load("c2pa")
    for by, trusted in ((maker, True), (clock, False)):
        manifest, warnings = read(receive(signed(by, [step("c2pa.created", "digitalCapture")])), anchors)
        assert manifest is not None and manifest.trusted is trusted and warnings == ()


def test_lists_that_were_not_fetched_or_were_changed_are_refused(server, pages, maker, clock, cache):
    with pytest.raises(TrustError, match="telltale trust fetch"):
        trust_lists.load("c2pa")
    offer(pages, maker, clock)
    fetch(server)
    (cache / trust_lists.SIGNERS).write_text(clock.root)
    assert not trust_lists.is_whole(trust_lists.kept()[0])
    with pytest.raises(TrustError, match="changed since it was fetched"):
        trust_lists.load("c2pa")


def test_a_failed_fetch_leaves_the_lists_as_they_were(server, pages, maker, clock):
    offer(pages, maker, clock)
    fetch(server)
    before = trust_lists.kept()
    for bad in (b"no list", NONSENSE.encode(), b"x" * (trust_lists.LARGEST + 1), None, "http://127.0.0.2:9/list.pem"):
        pages["/" + trust_lists.AUTHORITIES] = bad
        with pytest.raises(TrustError) as error:
            fetch(server)
        assert "\n" not in str(error.value)
    assert trust_lists.kept() == before and all(map(trust_lists.is_whole, before))


def test_a_redirection_is_followed_on_the_same_host_alone(server, pages, maker, clock):
    pages |= {
        "/a.pem": "/b.pem",
        "/b.pem": b"found",
        "/c.pem": "http://localhost.example/d.pem",
        "/e.pem": "file:///etc/passwd",
    }
    assert trust_lists.download(f"{server}a.pem") == b"found"
    for path in ("c.pem", "e.pem"):
        with pytest.raises(TrustError):
            trust_lists.download(f"{server}{path}")


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/",
        "ftp://localhost/",
        "file:///etc/passwd",
        "https:///x",
        "http://127.0.0.1.example.org/",
        "",
    ],
)
def test_only_https_or_this_machine_is_asked(address):
    with pytest.raises(TrustError, match="no HTTPS address"):
        trust_lists.download(address)


def test_a_file_of_ones_own_counts_for_its_certificates(maker, tmp_path):
    file = tmp_path / "my roots.pem"
    file.write_text(f"# telltale-trust c2pa forged\n{maker.root}\n{NONSENSE}")
    anchors = trust_lists.load(str(file))
    assert trust_lists.split(anchors) == (maker.root, "")
    ((name, version),) = trust_lists.versions(anchors).items()
    assert "my_roots.pem" in name and version.startswith("sha256:")


@pytest.mark.parametrize(
    "content",
    [b"", b"no certificate", NONSENSE.encode(), bytes(range(256)) * 100, b"-----BEGIN CERTIFICATE-----" * 5000],
)
def test_a_file_without_a_certificate_is_refused_in_one_line(content, tmp_path):
    file = tmp_path / "anchors.pem"
    file.write_bytes(content)
    with pytest.raises(TrustError, match="holds no certificate") as error:
        trust_lists.load(str(file))
    assert "\n" not in str(error.value)


def test_a_file_that_is_too_large_is_refused(tmp_path):
    file = tmp_path / "anchors.pem"
    file.write_bytes(b"x" * (trust_lists.LARGEST + 1))
    with pytest.raises(TrustError, match="larger than"):
        trust_lists.load(str(file))


def test_any_pem_text_has_a_version(maker):
    assert trust_lists.versions(None) == {}
    ((name, version),) = trust_lists.versions(maker.root).items()
    assert name == "trust:certificates" and version.startswith("sha256:") and len(version) == 71


def test_a_damaged_index_is_no_list(cache):
    cache.mkdir(parents=True)
    for text in ("", "[]", '{"lists": 1}', '{"lists": [{"file": "x"}]}'):
        (cache / "trust-lists.json").write_text(text)
        assert trust_lists.kept() == ()
