"""Points spent through the real commands: asked for by a member, answered by staff, never more than there is."""

from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import Koc
from tests.write.conftest import Clone, read
from tests.write.test_every_record import merged
from tests.write.test_new import landed

OFFER = ("new", "offer", "small-lamp", "--name", "小灯", "--points", "12", "--stock", "1")
THANKS = ("new", "recognition", "--kind", "praise", "--reason", "帮了很多新手", "--points", "20")


def rows(koc: Koc, *words: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(koc(*words, "--format", "json").out)["rows"]
    return found


def spends(clone: Clone) -> None:
    settings = Path(clone.folder / "community.yml")
    settings.write_text(settings.read_text("utf-8") + "points: {spending: offers}\n", "utf-8")
    clone.git("commit", "-qam", "Points buy things")


def test_points_are_an_honour_unless_the_community_says_otherwise(
    quiet_koc: Koc, clone: Clone
) -> None:
    assert quiet_koc(*OFFER, "--member", "zhou-lan").code == 2  # no lead
    refused = quiet_koc("exchange", "小灯", "--member", "ma-jun")
    assert refused.code == 2
    assert "荣誉" in refused.err
    assert clone.git("branch", "--list").split() == ["*", "main"]


def test_an_offer_is_asked_for_agreed_to_and_gone(quiet_koc: Koc, clone: Clone) -> None:
    spends(clone)
    assert quiet_koc(*OFFER, "--member", "gu-heng").code == 0
    landed(clone, quiet_koc, "offer/small-lamp")
    merged(clone)
    assert quiet_koc("exchange", "小灯", "--member", "ma-jun").code == 2  # without points
    for who in ("ma-jun", "old-he"):
        assert quiet_koc(*THANKS, "--to", who, "--member", "zhou-lan").code == 0
        merged(clone)
        assert quiet_koc("exchange", "小灯", "--member", who).code == 0
        landed(clone, quiet_koc, f"exchange/2026-06-30-small-lamp-{who}")
        merged(clone)
        (purse,) = [row for row in rows(quiet_koc, "points") if row["member"] == who]
        assert purse["left"] == int(str(purse["granted"])) - 12
    name = "2026-06-30-small-lamp-ma-jun"
    assert f"koc grant {name}" in quiet_koc("inbox", "--for", "gu-heng").out
    assert quiet_koc("grant", name, "--member", "old-he").code == 2
    assert quiet_koc("grant", name, "--member", "gu-heng").code == 0
    landed(clone, quiet_koc, f"grant/{name}")
    merged(clone)
    assert read(clone, f"members/gifts/2026/{name}.yml")["by"] == "gu-heng"
    assert rows(quiet_koc, "offers")[0]["left"] == 0
    assert quiet_koc("exchange", "小灯", "--member", "xiao-man").code == 2  # none is left
    other = quiet_koc("grant", "old-he", "--member", "gu-heng")
    assert other.code == 1
    assert "offer-sold-out" in other.out
    assert (
        quiet_koc("grant", "old-he", "--decline", "--note", "换完了", "--member", "gu-heng").code
        == 0
    )
    merged(clone)
    (purse,) = [row for row in rows(quiet_koc, "points") if row["member"] == "old-he"]
    assert purse["left"] == purse["granted"]
    assert quiet_koc("give", name, "--member", "zhou-lan").code == 0
