"""A month with a loan car by command: listed, booked, confirmed, out, late, back, and lent again."""

from __future__ import annotations

import pytest

from tests.conftest import Koc
from tests.write.conftest import Clone, read
from tests.write.test_events import merge

CARD = [
    *("new", "equipment", "test-car", "--title", "试驾车", "--kind", "car"),
    *("--summary", "拍摄用", "--days", "3", "--needs-licence", "--member", "zhou-lan", "--yes"),
]
OLD_HE = "2026-07-02-old-he"


@pytest.fixture
def listed(quiet_koc: Koc, clone: Clone) -> Clone:
    done = quiet_koc(*CARD)
    assert (done.code, done.err) == (0, "")
    merge(clone)
    return clone


def test_a_car_comes_back_late(quiet_koc: Koc, listed: Clone) -> None:
    def koc(*words: str, day: str = "2026-06-30") -> str:
        done = quiet_koc(*words, "--as-of", day)
        assert done.code == 0, done.err
        merge(listed)
        return done.out

    def refused(*words: str, day: str = "2026-06-30") -> str:
        done = quiet_koc(*words, "--as-of", day)
        assert done.code == 2
        return done.err

    staff = ("--member", "zhou-lan")
    koc("book", "试驾车", "2026-07-02", "2026-07-04", "--member", "old-he")
    taken = refused("book", "test-car", "2026-07-04", "2026-07-05", "--member", "xiao-man")
    assert "2026-07-05" in taken  # the first day from which it is free
    assert "一次最多借 3 天" in refused(
        "book", "test-car", "2026-07-08", "2026-07-11", "--member", "xiao-man"
    )
    koc("book", "test-car", "2026-07-06", "2026-07-07", "--member", "xiao-man")
    out = (
        "new",
        "handover",
        "test-car",
        "--booking",
        OLD_HE,
        "--condition",
        "完好",
        *staff,
        "--yes",
    )
    assert "--confirm" in refused(*out, day="2026-07-02")
    koc("book", "test-car", "--confirm", "--booking", OLD_HE, *staff)
    koc("book", "test-car", "--confirm", "--booking", "xiao-man", *staff)
    assert "--licence-seen" in refused(*out, day="2026-07-02")
    koc(*out, "--licence-seen", "--kilometres", "1200", day="2026-07-02")

    late = ("--as-of", "2026-07-06")
    assert "该还还没还的" in quiet_koc("board", "--for", "community-operator", *late).out
    told = quiet_koc("remind", "--since", "2026-07-04", *late).out
    assert told.count("该还了") == 2  # who has it, and the contact
    second = (
        "new",
        "handover",
        "test-car",
        "--booking",
        "xiao-man",
        "--condition",
        "好",
        *staff,
        "--yes",
    )
    assert "还没有还回来" in refused(*second, "--licence-seen", day="2026-07-06")
    back = (
        "new",
        "return",
        "test-car",
        "--booking",
        OLD_HE,
        "--condition",
        "有擦痕",
        *staff,
        "--yes",
    )
    koc(*back, "--kilometres", "1510", "--damage", "右后轮毂擦痕", day="2026-07-06")
    assert "该还还没还的" not in quiet_koc("board", "--for", "community-operator", *late).out
    koc(*second, "--licence-seen", "--kilometres", "1510", day="2026-07-06")
    assert quiet_koc("check", *late).code == 0
    assert read(listed, f"equipment/test-car/returns/{OLD_HE}.yml")["damage"] == "右后轮毂擦痕"


def test_addresses_have_no_place_in_public(quiet_koc: Koc, listed: Clone) -> None:
    assert quiet_koc("book", "test-car", "2026-07-02", "--member", "old-he").code == 0
    merge(listed)
    words = ("new", "loan-details", "test-car", "--address", "某路 1 号", "--member", "zhou-lan")
    assert quiet_koc(*words, "--yes").code == 2  # there is no private repository here
    path = listed.folder / f"equipment/test-car/details/{OLD_HE}.yml"
    path.parent.mkdir()
    path.write_text("by: zhou-lan\ndate: 2026-06-30\naddress: 某路 1 号\n", encoding="utf-8")
    assert "private-in-public" in quiet_koc("check").out
