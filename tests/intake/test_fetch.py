"""Photos are fetched from known hosts at open addresses, and from nowhere else."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kocbook.intake.remote.fetch import Fetcher, FetchError, is_public
from tests.intake import bad_server
from tests.intake.bad_server import BadServer, body, redirect

MOST = 1 << 20


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bad_server.make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def server(certificate: Path) -> Iterator[BadServer]:
    with bad_server.serve_badly(certificate) as found:
        yield found


def fetcher(server: BadServer, **more: Any) -> Fetcher:
    """A fetcher that knows this machine alone: origins /up/…, and one store."""
    usual: dict[str, Any] = {
        "origins": {"localhost": re.compile(r"/up/.*")},
        "stores": {"store.localhost"},
        "port": server.port,
        "may_connect": lambda _: True,
        "context": server.context,
        "patience": 1.0,
    }
    return Fetcher(**usual | more)


def refused(by: Fetcher, url: str) -> str:
    with pytest.raises(FetchError) as error:
        by.fetch(url, MOST)
    return error.value.key


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Names and their addresses; every other name is this machine's."""
    known: dict[str, list[str]] = {}

    def resolve(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        found = known.get(host, ["127.0.0.1"])
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found]

    monkeypatch.setattr("kocbook.intake.remote.fetch.socket.getaddrinfo", resolve)
    return known


def test_a_photo_arrives_also_by_way_of_the_store(
    server: BadServer, names: dict[str, list[str]]
) -> None:
    server.pages["/up/a"] = redirect(server.url("/kept?sign=1", "store.localhost"))
    server.pages["/kept?sign=1"] = body(b"photo")
    assert fetcher(server).fetch(server.url("/up/a"), MOST) == b"photo"
    assert [path for _, path in server.asked] == ["/up/a", "/kept?sign=1"]


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "https://169.254.169.254/latest/meta-data/",
        "https://127.0.0.1/up/x",
        "https://[::1]/up/x",
        "https://elsewhere.example/up/x",
        "http://localhost/up/x",
        "https://user@localhost/up/x",
        "https://localhost:22/up/x",
        "file:///etc/passwd",
        "//elsewhere.example/up/x",
        "/down/x",
        "",
        "https://[broken",
    ],
)
def test_each_redirect_is_looked_at(
    server: BadServer, names: dict[str, list[str]], target: str
) -> None:
    server.pages["/up/a"] = redirect(target)
    key = refused(fetcher(server), server.url("/up/a"))
    assert key in ("fetch-elsewhere", "fetch-host", "fetch-redirects")
    assert {path for _, path in server.asked} == {"/up/a"}


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/up/a.jpg",
        "http://localhost/up/a",
        "https://localhost/other/a",
        "https://localhost.elsewhere.example/up/a",
        "https://localhost@elsewhere.example/up/a",
        "ftp://localhost/up/a",
        "https://127.0.0.1/up/a",
        "javascript:alert(1)",
        "https://localhost:99999/up/a",
    ],
)
def test_nothing_is_asked_of_other_hosts(server: BadServer, url: str) -> None:
    assert refused(fetcher(server), url) == "fetch-host"
    assert server.asked == []


@pytest.mark.parametrize(
    ("behave", "key"),
    [
        (bad_server.endless, "fetch-large"),
        (body(b"\xff" * (MOST + 1)), "fetch-large"),
        (bad_server.slow, "fetch-slow"),
        (bad_server.slow_head, "fetch-slow"),
        (bad_server.cut_short, "fetch-failed"),
        (bad_server.packed, "fetch-failed"),
        (redirect("/up/a"), "fetch-redirects"),
    ],
)
def test_a_server_that_misbehaves_is_given_up_soon(
    server: BadServer, behave: bad_server.Behave, key: str
) -> None:
    server.pages["/up/a"] = behave
    start = time.monotonic()
    assert refused(fetcher(server), server.url("/up/a")) == key
    assert time.monotonic() - start < 5


def test_what_is_gone_is_said_to_be_gone(server: BadServer) -> None:
    assert refused(fetcher(server), server.url("/up/none")) == "fetch-gone"


