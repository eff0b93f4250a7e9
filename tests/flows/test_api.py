"""The carrier on a bad day: servers that fail, pages elsewhere, accounts that are gone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from forges.github import api as api_module
from forges.github.api import Api, ForgeError
from forges.github.comment import find_comment, put_comment
from forges.github.request import list_approvals, name_account, read_request
from tests.flows.fake_github import BOT, REPOSITORY, TOKEN, FakeGitHub, serve

HEAD = "a" * 40


@pytest.fixture
def github(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGitHub]:
    monkeypatch.setattr(api_module.time, "sleep", lambda seconds: None)
    with serve(FakeGitHub()) as running:
        yield running


@pytest.fixture
def api(github: FakeGitHub) -> Api:
    return Api(github.url, REPOSITORY, TOKEN)


def test_reading_is_tried_again_and_writing_is_not(api: Api, github: FakeGitHub) -> None:
    github.comments[1] = []
    github.failures = [502, 503]
    assert list(api.list("issues/1/comments")) == []
    github.failures = [502]
    with pytest.raises(ForgeError, match="502"):
        api.post("issues/1/comments", body="x")
    assert github.comments[1] == []
    github.failures = [500, 500, 500]
    with pytest.raises(ForgeError, match="500"):
        api.get("pulls/1")
    github.failures = [301]
    with pytest.raises(ForgeError, match="301"):
        api.get("pulls/1")
    with pytest.raises(ForgeError, match="404"):
        api.get("pulls/1")
    with pytest.raises(ForgeError, match="401"):
        Api(github.url, REPOSITORY, "wrong").get("pulls/1")


def test_nobody_there_is_an_error_and_no_traceback() -> None:
    with pytest.raises(ForgeError):
        Api("http://127.0.0.1:9", REPOSITORY, TOKEN).post("issues", title="x")


def test_all_pages_are_read_but_none_elsewhere(api: Api, github: FakeGitHub) -> None:
    for number in range(5):
        github.say(1, str(number), BOT)
    assert [one["body"] for one in api.list("issues/1/comments")] == list("01234")
    url, github.url = github.url, "http://elsewhere.example"
    with pytest.raises(ForgeError, match="another host"):
        list(Api(url, REPOSITORY, TOKEN).list("issues/1/comments"))


def test_the_newest_word_of_each_reviewer_counts(api: Api, github: FakeGitHub) -> None:
    one, two, three = ({"login": f"n{i}", "id": i} for i in (1, 2, 3))
    github.reviews[1] = [
        {"state": "APPROVED", "commit_id": HEAD, "user": one},
        {"state": "APPROVED", "commit_id": HEAD, "user": two},
        {"state": "APPROVED", "commit_id": HEAD, "user": three},
        {"state": "APPROVED", "commit_id": HEAD, "user": None},
        {"state": "CHANGES_REQUESTED", "commit_id": HEAD, "user": two},
        {"state": "COMMENTED", "commit_id": HEAD, "user": three},
    ]
    found = {"number": 1, "user": one, "head": {"sha": HEAD, "ref": "x", "repo": None}}
    request = read_request(found, "https://github.com")
    assert list_approvals(api, request) == ["ghost:10137", "n1:1", "n3:3"]


def test_a_deleted_copy_or_account_is_still_answered() -> None:
    found = {"number": 1, "user": None, "head": {"sha": HEAD, "ref": "x", "repo": None}}
    request = read_request(found, "https://github.com")
    assert (request.author, request.edit_base) == ("ghost:10137", None)
    assert name_account({"login": "a", "id": 2}) == "a:2"
    with pytest.raises(ForgeError, match="no pull request"):
        read_request({**found, "head": {"sha": "--upload-pack=x", "ref": "x"}}, "")


def test_a_comment_is_left_alone_when_it_says_the_same(api: Api, github: FakeGitHub) -> None:
    _, changed = put_comment(api, 1, "answer", "一\n二", None)
    assert changed
    github.comments[1][0]["body"] = github.comments[1][0]["body"].replace("\n", "\r\n")
    found = find_comment(api, 1, "answer")
    assert found is not None
    assert not put_comment(api, 1, "answer", "一\n二", found)[1]
    assert put_comment(api, 1, "answer", "三", found)[1]
    assert len(github.comments[1]) == 1
