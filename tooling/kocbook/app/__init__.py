"""The use cases: what commands, workflows, the editor and other programs ask for, without a terminal.

Each takes a `Session` (a community's folder, a language, a day) and plain values, returns typed results,
and raises `KocError` or one of its kinds; none prints, asks or exits. Importing this package costs
nothing: each name is loaded when it is used. `tooling/reference/public.en.md` says which are promised.

- Check: `check_everything`, `check_revision`, `check_merged`, `check_request`; `judge_request` and
  `compose_answers` for what the author of a request reads; `check_credits`, `propose_credits` for who
  is missing; `find_renewal`, `apply_renewal` for what `koc check --fix` writes.
- Look: `compare_words`, `list_agreements`, `list_assets`, `list_duties`, `find_teams`, `preview_files`,
  `preview_module`, `check_setup`.
- Write: `Writer` (check, judge, commit), `draft_delivery`, `draft_departure`, `receive_event` for forms,
  `open_editor`, `update_files` for generated files, `begin_community`, `upgrade_community`.
- Publish: `build_site`, `assemble_pages`; `plan_build`, `build_shard`, `join_shards` for large sites;
  `draft_release`, `rebuild_release`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kocbook.app.agreements import list_agreements
    from kocbook.app.answer import compose_answers
    from kocbook.app.audit import CreditCheck, check_credits
    from kocbook.app.build import (
        AssembledSite,
        BuildListener,
        BuiltSite,
        SiteCheck,
        assemble_pages,
        build_site,
    )
    from kocbook.app.check import (
        JudgedRequest,
        check_everything,
        check_merged,
        check_request,
        check_revision,
        judge_request,
    )
    from kocbook.app.desk import list_duties
    from kocbook.app.doctor import SetupCheck, check_setup
    from kocbook.app.library import list_assets
    from kocbook.app.match import find_teams
    from kocbook.app.preview import PreviewedText, preview_files, preview_module
    from kocbook.app.receive import ReceivedForm, receive_event
    from kocbook.app.release import RebuiltRelease, rebuild_release
    from kocbook.app.session import FaultyCommunityError, Session
    from kocbook.app.shards import build_shard, join_shards, plan_build
    from kocbook.app.start import begin_community, plan_community, upgrade_community
    from kocbook.app.words import compare_words
    from kocbook.app.write import Submission, Submitted, Writer
    from kocbook.base.errors import KocError, UsageError

__all__ = [
    "AssembledSite",
    "BuildListener",
    "BuiltSite",
    "CreditCheck",
    "FaultyCommunityError",
    "JudgedRequest",
    "KocError",
    "PreviewedText",
    "RebuiltRelease",
    "ReceivedForm",
    "Session",
    "SetupCheck",
    "SiteCheck",
    "Submission",
    "Submitted",
    "UsageError",
    "Writer",
    "assemble_pages",
    "begin_community",
    "build_shard",
    "build_site",
    "check_credits",
    "check_everything",
    "check_merged",
    "check_request",
    "check_revision",
    "check_setup",
    "compare_words",
    "compose_answers",
    "find_teams",
    "join_shards",
    "judge_request",
    "list_agreements",
    "list_assets",
    "list_duties",
    "plan_build",
    "plan_community",
    "preview_files",
    "preview_module",
    "rebuild_release",
    "receive_event",
    "upgrade_community",
]

_HOMES = {
    "agreements": ("list_agreements",),
    "answer": ("compose_answers",),
    "audit": ("CreditCheck", "check_credits"),
    "build": (
        *("AssembledSite", "BuildListener", "BuiltSite", "SiteCheck"),
        *("assemble_pages", "build_site"),
    ),
    "check": (
        *("JudgedRequest", "judge_request"),
        *("check_everything", "check_merged", "check_request", "check_revision"),
    ),
    "desk": ("list_duties",),
    "doctor": ("SetupCheck", "check_setup"),
    "library": ("list_assets",),
    "match": ("find_teams",),
    "preview": ("PreviewedText", "preview_files", "preview_module"),
    "receive": ("ReceivedForm", "receive_event"),
    "release": ("RebuiltRelease", "rebuild_release"),
    "session": ("FaultyCommunityError", "KocError", "Session", "UsageError"),
    "shards": ("build_shard", "join_shards", "plan_build"),
    "start": ("begin_community", "plan_community", "upgrade_community"),
    "words": ("compare_words",),
    "write": ("Submission", "Submitted", "Writer"),
}
"""The module of each name, which is imported when the name is first used."""


def __getattr__(name: str) -> Any:
    """Import a name of `__all__` (PEP 562).

    Raises:
        AttributeError: it is none.
    """
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
