"""Everything that a check looks at, joined into one report."""

from __future__ import annotations

from kocbook.base.finding import Finding
from kocbook.cli.progress import Progress
from kocbook.cli.session import Session
from kocbook.report.findings import Report, prepare_report

_CONFIG = "mkdocs.yml"
_CONFIG_LIMIT = 256 * 1024


def check_everything(session: Session) -> Report:
    """Read and check the whole community; nothing stops at the first fault."""
    loaded = session.loaded
    with Progress(session.texts) as report:
        report("check")
        findings = [*loaded.findings, *_rule_findings(session), *_config_findings(session)]
        return prepare_report(loaded, findings, session.texts)


def _rule_findings(session: Session) -> list[Finding]:
    from kocbook.rules.engine import check_community

    community = session.loaded.community
    return [] if community is None else check_community(community, session.day)


def _config_findings(session: Session) -> list[Finding]:
    """Check mkdocs.yml where there is one: it is no record, so the loader leaves it alone."""
    config = session.folder / _CONFIG
    if config.is_symlink() or not config.is_file():
        return []
    from kocbook.rules.site_config import check_site_config

    with config.open("rb") as file:
        return check_site_config(file.read(_CONFIG_LIMIT).decode("utf-8", "replace"))
