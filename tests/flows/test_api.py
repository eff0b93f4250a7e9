"""The forge adapter on a bad day: servers that fail, limits, pages elsewhere, accounts that are gone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from forges.github import transport
from forges.github.api import Api, ForgeError, LimitError, RefusedError, UnreachableError
from forges.github.comment import find_comment, put_comment
from forges.github.request import find_request, iter_open_requests, name_account
from tests.flows.fake_github import BOT, REPOSITORY, TOKEN, FakeGitHub, Fault
from tests.flows.fake_server import serve
from tests.flows.github_objects import account

HEAD = "a" * 40
SERVER = "https://github.com"


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nothing is waited for; how long it would have been is kept."""
    kept: list[float] = []
    monkeypatch.setattr(transport.time, "sleep", kept.append)
    return kept


@pytest.fixture
def github(waits: list[float]) -> Iterator[FakeGitHub]:
    with serve(FakeGitHub()) as running:
        running.issues[1] = {"number": 1, "title": "x", "user": account("a", 3), "state": "open"}
        yield running


@pytest.fixture
def api(github: FakeGitHub) -> Api:
    return Api(github.url, REPOSITORY, TOKEN, f"{github.url}/graphql")


def pull(number: int, **said: Any) -> dict[str, Any]:
    base = {"ref": "main", "sha": "b" * 40}
    head = {"ref": "x", "sha": HEAD, "repo": {"full_name": "a/b"}}
    return {"number": number, "user": account("a", 3), "base": base, "head": head, **said}


def test_reading_is_tried_again_and_new_things_are_not_made_twice(
    api: Api, github: FakeGitHub
) -> None:
    github.failures = [502, 503]
    assert list(api.list("issues/1/comments")) == []
    github.failures = [502]
    with pytest.raises(UnreachableError, match="502"):
        api.post("issues/1/comments", body="x")
    assert github.comments == {}
    github.failures = [500, 500, 500]
    with pytest.raises(UnreachableError, match="500"):
        api.get("pulls/1")
    github.failures = [301]
    with pytest.raises(RefusedError, match="301"):
        api.get("pulls/1")
    with pytest.raises(RefusedError, match="404"):
        api.get("pulls/1")
    with pytest.raises(RefusedError, match="401"):
        Api(github.url, REPOSITORY, "wrong").get("pulls/1")


def test_what_was_refused_for_a_limit_is_sent_again_when_github_says(
    api: Api, github: FakeGitHub, waits: list[float]
) -> None:
    secondary = "You have exceeded a secondary rate limit."
    github.faults = [
        Fault(403, "POST", headers={"Retry-After": "7"}, message=secondary),
        Fault(429, "POST", headers={"Retry-After": "3"}),
        Fault(403, "POST", message=secondary),
    ]
    api.post("issues/1/comments", body="x")
    assert waits == [7, 3, 60]
    assert len(github.comments[1]) == 1
    github.faults = [Fault(403, headers={"Retry-After": "900"}, message=secondary)]
    with pytest.raises(LimitError) as error:
        api.get("issues/1")
    assert error.value.wait == 900
    github.faults = [Fault(403, message="Resource not accessible by integration")]
    with pytest.raises(RefusedError, match="not accessible"):
        api.get("issues/1")
    github.remaining = 0
    with pytest.raises(LimitError):
        api.get("issues/1")
    assert api.is_short


def test_a_server_that_hangs_up_is_an_error_and_no_traceback(api: Api, github: FakeGitHub) -> None:
    with pytest.raises(UnreachableError):
        Api("http://127.0.0.1:9", REPOSITORY, TOKEN).post("issues", title="x")
    github.faults = [Fault(times=2)]
    assert api.get("issues/1")["number"] == 1
    github.faults = [Fault(where="POST", is_late=True)]
    with pytest.raises(UnreachableError):
        api.post("issues", title="x")


def test_a_comment_that_was_written_before_the_line_broke_is_not_written_twice(
    api: Api, github: FakeGitHub
) -> None:
    github.faults = [Fault(where="POST", is_late=True)]
    comment, changed = put_comment(api, 1, "answer", "一", None)
    assert changed
    assert [one["id"] for one in github.comments[1]] == [comment.number]
    github.comments.clear()
    github.faults = [Fault(where="POST")]
    put_comment(api, 1, "answer", "一", None)
    assert len(github.comments[1]) == 1


def test_a_label_that_is_gone_is_off(api: Api, github: FakeGitHub) -> None:
    api.post("issues/1/labels", labels=["koc-claim", "KOC-claim"])
    assert github.labels(1) == {"koc-claim"}  # one label, however its letters are written
    api.remove_label(1, "koc-claim")
    api.remove_label(1, "koc-claim")
    with pytest.raises(RefusedError, match="422"):
        api.post("issues/1/labels", labels=["x" * 51])
    github.faults = [Fault(403, "DELETE", message="Resource not accessible by integration")]
    with pytest.raises(RefusedError, match="403"):
        api.remove_label(1, "koc-claim")


