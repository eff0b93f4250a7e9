"""What a new community is made from, and the record of it that later versions read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from kocbook.base.errors import UsageError
from kocbook.base.languages import LANGUAGES
from kocbook.model.forges import Forge
from kocbook.model.paths import ID, MAX_ID
from kocbook.records.record_text import render_flow
from kocbook.records.yaml_reader import read_yaml

PLAN_FILE = ".koc-init.yml"
PLAIN = "plain"
_PACKS = Path(__file__).parent / "packs"
PACKS = tuple(sorted(path.stem for path in _PACKS.glob("*.yml")))
"""What a community can begin with: any trade, or one of those that there are first texts for."""
_HTTPS = re.compile(r"https://[^\s<>\"]+")


@dataclass(frozen=True, slots=True)
class StarterPlan:
    """The answers from which a community's first files are written.

    `languages` are those of the site, the first one first. `kocbook` is the requirement that
    installs the tool, as pip takes it. `started` is the day of the first records; `pack` is
    the trade whose first texts it begins with.
    """

    name: str
    name_en: str
    brand: str
    brand_en: str
    site: str
    repository: str
    forge: Forge
    languages: tuple[str, ...]
    currency: str
    lead: str
    lead_name: str
    lead_login: str
    lead_number: int
    kocbook: str
    started: date
    pack: str = PLAIN

    def __post_init__(self) -> None:
        """Refuse what no community can be made from.

        Raises:
            UsageError: an id, address, language, currency or number is none.
        """
        if not re.fullmatch(ID, self.lead) or len(self.lead) > MAX_ID:
            raise UsageError("errors.bad-id", id=self.lead)
        for name in ("site", "repository"):
            if not _HTTPS.fullmatch(getattr(self, name)):
                raise UsageError("errors.init-address", option=f"--{name}", url=getattr(self, name))
        if not self.languages or not set(self.languages) <= set(LANGUAGES):
            listed = ", ".join(self.languages)
            raise UsageError(
                "errors.bad-choice", option="--languages", value=listed, choices=LANGUAGES
            )
        if self.pack not in PACKS:
            raise UsageError(
                "errors.bad-choice", option="--pack", value=self.pack, choices=list(PACKS)
            )
        if not re.fullmatch("[A-Z]{3}", self.currency):
            raise UsageError("errors.init-currency", value=self.currency)


def read_plan(text: str) -> StarterPlan:
    """Return the plan that a community's own `.koc-init.yml` records.

    Raises:
        UsageError: it cannot be read, or something is missing.
    """
    values, faults = read_yaml(text)
    known = {field.name for field in fields(StarterPlan)}
    needed = known - {"pack"}  # plans of before there were packs lack it
    if faults or not isinstance(values, Mapping) or not needed <= set(values):
        raise UsageError("errors.init-plan", file=PLAN_FILE)
    return make_plan({name: values[name] for name in known & set(values)})


def make_plan(values: Mapping[str, Any]) -> StarterPlan:
    """Return a plan from plain values, as a record or a command line has them.

    Raises:
        UsageError: one of them cannot be.
    """
    number, started = str(values["lead_number"]), str(values["started"])
    if not (number.isascii() and number.isdigit()):
        raise UsageError("errors.bad-account-number", value=number)
    try:
        day, forge = date.fromisoformat(started), Forge(values["forge"])
    except ValueError:
        raise UsageError("errors.init-plan", file=PLAN_FILE) from None
    languages = tuple(dict.fromkeys(values["languages"]))
    given = {**values, "forge": forge, "languages": languages}
    return StarterPlan(**{**given, "lead_number": int(number), "started": day})


def load_pack(name: str) -> Mapping[str, Any]:
    """Return the first texts of a trade, as `packs/<name>.yml` has them."""
    import yaml

    text = (_PACKS / f"{name}.yml").read_text(encoding="utf-8")
    pack: Mapping[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return pack


def render_plan(plan: StarterPlan, version: str) -> str:
    """Return the lines of `.koc-init.yml`: which version wrote the files, and from what."""
    values = {"koc": version, **asdict(plan), "forge": plan.forge.value}
    return "".join(f"{key}: {render_flow(value)}\n" for key, value in values.items())
