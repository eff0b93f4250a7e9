"""Everything that a check looks at, joined into one report."""

from __future__ import annotations

from kocbook.cli.session import Session
from kocbook.report.findings import Report, prepare_report

_CONFIG = "mkdocs.yml"
_CONFIG_LIMIT = 256 * 1024


def check_everything(session: Session) -> Report:
    """Read and check the whole community; nothing stops at the first fault."""
    loaded = session.loaded
    findings = list(loaded.findings)
    if loaded.community is not None:
        from kocbook.rules.engine import check_community

        findings += check_community(loaded.community, session.day)
    config = session.folder / _CONFIG
    if config.is_file() and not config.is_symlink():
        from kocbook.rules.site_config import check_site_config

        with config.open("rb") as file:
            text = file.read(_CONFIG_LIMIT).decode("utf-8", "replace")
        findings += check_site_config(text)
    return prepare_report(loaded, findings, session.texts)
