"""Whose a signature is: numbers, hashes, logins of today and of earlier, robots, and .mailmap."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kocbook.git.history import Signature, iter_history
from kocbook.insight.accounts import EMPTY_ADDRESS, AccountBook, hash_email
from kocbook.insight.robots import Robots
from tests.audit.workshop import PAGE, Workshop
from tests.builders import base_files, load_files

NOREPLY = "users.noreply.github.com"
HOME = "old@home.example"


def book(*signatures: str, emails: tuple[str, ...] = ()) -> AccountBook:
    """Return the accounts of owner-a (account1, number 1001, with these addresses) and others."""
    files = base_files()
    if emails:
        files["members/owner-a.yml"]["commit_emails"] = list(map(hash_email, emails))
    return AccountBook(load_files(files), [Signature("x", email) for email in signatures])


def whose(found: AccountBook, email: str) -> str | None:
    return found.find(Signature("Name", email)).member


def test_a_number_finds_the_logins_that_its_account_had() -> None:
    plain = f"old-login@{NOREPLY}"
    assert whose(book(), plain) is None
    assert whose(book(f"1001+old-login@{NOREPLY}"), plain) == "owner-a"
    assert whose(book(f"1001+Old-Login@{NOREPLY}"), plain) == "owner-a"


def test_a_login_that_two_accounts_had_is_nobodys_for_sure() -> None:
    both = (f"1001+old-login@{NOREPLY}", f"9+old-login@{NOREPLY}")
    assert whose(book(*both), f"old-login@{NOREPLY}") is None
    # Who has the login today keeps it, whatever an address says.
    assert whose(book(f"1001+account2@{NOREPLY}"), f"account2@{NOREPLY}") == "owner-b"


def test_addresses_of_a_service_can_be_claimed_by_their_hash() -> None:
    for address in (f"old-login@{NOREPLY}", f"5+gone@{NOREPLY}", HOME):
        assert whose(book(), address) is None
        assert whose(book(emails=(address,)), address) == "owner-a"
    # The number of another member is not to be claimed.
    assert (
        whose(book(emails=(f"1002+account2@{NOREPLY}",)), f"1002+account2@{NOREPLY}") == "owner-b"
    )


def test_the_empty_address_is_nobodys() -> None:
    found = book(emails=("",)).find(Signature("Somebody", " "))
    assert (found.member, found.key, found.email_hash) == (None, "Somebody", None)
    assert hash_email("") == EMPTY_ADDRESS


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("dependabot[bot]", f"49699333+dependabot[bot]@{NOREPLY}"),
        ("github-actions[bot]", f"41898282+github-actions[bot]@{NOREPLY}"),
        ("github-actions[bot]", f"github-actions[bot]@{NOREPLY}"),
        ("Copilot", f"198982749+Copilot@{NOREPLY}"),
        ("GitHub Copilot", "copilot@github.com"),
        ("Claude", "noreply@anthropic.com"),
        ("Claude Opus", "NoReply@Anthropic.com"),
        ("Cursor Agent", "cursoragent@cursor.com"),
        ("project token", "project_42_bot_abc@noreply.gitlab.com"),
        ("GitHub Action", "action@github.com"),
    ],
)
def test_usual_robots(name: str, email: str) -> None:
    assert Signature(name, email) in Robots()


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("Claude", "claude.monet@home.example"),
        ("dependabot[bot]", "somebody@home.example"),
        ("Abbot", f"12+abbot@{NOREPLY}"),
        ("bot", f"5+robot@{NOREPLY}"),
        ("x", "noreply@anthropic.com.evil.example"),
        ("", ""),
    ],
)
def test_people_are_no_robots_for_their_names(name: str, email: str) -> None:
    assert Signature(name, email) not in Robots()


def test_a_community_lists_names_and_addresses_with_stars() -> None:
    robots = Robots(["Club Robot", "*@robots.example", "a.b@c.example"])
    assert Signature("club robot", "x@y.example") in robots
    assert Signature("x", "any@Robots.example") in robots
    assert Signature("x", "aXb@c.example") not in robots


@given(st.text(max_size=30), st.text(max_size=30), st.lists(st.text(max_size=12), max_size=4))
def test_no_pattern_or_signature_breaks_it(name: str, email: str, listed: list[str]) -> None:
    assert isinstance(Signature(name, email) in Robots(listed), bool)


def test_mailmap_maps_authors_and_coauthors(tmp_path: Path) -> None:
    shop = Workshop(tmp_path / "shop")
    shop.start()
    now = f"1001+account1@{NOREPLY}"
    shop.write(
        ".mailmap", f"Owner A <{now}> <{HOME}>\nOwner B <b@club.example> Bee <{HOME}.example>\n"
    )
    shop.change(HOME, PAGE, "一句。\n")
    trailers = f"Co-authored-by: Anna <{HOME}>\nCo-authored-by: Bee <{HOME}.example>\n"
    shop.change(
        "c@club.example", PAGE, "二句。\n", f"x\n\n{trailers}Co-authored-by: Z <z@z.example>"
    )
    people = [person for commit in iter_history(shop.folder) for person in commit.people]
    assert [(one.name, one.email) for one in people] == [
        ("Owner A", now),
        ("c", "c@club.example"),
        ("Owner A", now),
        ("Owner B", "b@club.example"),
        ("Z", "z@z.example"),
    ]
    assert shop.hands() == {now, "c@club.example", "b@club.example", "z@z.example"}


def test_odd_coauthors_are_left_as_they_are(tmp_path: Path) -> None:
    shop = Workshop(tmp_path / "shop")
    shop.start()
    odd = 'Co-authored-by: <x>\nCo-authored-by: \u732b "q" <\u732b@>\nCo-authored-by: a <@b>\n'
    shop.change("c@club.example", PAGE, "一句。\n", f"x\n\n{odd}")
    [commit] = iter_history(shop.folder)
    assert [one.email for one in commit.people[1:]] == ["x", "\u732b@", "@b"]
