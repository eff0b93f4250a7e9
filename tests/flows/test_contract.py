"""What is relied upon of GitHub: which operations, queries and fields of events, held against its descriptions."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from graphql import parse, validate

from forges.github.api import Api, read_query
from forges.github.greeting import greet, is_form, is_of_staff
from kocbook.intake.forms.event import read_event
from tests.flows.api_description import ROOT, ContractError, find_operation, operation_of
from tests.flows.conftest import example_event
from tests.flows.fake_github import BOT, REPOSITORY, TOKEN, FakeGitHub
from tests.flows.fake_graphql import read_schema
from tests.flows.fake_server import serve
from tests.flows.github_objects import account, whole_status

FORGE = ROOT / "tooling/forges/github"
WEBHOOKS = ROOT / "node_modules/@octokit/openapi-webhooks/generated/api.github.com.json"
OPERATIONS = {
    "actions/create-workflow-dispatch",
    "actions/list-jobs-for-workflow-run",
    "actions/list-workflow-runs",
    "issues/add-labels",
    "issues/create",
    "issues/create-comment",
    "issues/get",
    "issues/list-comments",
    "issues/list-for-repo",
    "issues/remove-label",
    "issues/update",
    "issues/update-comment",
    "pulls/create",
    "pulls/list",
    "pulls/list-reviews",
    "pulls/update",
    "repos/create-commit-status",
    "repos/list-commit-statuses-for-ref",
}
QUERIES = ("heads", "issues", "passed", "request", "requests")
FIELDS = {
    "issues-opened": {
        "action",
        "issue.author_association",
        "issue.body",
        "issue.labels.name",
        "issue.number",
        "issue.updated_at",
        "issue.user.id",
        "issue.user.login",
        "issue.user.type",
        "sender.id",
        "sender.login",
        "sender.type",
    },
    "issue-comment-created": {
        "comment.author_association",
        "comment.id",
        "comment.user.id",
        "comment.user.type",
        "issue.number",
        "issue.pull_request",
        "issue.user.type",
        "sender.type",
    },
    "pull-request-edited": {"action", "changes.base", "pull_request.number"},
    "merge-group-checks-requested": {
        "merge_group.base_sha",
        "merge_group.head_ref",
        "merge_group.head_sha",
    },
}
"""What is read of an event. Whoever reads more adds it here, and finds out whether GitHub sends it."""
MAY_LACK = {
    "changes.base",
    "comment.user.type",
    "issue.body",
    "issue.labels.name",
    "issue.pull_request",
    "issue.user.type",
    "sender.type",
}
"""What an event may lack, and the code expects to be lacking."""


def calls(*, of_doctor: bool) -> Iterator[tuple[str, str]]:
    """Yield method and path of each call in the source, with 1 for what is filled in.

    What `koc doctor` asks for is apart: it only looks, and has answers of its own in `test_settings`.
    """
    methods = {"get": "GET", "list": "GET", "post": "POST", "patch": "PATCH"}
    for file in sorted(FORGE.glob("*.py")):
        if (file.name == "settings.py") is not of_doctor:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            asked = ast.unparse(node.func.value).rpartition(".")[2]
            if node.func.attr in methods and asked == "api":
                yield methods[node.func.attr], fill(node.args[0])
            elif node.func.attr == "_address" and not isinstance(node.args[0], ast.Name):
                yield "DELETE", fill(node.args[0])


def fill(path: ast.expr) -> str:
    if isinstance(path, ast.Constant):
        return str(path.value)
    assert isinstance(path, ast.JoinedStr), ast.unparse(path)
    parts = (str(one.value) if isinstance(one, ast.Constant) else "1" for one in path.values)
    return "".join(parts)


def test_every_operation_that_is_used_is_githubs_and_known_to_the_stand_in() -> None:
    home = "/repos/club/handbooks"
    used = {find_operation(how, f"{home}/{path}").name for how, path in calls(of_doctor=False)}
    assert used == OPERATIONS
    for how, path in calls(of_doctor=True):
        assert find_operation(how, f"{home}/{path}").method == "GET"
    for name in used:
        assert hasattr(FakeGitHub, "_" + re.sub(r"[/-]", "_", name)), name


def test_queries_are_right_by_githubs_schema() -> None:
    assert {path.stem for path in (FORGE / "queries").iterdir()} == {*QUERIES, "fragments"}
    for name in QUERIES:
        assert validate(read_schema(), parse(read_query(name))) == [], name


class Watched(dict[str, Any]):
    """An event that remembers which of its fields were read."""

    def __init__(self, value: Mapping[str, Any], read: set[str], place: str = "") -> None:
        super().__init__(value)
        self.read, self.place = read, place

    def __getitem__(self, name: str) -> Any:
        return self._watch(name, super().__getitem__(name))

    def get(self, name: str, default: Any = None) -> Any:
        return self._watch(name, super().get(name, default))

    def _watch(self, name: str, value: Any) -> Any:
        place = f"{self.place}{name}"
        if isinstance(value, list):
            return [Watched(one, self.read, f"{place}.") for one in value]
        if isinstance(value, dict):
            return Watched(value, self.read, f"{place}.")
        self.read.add(place)
        return value


def read_by_code(event: str) -> set[str]:
    """Return the fields that the code reads of an example."""
    name, _, action = event.rpartition("-")
    read: set[str] = set()
    raw = json.loads(example_event(name.replace("-", "_"), action))
    for said in (raw["issue"], raw.get("comment", {})):
        said |= {"author_association": "NONE", "labels": [{"name": "x"}]}
    watched = Watched(raw, read)
    with serve(FakeGitHub()) as github:
        number = raw["issue"]["number"]
        github.issues[number] = {"number": number, "title": "x", "user": BOT, "state": "open"}
        greet(Api(github.url, REPOSITORY, TOKEN), watched, "https://github.com")
    if "comment" not in raw:
        read_event(watched)
        is_form(watched["issue"])
        is_of_staff(watched["issue"])
    return read


def read_by_workflows() -> set[str]:
    """Return the fields that conditions and groups of the workflows read."""
    files = (ROOT / ".github/workflows").glob("*.yml")
    texts = "\n".join(path.read_text(encoding="utf-8") for path in files)
    found = set(re.findall(r"github\.event\.([\w.]+)", texts))
    return found - {"repository.default_branch", "before"}


@pytest.mark.parametrize("event", ["issues-opened", "issue-comment-created"])
def test_all_fields_that_the_code_reads_are_listed(event: str) -> None:
    assert read_by_code(event) - {"comment"} <= FIELDS[event]


def test_all_fields_that_workflows_read_are_listed() -> None:
    known = set().union(*FIELDS.values()) | {"comment", "pull_request.number"}
    assert read_by_workflows() <= known


@pytest.mark.parametrize(
    ("event", "field"), [(event, field) for event in FIELDS for field in sorted(FIELDS[event])]
)
def test_github_sends_what_is_relied_upon(event: str, field: str) -> None:
    assert promises(webhook(event), field.split("."), strict=field not in MAY_LACK)


@cache
def schemas() -> Mapping[str, Any]:
    found: dict[str, Any] = json.loads(WEBHOOKS.read_bytes())["components"]["schemas"]
    return found


def webhook(event: str) -> Mapping[str, Any]:
    return dict(schemas()[f"webhook-{event}"])


def promises(schema: Mapping[str, Any], place: list[str], *, strict: bool) -> bool:
    """Return whether an object by this schema has what stands at a place, always where `strict`."""
    if "$ref" in schema:
        return promises(schemas()[schema["$ref"].rpartition("/")[2]], place, strict=strict)
    if not place:
        return True
    if "items" in schema:
        return promises(schema["items"], place, strict=strict)
    parts = [*schema.get("allOf", ()), *schema.get("anyOf", ())]
    if any(promises(one, place, strict=strict) for one in parts):
        return True
    name, *rest = place
    inner = schema.get("properties", {}).get(name)
    if inner is None or (strict and name not in schema.get("required", ())):
        return False
    return promises(inner, rest, strict=strict)


def test_the_referee_sees_what_github_would_not_take() -> None:
    create = operation_of("pulls/create")
    path = "/repos/club/handbooks/pulls"
    good = {"title": "x", "head": "claim/x", "base": "main", "body": "y"}
    create.check_request(path, {}, good, "application/json")
    wrong = [{"title": 3}, {"base": None}, {"state": "open"}]
    for one in wrong:
        with pytest.raises(ContractError):
            create.check_request(path, {}, {**good, **one}, "application/json")
    with pytest.raises(ContractError):
        create.check_request(path, {}, good, "text/plain")
    with pytest.raises(ContractError):
        operation_of("pulls/list").check_request(path, {"author": "x"}, None, "")
    with pytest.raises(ContractError):
        operation_of("pulls/list").check_request(path, {"state": "merged"}, None, "")
    with pytest.raises(ContractError, match="GitHub has no"):
        find_operation("GET", "/repos/club/handbooks/statuses/1")


def test_the_referee_sees_what_github_would_not_say() -> None:
    status = operation_of("repos/create-commit-status")
    good = whole_status({"state": "success", "context": "koc", "creator": account("a", 3)}, 4)
    status.check_response(201, good)
    for code, said in ((200, good), (201, {**good, "id": "4"}), (404, {}), (201, None)):
        with pytest.raises(ContractError):
            status.check_response(code, said)
