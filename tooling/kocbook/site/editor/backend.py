"""Where the visual editor keeps what it saves: the community's hosting service, or this machine."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from kocbook.model.forges import Forge, find_forge
from kocbook.model.settings import Site

_HOST = re.compile(r"[A-Za-z0-9.-]+(?::[0-9]+)?")
LOCAL_API = "/api/v1"
"""Where `koc edit` answers the editor."""


@dataclass(frozen=True, slots=True)
class Backend:
    """The editor's own settings for a service, and the hosts that its page must reach.

    `pictures` are hosts from which it shows the pictures of accounts.
    """

    settings: dict[str, Any]
    hosts: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    is_local: bool = False


@dataclass(frozen=True, slots=True)
class NoEditorReason:
    """Why there is no editor on the site: the end of a text's key, and what fills it."""

    reason: str
    data: dict[str, object] = field(default_factory=dict)


def local_backend(site: Site) -> Backend:
    """Return the settings for `koc edit`."""
    settings = {"name": "proxy", "proxy_url": LOCAL_API, "branch": site.branch}
    return Backend(settings, is_local=True)


def find_backend(site: Site) -> Backend | NoEditorReason:
    """Return the settings for the service of the community's repository, or why there are none.

    GitHub needs a helper that exchanges a sign-in for a token (`site.editor.sign_in`). GitLab and
    Forgejo let the browser do that (OAuth 2.0 with PKCE, RFC 7636) for an application that is
    registered there (`site.editor.app`).
    """
    address = urlsplit(site.repository)
    # The host becomes a part of the page's policy, where a `;` would begin another rule.
    forge = find_forge(site.repository) if _HOST.fullmatch(address.netloc) else None
    origin = f"{address.scheme}://{address.netloc}"
    common: dict[str, Any] = {
        "repo": address.path.strip("/").removesuffix(".git"),
        "branch": site.branch,
    }
    sign_in = site.editor.sign_in if site.editor else None
    app = site.editor.app if site.editor else None
    match forge:
        case Forge.GITHUB:
            if sign_in is None:
                return NoEditorReason("sign-in")
            settings = common | {"name": "github", "base_url": sign_in, "open_authoring": True}
            hosts = ("https://api.github.com",)
            return Backend(settings, hosts, ("https://avatars.githubusercontent.com",))
        case Forge.GITLAB:
            if app is None:
                return NoEditorReason("app", {"host": address.netloc})
            settings = common | {
                "name": "gitlab",
                "auth_type": "pkce",
                "app_id": app,
                "base_url": origin,
                "api_root": f"{origin}/api/v4",
                "graphql_api_root": f"{origin}/api/graphql",
            }
            return Backend(settings, (origin,), (origin,))
        case Forge.GITEA:
            if app is None:
                return NoEditorReason("app", {"host": address.netloc})
            # Decap's backend for Gitea knows no pull requests; the one for Forgejo, which kept
            # Gitea's interface, does.
            settings = common | {"name": "forgejo", "app_id": app, "api_root": f"{origin}/api/v1"}
            return Backend(settings, (origin,), (origin,))
        case _:
            return NoEditorReason("service", {"host": address.netloc})
