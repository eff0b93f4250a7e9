"""`koc doctor` and a service: the settings as GitHub's API tells them, refused in part, or out of reach."""

from __future__ import annotations

import json
import os
import re
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import AUTHOR, Koc

HOME = "/repos/club/book"
FORMS = Path(__file__).parents[2] / ".github/ISSUE_TEMPLATE"
ANSWERS: dict[str, tuple[int, Any]] = {
    HOME: (
        200,
        {
            "id": 1,
            "full_name": "club/book",
            "default_branch": "main",
            "private": False,
            "has_issues": True,
            "pushed_at": "2999-01-01T08:00:00Z",
        },
    ),
    f"{HOME}/actions/permissions": (
        200,
        {"enabled": True, "allowed_actions": "selected", "sha_pinning_required": False},
    ),
    f"{HOME}/actions/permissions/selected-actions": (
        200,
        {"github_owned_allowed": True, "verified_allowed": False, "patterns_allowed": []},
    ),
    f"{HOME}/actions/permissions/workflow": (
        200,
        {"default_workflow_permissions": "read", "can_approve_pull_request_reviews": True},
    ),
    f"{HOME}/pages": (200, {"url": "x", "status": "built", "build_type": "workflow"}),
    f"{HOME}/rules/branches/main": (
        200,
        [
            {"type": "deletion", "ruleset_source_type": "Repository", "ruleset_id": 1},
            {"type": "non_fast_forward", "ruleset_source_type": "Repository", "ruleset_id": 1},
            {
                "type": "pull_request",
                "parameters": {
                    "required_approving_review_count": 1,
                    "require_code_owner_review": True,
                },
                "ruleset_id": 1,
            },
            {
                "type": "required_status_checks",
                "parameters": {
                    "required_status_checks": [{"context": "koc", "integration_id": 15368}],
                    "strict_required_status_checks_policy": False,
                },
                "ruleset_id": 1,
            },
        ],
    ),
    f"{HOME}/branches/main": (200, {"name": "main", "protected": True, "protection": {}}),
    f"{HOME}/labels": (
        200,
        [
            {"id": number, "name": f"koc-{name}", "color": "ffffff", "default": False}
            for number, name in enumerate(sorted(path.stem for path in FORMS.glob("*.yml")))
        ],
    ),
    f"{HOME}/actions/workflows": (
        200,
        {
            "total_count": 2,
            "workflows": [
                {"id": 1, "path": ".github/workflows/check.yml", "state": "active"},
                {"id": 2, "path": "dynamic/pages/pages-build-deployment", "state": "deleted"},
            ],
        },
    ),
}
OLDER = {
    "required_status_checks": {"strict": False, "checks": [{"context": "koc", "app_id": 15368}]},
    "required_pull_request_reviews": {
        "required_approving_review_count": 1,
        "require_code_owner_reviews": True,
    },
    "allow_force_pushes": {"enabled": False},
}


