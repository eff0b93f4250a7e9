"""Addresses of hosting services: the one place that knows how each of them writes links."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from types import MappingProxyType
from urllib.parse import quote, urlsplit


class Forge(StrEnum):
    """The hosting services whose addresses are known."""

    GITHUB = "github"
    GITLAB = "gitlab"
    GITEA = "gitea"
    GITEE = "gitee"


@dataclass(frozen=True, slots=True)
class _Shapes:
    """Ends of addresses below a repository's home; the names in braces are filled in, escaped."""

    request: str
    issue: str
    folder: str
    file: str
    edit: str
    new_file: str
    form: str | None = None
    labelled: str | None = None


_SHAPES = MappingProxyType(
    {
        Forge.GITHUB: _Shapes(
            "/compare/{main}...{branch}?expand=1",
            "/issues/new?title={title}&body={text}",
            "/tree/{branch}/{path}",
            "/blob/{branch}/{path}",
            "/edit/{branch}/{path}",
            "/new/{branch}?filename={whole}&value={text}",
            "/issues/new?template={form}&title={title}",
            "/issues?q=is%3Aopen+label%3A{label}",
        ),
        Forge.GITLAB: _Shapes(
            "/-/merge_requests/new?merge_request%5Bsource_branch%5D={whole_branch}"
            "&merge_request%5Btarget_branch%5D={main}",
            "/-/issues/new?issue%5Btitle%5D={title}&issue%5Bdescription%5D={text}",
            "/-/tree/{branch}/{path}",
            "/-/blob/{branch}/{path}",
            "/-/edit/{branch}/{path}",
            "/-/new/{branch}?file_name={whole}",
        ),
        # Gitea, and Forgejo, which began as a copy of it.
        Forge.GITEA: _Shapes(
            "/compare/{main}...{branch}",
            "/issues/new?title={title}&body={text}",
            "/src/branch/{branch}/{path}",
            "/src/branch/{branch}/{path}",
            "/_edit/{branch}/{path}",
            "/_new/{branch}/{folder}",
        ),
        Forge.GITEE: _Shapes(
            "/compare/{main}...{branch}",
            "/issues/new",
            "/tree/{branch}/{path}",
            "/blob/{branch}/{path}",
            "/edit/{branch}/{path}",
            "/new/{branch}/{folder}",
        ),
    }
)
_LOGIN = r"[A-Za-z0-9](?:[-_.]?[A-Za-z0-9]){0,99}(?:\[bot\])?"
_PRIVATE_NAME = re.compile(rf"(?:(\d{{1,18}})([-+]))?({_LOGIN})")
_EMPTY_END = re.compile("&[^&=]+=$")
_HOSTS: Mapping[str, Forge] = MappingProxyType(
    {
        "github.com": Forge.GITHUB,
        "gitlab.com": Forge.GITLAB,
        "jihulab.com": Forge.GITLAB,
        "gitee.com": Forge.GITEE,
        "codeberg.org": Forge.GITEA,
        "gitea.com": Forge.GITEA,
    }
)

_PAGES: Mapping[str, str] = MappingProxyType({"github.com": "github.io", "gitlab.com": "gitlab.io"})


def find_forge(repository: str) -> Forge | None:
    """Return the service that a repository's address tells: by its host, or by the host's first word."""
    host = (urlsplit(repository).hostname or "").removeprefix("www.")
    first = host.partition(".")[0]
    return _HOSTS.get(host) or (Forge(first) if first in set(Forge) else None)


def pages_address(repository: str) -> str:
    """Return where the pages of a repository's service would stand; "" where nobody can guess it."""
    parts = urlsplit(repository)
    owner, _, project = parts.path.strip("/").partition("/")
    domain = _PAGES.get(parts.netloc)
    return f"https://{owner.lower()}.{domain}/{project}/" if domain and project else ""


