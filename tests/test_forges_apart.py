"""What only one hosting service does stands in few places, and who commits is told by each service's way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kocbook.model.forges import PrivateMail

SOURCES = Path(__file__).parents[1] / "tooling/kocbook"
HOSTS = {
    "https://github.com/club/book": "7+wang@users.noreply.github.com",
    "https://gitlab.com/club/book": "7-wang@users.noreply.gitlab.com",
    "https://gitee.com/club/book": "7+wang@user.noreply.gitee.com",
    "https://codeberg.org/club/book": "wang@noreply.codeberg.org",
    "https://git.club.example/book": "7+wang@users.noreply.github.com",
}
MAY_NAME_HOSTS = {
    "model/forges.py",  # how each service writes addresses
    "intake/remote/attachments.py",  # from where GitHub's forms let pictures come
    "insight/robots.py",  # how programs sign their commits, on whichever service
    "intake/acts/all_contributors.py",  # a format of GitHub's tool
    "report/all_contributors.py",
    "report/citation.py",  # cites a standard's page
    "records/loader.py",  # the first line of a file that Git LFS keeps elsewhere
    "site/editor/backend.py",  # the services that the visual editor can write to
}


@pytest.mark.parametrize(("repository", "address"), HOSTS.items())
def test_each_service_writes_private_addresses_its_own_way(repository: str, address: str) -> None:
    mail = PrivateMail.of(repository)
    assert mail.write("wang", 7) == address
    number = 7 if "7" in address else None
    assert mail.read(address.upper().replace("WANG", "wang")) == ("wang", number)


def test_the_number_of_another_service_names_nobody() -> None:
    mail = PrivateMail.of("https://gitee.com/club/book")
    assert mail.read("7+wang@users.noreply.github.com") is None
    assert mail.read("wang@club.example") is None


@given(
    login=st.from_regex(r"[A-Za-z0-9](-?[A-Za-z0-9]){0,30}", fullmatch=True),
    number=st.integers(1, 10**12),
    repository=st.sampled_from(sorted(HOSTS)),
)
def test_what_is_written_is_read(login: str, number: int, repository: str) -> None:
    mail = PrivateMail.of(repository)
    read = mail.read(mail.write(login, number))
    assert read == (login, number if mail.joint else None)


def test_no_other_source_names_a_services_host() -> None:
    named = re.compile(r"github\.com|githubusercontent|gitlab\.com|gitee\.com|codeberg\.org")
    found = {
        path.relative_to(SOURCES).as_posix()
        for path in SOURCES.rglob("*.py")
        if named.search(path.read_text("utf-8"))
    }
    assert found <= MAY_NAME_HOSTS