class Service:
    """GitHub's API as far as it tells settings; what is not there is 404."""

    def __init__(self) -> None:
        self.answers = dict(ANSWERS)
        self.tokens: set[str | None] = set()
        self.methods: set[str] = set()
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                service.tokens.add(self.headers.get("Authorization"))
                service.methods.add(self.command)
                path = self.path.partition("?")[0]
                code, value = service.answers.get(path, (404, {"message": "Not Found"}))
                body = json.dumps(value).encode()
                self.send_response(code)
                self.send_header("Content-Type", "application/json; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Stay quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"


@pytest.fixture
def service() -> Iterator[Service]:
    made = Service()
    thread = threading.Thread(target=made.server.serve_forever, daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


@pytest.fixture
def doctor(koc: Koc, service: Service) -> Koc:
    """`koc` in a community whose repository is at the service."""
    file = koc.folder / "community.yml"
    named = re.sub(
        r"repository: [^,}\n]+",
        'repository: "https://github.com/club/book"',
        file.read_text("utf-8"),
    )
    file.write_text(named, "utf-8")
    koc.environment |= {"GITHUB_API_URL": service.url, "GITHUB_TOKEN": "a-token", "LC_ALL": "C"}
    return koc


def told(doctor: Koc) -> dict[str, tuple[str, str]]:
    done = doctor.process("doctor", "--lang", "en", "--format", "json")
    assert done.code in (0, 1), done.err
    return {row["check"]: (row["state"], row["what"]) for row in json.loads(done.out)["rows"]}


COMMITS = {**os.environ, **AUTHOR}
SETTINGS = {
    *("branch", "issues", "actions", "token", "requests"),
    *("pages", "protection", "labels", "timetable"),
}


def test_a_repository_as_it_should_be(doctor: Koc, service: Service) -> None:
    found = told(doctor)
    assert {found[name][0] for name in SETTINGS} == {"good"}
    assert service.tokens == {"Bearer a-token"}
    assert service.methods == {"GET"}


@pytest.mark.parametrize(
    ("path", "value", "check", "state"),
    [
        ("", {**ANSWERS[HOME][1], "has_issues": False}, "issues", "error"),
        ("", {**ANSWERS[HOME][1], "default_branch": "master"}, "branch", "error"),
        ("", {**ANSWERS[HOME][1], "pushed_at": "2020-01-01T00:00:00Z"}, "timetable", "warning"),
        ("/actions/permissions", {"enabled": False}, "actions", "error"),
        (
            "/actions/permissions/selected-actions",
            {"github_owned_allowed": False},
            "actions",
            "error",
        ),
        (
            "/actions/permissions/workflow",
            {"default_workflow_permissions": "read", "can_approve_pull_request_reviews": False},
            *("requests", "error"),
        ),
        ("/pages", {"build_type": "legacy"}, "pages", "error"),
        ("/pages", None, "pages", "error"),
        ("/labels", [], "labels", "warning"),
        (
            "/actions/workflows",
            {
                "total_count": 1,
                "workflows": [
                    {"path": ".github/workflows/housekeeping.yml", "state": "disabled_inactivity"}
                ],
            },
            *("timetable", "error"),
        ),
    ],
)
def test_each_setting_is_seen(
    doctor: Koc, service: Service, path: str, value: Any, check: str, state: str
) -> None:
    service.answers[HOME + path] = (
        (404, {"message": "Not Found"}) if value is None else (200, value)
    )
    found = told(doctor)
    assert {name: found[name][0] for name in SETTINGS if found[name][0] != "good"} == {check: state}


def test_the_older_protection_of_a_branch_counts_too(doctor: Koc, service: Service) -> None:
    service.answers[f"{HOME}/rules/branches/main"] = (200, [])
    assert told(doctor)["protection"][0] == "error"  # protected, but nobody can see how
    service.answers[f"{HOME}/branches/main/protection"] = (200, OLDER)
    assert told(doctor)["protection"][0] == "good"
    service.answers[f"{HOME}/branches/main"] = (200, {"name": "main", "protected": False})
    assert "not protected" in told(doctor)["protection"][1]


def test_what_an_account_may_not_see_is_said(doctor: Koc, service: Service) -> None:
    for path in ("/actions/permissions", "/actions/permissions/workflow"):
        service.answers[HOME + path] = (403, {"message": "Resource not accessible by integration"})
    found = told(doctor)
    assert {name for name in SETTINGS if found[name][0] == "unseen"} == {
        "actions",
        "token",
        "requests",
    }
    assert "may not see" in found["requests"][1]


def test_without_a_token_or_a_network_it_says_so(doctor: Koc, service: Service) -> None:
    doctor.environment["GITHUB_API_URL"] = "http://127.0.0.1:9"
    found = told(doctor)
    assert {found[name][0] for name in SETTINGS} == {"unseen"}
    assert "not reached" in found["pages"][1]
    doctor.environment |= {"GITHUB_TOKEN": "", "GH_TOKEN": "", "GH_CONFIG_DIR": str(doctor.folder)}
    found = told(doctor)
    assert {found[name][0] for name in SETTINGS} == {"unseen"}
    assert "not signed in" in found["pages"][1]
    assert service.tokens == set()


def test_a_token_goes_to_no_server_that_a_file_names(doctor: Koc, service: Service) -> None:
    file = doctor.folder / "community.yml"
    text = file.read_text("utf-8").replace(
        "https://github.com/club", "https://github.evil.example/club"
    )
    file.write_text(text, "utf-8")
    doctor.environment["GITHUB_API_URL"] = ""
    assert "cannot look at" in told(doctor)["pages"][1]
    assert service.tokens == set()


def test_this_computer_and_this_clone(doctor: Koc) -> None:
    found = told(doctor)
    assert found["python"][0] == found["git"][0] == found["ownership"][0] == "good"
    assert found["workflows"][0] == "error"  # the small community has none
    assert found["history"][0] == "good"
    subprocess.run(
        ["git", "commit", "-qam", "Its repository"], cwd=doctor.folder, check=True, env=COMMITS
    )
    shallow = doctor.folder.parent / "shallow"
    here = f"file://{doctor.folder}"
    subprocess.run(["git", "clone", "-q", "--depth", "1", here, shallow], check=True)
    assert told(Koc(shallow, doctor.environment))["history"][0] == "error"


def test_a_folder_of_another_account(doctor: Koc) -> None:
    doctor.environment["GIT_TEST_ASSUME_DIFFERENT_OWNER"] = "1"
    found = told(doctor)
    assert found["ownership"][0] == "error"
    assert "another account" in found["ownership"][1]


def test_a_computer_without_git(doctor: Koc, tmp_path: Path) -> None:
    doctor.environment["PATH"] = str(tmp_path)
    found = told(doctor)
    assert found["git"] == ("error", "There is no Git on this computer.")
    assert found["pages"][0] == "good"


def test_faults_in_the_settings_do_not_stop_it(doctor: Koc) -> None:
    file = doctor.folder / "community.yml"
    file.write_text(file.read_text("utf-8") + "nonsense: true\n", "utf-8")
    assert told(doctor)["pages"][0] == "good"
    text = doctor.process("doctor", "--lang", "zh")
    assert "正常的有" in text.out
