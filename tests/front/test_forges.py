"""Links to hosting services: one table, and the repository's home where a service is not known."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from kocbook.model.forges import Forge, ForgeLinks, find_forge

HOMES = {
    Forge.GITHUB: "https://github.com/a/b",
    Forge.GITLAB: "https://gitlab.hills.example/group/sub/b",
    Forge.GITEA: "https://codeberg.org/a/b",
    Forge.GITEE: "https://gitee.com/a/b",
}


@pytest.mark.parametrize("forge", Forge)
def test_every_service_has_every_link(forge: Forge) -> None:
    links = ForgeLinks.of(HOMES[forge] + "/")
    assert links.forge is forge
    made = {
        links.new_request("main", "claim/a#b"),
        links.folder("main", "content/手册"),
        links.edit_file("main", "a/b?.yml"),
        links.new_file("main", "claims/writer.yml", "member: 林\n"),
        links.new_issue("认领：两分钟 & 更多", "第一行\n第二行"),
    }
    assert len(made) == 5
    for address in made:
        assert address.startswith(HOMES[forge] + "/")
        assert address.isascii()
        assert "{" not in address
        assert not urlsplit(address).fragment


def test_prefilled_fields_arrive_as_they_were() -> None:
    query = parse_qs(urlsplit(ForgeLinks.of(HOMES[Forge.GITHUB]).new_issue("a & b", "c\nd")).query)
    assert query == {"title": ["a & b"], "body": ["c\nd"]}
    assert ForgeLinks.of(HOMES[Forge.GITHUB]).new_issue("a").endswith("/issues/new?title=a")


def test_an_unknown_service_gets_the_home_alone() -> None:
    links = ForgeLinks.of("https://code.hills.example/a/b")
    assert find_forge(links.home) is None
    assert links.new_request("main", "x") == links.new_issue("t") == links.home