def test_all_pages_are_read_but_none_elsewhere(api: Api, github: FakeGitHub) -> None:
    for number in range(5):
        github.say(1, str(number), BOT)
    assert [one["body"] for one in api.list("issues/1/comments")] == list("01234")
    url, github.url = github.url, "http://elsewhere.example"
    with pytest.raises(ForgeError, match="another host"):
        list(Api(url, REPOSITORY, TOKEN).list("issues/1/comments"))


def test_requests_come_page_after_page_the_newest_first(api: Api, github: FakeGitHub) -> None:
    for number in range(1, 6):
        github.pulls[number] = pull(number, updated_at=f"2026-07-0{number}T00:00:00Z")
    found = [one["number"] for one in iter_open_requests(api, "main")]
    assert found == [5, 4, 3, 2, 1]
    assert github.asked.count("POST /graphql") == 3


@pytest.mark.parametrize("more", [0, 100])
def test_the_newest_word_of_each_reviewer_counts(api: Api, github: FakeGitHub, more: int) -> None:
    one, two, three = ({"login": f"n{i}", "id": i} for i in (1, 2, 3))
    github.pulls[1] = pull(1)
    said = [
        {"state": "APPROVED", "commit_id": HEAD, "user": one},
        {"state": "APPROVED", "commit_id": HEAD, "user": two},
        {"state": "APPROVED", "commit_id": HEAD, "user": three},
        {"state": "APPROVED", "commit_id": HEAD, "user": None},
        {"state": "CHANGES_REQUESTED", "commit_id": HEAD, "user": two},
        {"state": "COMMENTED", "commit_id": HEAD, "user": three},
    ]
    # A hundred words of others push none of these out of sight.
    others = [{"state": "DISMISSED", "commit_id": HEAD, "user": account("x", 9)}] * more
    github.reviews[1] = [*said, *others]
    found = find_request(api, 1, SERVER)
    assert found.approvals == ("ghost:10137", "n1:1", "n3:3")


def test_a_deleted_copy_or_account_is_still_answered(api: Api, github: FakeGitHub) -> None:
    head = {"ref": "x", "sha": HEAD, "repo": None}
    github.pulls[1] = pull(1, user=None, head=head)
    request = find_request(api, 1, SERVER)
    assert (request.author, request.edit_base) == ("ghost:10137", None)
    assert name_account({"login": "a", "id": 2}) == "a:2"
    github.pulls[1]["head"]["sha"] = "--upload-pack=x"
    with pytest.raises(ForgeError, match="no pull request"):
        find_request(api, 1, SERVER)
    with pytest.raises(ForgeError, match="no pull request"):
        find_request(api, 2, SERVER)


def test_a_form_is_its_authors_where_a_workflow_says_so(api: Api, github: FakeGitHub) -> None:
    own = {"ref": "claim/x", "sha": HEAD, "repo": {"full_name": REPOSITORY}}
    github.pulls[1] = pull(1, user=BOT, head=own)
    assert find_request(api, 1, SERVER).author == "github-actions[bot]:41898282"
    said = {"state": "success", "context": "koc-form"}
    github.set_status(HEAD, BOT, description="old-he-car:1003", **said)
    assert find_request(api, 1, SERVER).author == "old-he-car:1003"
    # Somebody else's status of that name is not believed, and hides none that is.
    github.set_status(HEAD, account("gu-heng-car", 1005), description="gu-heng-car:1005", **said)
    assert find_request(api, 1, SERVER).author == "old-he-car:1003"
    github.pulls[1]["head"]["repo"] = {"full_name": "thief/handbooks"}
    assert find_request(api, 1, SERVER).author == "github-actions[bot]:41898282"


def test_the_answer_is_found_behind_any_number_of_comments(api: Api, github: FakeGitHub) -> None:
    github.pulls[1] = pull(1)
    for number in range(60):
        github.say(1, f"{number}", account("x", 9))
    made, _ = put_comment(api, 1, "answer", "一", None)
    found = find_request(api, 1, SERVER).answer
    assert found
    assert found.number == made.number


def test_a_comment_is_left_alone_when_it_says_the_same(api: Api, github: FakeGitHub) -> None:
    _, changed = put_comment(api, 1, "answer", "一\n二", None)
    assert changed
    github.comments[1][0]["body"] = github.comments[1][0]["body"].replace("\n", "\r\n")
    found = find_comment(api, 1, "answer")
    assert found is not None
    assert not put_comment(api, 1, "answer", "一\n二", found)[1]
    assert put_comment(api, 1, "answer", "三", found)[1]
    assert len(github.comments[1]) == 1