def test_an_unknown_certificate_is_no_photo(server: BadServer) -> None:
    server.pages["/up/a"] = body(b"photo")
    strict = Fetcher(
        origins={"localhost": re.compile(r"/up/.*")}, port=server.port, may_connect=lambda _: True
    )
    assert refused(strict, server.url("/up/a")) == "fetch-failed"


def test_a_picture_on_any_site_is_had_wherever_it_leads(
    server: BadServer, names: dict[str, list[str]]
) -> None:
    server.pages["/any/a"] = redirect(server.url("/b", "localhost"))
    server.pages["/b"] = body(b"photo")
    assert fetcher(server, anywhere=True).fetch(server.url("/any/a"), MOST) == b"photo"


@pytest.mark.parametrize(
    "url", ["http://localhost/a", "https://localhost:22/a", "https://me@localhost/a", "file:///a"]
)
def test_any_site_means_no_other_port_or_way(server: BadServer, url: str) -> None:
    assert refused(fetcher(server, anywhere=True), url) == "fetch-host"
    server.pages["/a"] = redirect(url)
    assert refused(fetcher(server, anywhere=True), server.url("/a")) == "fetch-elsewhere"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "10.0.0.8", "[::1]", "[64:ff9b::a9fe:a9fe]", "169.254.169.254"]
)
def test_any_site_is_none_within_a_network(server: BadServer, host: str) -> None:
    strict = fetcher(server, anywhere=True, may_connect=is_public)
    assert refused(strict, f"https://{host}:{server.port}/a") == "fetch-private"
    assert server.asked == []


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["10.0.0.8"], ["169.254.169.254"], ["::1"], ["93.184.216.34", "10.0.0.8"]],
)
def test_a_known_name_at_an_inner_address_is_not_asked(
    server: BadServer, names: dict[str, list[str]], addresses: list[str]
) -> None:
    names["localhost"] = addresses
    strict = fetcher(server, may_connect=is_public)
    assert refused(strict, server.url("/up/a")) == "fetch-private"
    assert server.asked == []


def test_a_name_is_resolved_once_and_the_checked_address_is_used(
    server: BadServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["127.0.0.1", "10.0.0.8"])
    asked = []

    def resolve(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        if host[0].isdigit():  # an address is its own answer
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    monkeypatch.setattr("kocbook.intake.remote.fetch.socket.getaddrinfo", resolve)
    server.pages["/up/a"] = body(b"photo")
    assert fetcher(server).fetch(server.url("/up/a"), MOST) == b"photo"
    assert asked == ["localhost"]


@pytest.mark.parametrize(
    ("address", "open_"),
    [
        ("140.82.112.3", True),
        ("2606:50c0:8000::154", True),
        ("127.0.0.1", False),
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:169.254.169.254", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::8.8.8.8", True),
        ("64:ff9b::10.0.0.8", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("2001:0:4136:e378:8000:63bf:f5ff:fff7", False),
        # A network's own translation, the site-local addresses of old, IPv4 inside in other ways.
        ("64:ff9b:1::8.8.8.8", False),
        ("64:ff9b:1::a9fe:a9fe", False),
        ("64:ff9b:1:fffe::10.0.0.8", False),
        ("fec0::1", False),
        ("fec0:0:0:ffff::1", False),
        ("::127.0.0.1", False),
        ("::8.8.8.8", False),
        ("::ffff:0:10.0.0.8", False),
        ("2606:50c0:8000::5efe:10.0.0.8", False),
        ("2606:50c0:8000::200:5efe:169.254.169.254", False),
        ("fe80::5efe:8.8.8.8", False),
        ("192.88.99.1", False),
        ("2002:c058:6301::", False),
        ("100::1", False),
        ("100:0:0:1::1", False),
        ("5f00::1", False),
        ("2001:db8::1", False),
        ("ff0e::1", False),
        ("::", False),
        ("240.0.0.1", False),
        ("198.18.0.1", False),
        ("203.0.113.9", False),
        ("::ffff:140.82.112.3", True),
    ],
)
def test_which_addresses_are_on_the_open_internet(address: str, open_: bool) -> None:
    assert is_public(address) is open_
