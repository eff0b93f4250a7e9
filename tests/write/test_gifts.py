"""Gifts through the real commands: promised, given and received, each by who may, and seen until then."""

from __future__ import annotations

import json

from tests.conftest import Koc
from tests.write.conftest import Clone, read
from tests.write.test_every_record import merged
from tests.write.test_new import landed

PROMISE = ("new", "gift", "--to", "马军", "--what", "露营灯一盏", "--due", "2026-07-31")
NAME = "2026-06-30-gift-ma-jun"
PATH = f"members/gifts/2026/{NAME}.yml"


def test_a_gift_is_tracked_until_its_member_says_that_it_arrived(
    quiet_koc: Koc, clone: Clone
) -> None:
    assert quiet_koc(*PROMISE, "--member", "old-he").code == 2  # no staff
    assert quiet_koc(*PROMISE, "--member", "zhou-lan").code == 0
    landed(clone, quiet_koc, "gift/2026-06-30-ma-jun")
    merged(clone)
    assert f"koc give {NAME}" in quiet_koc("inbox", "--for", "zhou-lan").out
    assert quiet_koc("received", "--member", "ma-jun").code == 2  # it was not given
    assert quiet_koc("give", "ma-jun", "--member", "old-he").code == 2
    assert quiet_koc("give", "ma-jun", "--member", "gu-heng").code == 0
    landed(clone, quiet_koc, f"give/{NAME}")
    merged(clone)
    assert read(clone, PATH)["given_by"] == "gu-heng"
    assert f"koc give {NAME}" not in quiet_koc("inbox", "--for", "zhou-lan").out
    assert f"koc received {NAME}" in quiet_koc("inbox", "--for", "ma-jun").out
    assert quiet_koc("received", "--member", "old-he").code == 2  # nothing was given to them
    assert quiet_koc("received", "--member", "ma-jun").code == 0
    landed(clone, quiet_koc, f"received/{NAME}")
    merged(clone)
    (row,) = json.loads(quiet_koc("gifts", "--format", "json").out)["rows"]
    assert (row["member"], row["state"], row["due"]) == ("ma-jun", "received", "2026-07-31")
    assert json.loads(quiet_koc("gifts", "--waiting", "--format", "json").out)["rows"] == []


def test_nobody_gives_to_themselves_and_money_is_named_nowhere(
    quiet_koc: Koc, clone: Clone
) -> None:
    before = clone.snapshot()[:3]
    own = ("new", "gift", "--to", "zhou-lan", "--what", "露营灯", "--member", "zhou-lan")
    assert quiet_koc(*own).code == 2
    for private in (("--kind", "fee", "--cash", "300"), ("--address", "某路 1 号")):
        refused = quiet_koc(*PROMISE, *private, "--member", "zhou-lan")
        assert refused.code == 2
        assert "koc private init" in refused.err.replace("\n", " ")
    assert clone.snapshot()[:3] == before
