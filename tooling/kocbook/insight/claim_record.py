"""What the record of a claim holds: one answer for the command, the form and the page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kocbook.insight.fingerprint import terms_fingerprint
from kocbook.model.community import Module


def claim_path(module: Module, seat: str) -> str:
    """Return where the live claim on a seat stands: the path is the lock."""
    return f"{module.folder}/claims/{seat}.yml"


def claim_values(
    module: Module, member: str, day: date, note: str | None = None
) -> Mapping[str, object]:
    """Return the properties of a new claim, which agrees to the terms as they stand."""
    return {
        "member": member,
        "claimed": day,
        "terms": terms_fingerprint(module.brief),
        "note": note,
    }