@dataclass(frozen=True, slots=True)
class PrivateMail:
    """The addresses under which a service lets people commit without telling their own.

    `joint` stands between the account's number and its login, or is empty where an address tells
    the login alone.
    """

    joint: str
    domain: str

    @classmethod
    def of(cls, repository: str) -> PrivateMail:
        """Return how the service of a repository writes them: GitHub's way where it is not known."""
        host = (urlsplit(repository).hostname or "").removeprefix("www.")
        match find_forge(repository):
            case Forge.GITLAB:
                return cls("-", f"users.noreply.{host}")
            case Forge.GITEE:
                return cls("+", f"user.noreply.{host}")
            case Forge.GITEA:
                return cls("", f"noreply.{host}")
            case Forge.GITHUB:
                return cls("+", f"users.noreply.{host}")
            case None:
                return cls("+", "users.noreply.github.com")

    def write(self, login: str, number: int | None) -> str:
        """Return an account's address."""
        numbered = f"{number}{self.joint}" if self.joint and number is not None else ""
        return f"{numbered}{login}@{self.domain}"

    def read(self, address: str) -> tuple[str, int | None] | None:
        """Return login and number of the account that an address names, or None."""
        name, _, domain = address.strip().partition("@")
        if domain.lower() != self.domain or not (match := _PRIVATE_NAME.fullmatch(name)):
            return None
        number, joint, login = match.groups()
        if joint != self.joint or not self.joint:
            return name, None
        return login, int(number)


@dataclass(frozen=True, slots=True)
class ForgeLinks:
    """Addresses in one repository. Where its service is not known, each is the repository's home."""

    home: str
    forge: Forge | None = None

    @classmethod
    def of(cls, repository: str) -> ForgeLinks:
        """Return the links of the repository at an address."""
        return cls(repository.rstrip("/"), find_forge(repository))

    def new_request(self, main: str, branch: str) -> str:
        """Return where a pull or merge request from `branch` into `main` is opened."""
        return self._fill("request", main=main, branch=branch)

    def new_issue(self, title: str, text: str = "") -> str:
        """Return where an issue is opened, filled in where the service lets it be."""
        address = self._fill("issue", title=title, text=text)
        return address if text else _EMPTY_END.sub("", address)

    def new_form(self, form: str, title: str, answers: Mapping[str, str], text: str = "") -> str:
        """Return where a form is opened, its text inputs filled in; else an issue with `text`.

        Lists and boxes are never among `answers`: the service would show the form blank.
        """
        if self.forge is None or _SHAPES[self.forge].form is None:
            return self.new_issue(title, text)
        said = "".join(f"&{key}={quote(value, safe='')}" for key, value in answers.items())
        return self._fill("form", form=form, title=title) + said

    def labelled(self, label: str) -> str | None:
        """Return where the open issues and requests with a label are listed, where the service lists both."""
        if self.forge is None or _SHAPES[self.forge].labelled is None:
            return None
        return self._fill("labelled", label=label)

    def folder(self, branch: str, path: str) -> str:
        """Return where a folder is shown."""
        return self._fill("folder", branch=branch, path=path)

    def file(self, branch: str, path: str) -> str:
        """Return where a file is shown."""
        return self._fill("file", branch=branch, path=path)

    def edit_file(self, branch: str, path: str) -> str:
        """Return where a file is edited."""
        return self._fill("edit", branch=branch, path=path)

    def new_file(self, branch: str, path: str, text: str) -> str:
        """Return where a file is begun: with its path and text where the service takes them."""
        return self._fill("new_file", branch=branch, path=path, text=text)

    def _fill(self, shape: str, **values: str) -> str:
        if self.forge is None:
            return self.home
        escaped = {name: quote(value, safe="/") for name, value in values.items()}
        escaped["whole"] = quote(values.get("path", ""), safe="")
        escaped["whole_branch"] = quote(values.get("branch", ""), safe="")
        escaped["folder"] = escaped.get("path", "").rpartition("/")[0]
        for name in ("text", "title"):
            escaped[name] = quote(values.get(name, ""), safe="")
        shapes: dict[str, str] = asdict(_SHAPES[self.forge])
        return self.home + shapes[shape].format(**escaped)
