"""Amounts of cash stand nowhere on the site, or on the pages of unfinished tasks alone."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from kocbook.model.community import Community
from kocbook.site.publish.build import build_site
from tests.builders import TWO_SEATS, claim, load_files
from tests.insight.test_rewards import BUDGET, team
from tests.site.searched import assert_pieces_hold_only_pages, read_piece, read_plainly

AS_OF = date(2026, 6, 30)
# Amounts that nothing else on a page can be: in all, of each seat, paid, and the budget.
AMOUNTS = ("7391", "4434", "2956", "98765", "8123", "4873", "3249")


def paying_community(cash: str | None) -> Community:
    files = team(7391)
    files["modules/guide/handbook.yml"]["budget"] = {**BUDGET, "cash": 98765}
    files["modules/guide/handbook.yml"]["chapters"][0]["modules"].append("lamps")
    brief = files["modules/guide/tyres/module.yml"]
    files["modules/guide/lamps/module.yml"] = {
        **brief,
        "title": "灯光怎么用",
        "reward": {"points": 5, "cash": 8123},
        "seats": TWO_SEATS,
    }
    files["modules/guide/lamps/claims/writer.yml"] = claim("owner-a", "2026-06-28")
    files["modules/guide/payouts/2026-04-20-first.yml"] = {
        "date": "2026-04-20",
        "by": "staff-a",
        "reference": "REF-1",
        "currency": "CNY",
        "lines": [{"module": "tyres", "seat": "writer", "member": "owner-a", "cash_minor": 443460}],
    }
    if cash:
        files["community.yml"]["site"]["cash"] = cash
    return load_files(files)


def pages_with_amounts(site: Path) -> set[str]:
    found = set()
    for file in sorted(site.rglob("*")):
        if file.is_file():
            data = read_plainly(file)
            if file.parent.parent.name == "search" and file.name.startswith("t"):
                # Terms, and then numbers of pages, which are no text.
                data = "\n".join(read_piece(data)).encode()
            text = re.sub(r"(?<=\d)[,\u202f\u00a0 ](?=\d)", "", data.decode("utf-8", "ignore"))
            if any(re.search(rf"(?<![0-9a-f]){amount}(?![0-9a-f])", text) for amount in AMOUNTS):
                found.add(file.relative_to(site).as_posix())
    return found


@pytest.mark.parametrize(
    ("cash", "wanted"),
    [
        (None, set()),
        ("never", set()),
        ("brief", {"guide/lamps/index.html", "en/guide/lamps/index.html"}),
    ],
)
def test_amounts_stand_where_the_settings_allow(
    tmp_path: Path, cash: str | None, wanted: set[str]
) -> None:
    built = build_site(tmp_path / "root", paying_community(cash), AS_OF, tmp_path / "site")
    found = pages_with_amounts(built.site_dir)
    assert found == wanted
    for language in ("", "en"):
        assert_pieces_hold_only_pages(built.site_dir / language)
    assert not wanted or "¥4,873.80" in (built.site_dir / "guide/lamps/index.html").read_text(
        encoding="utf-8"
    )
