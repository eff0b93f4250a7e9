"""From a decision to the version in which it is there: by command, and nothing twice."""

from __future__ import annotations

from tests.conftest import Koc
from tests.write.conftest import Clone, read, with_activities
from tests.write.test_every_record import merged
from tests.write.test_new import landed

FOLDER = "modules/guide/colours"


def test_a_decision_is_followed_until_it_is_there(quiet_koc: Koc, clone: Clone) -> None:
    with_activities(clone, {"colours": "gallery"})
    assert quiet_koc("ship", "colours", "软件 3.3", "--member", "zhou-lan").code == 2  # of what?
    decided = ["--decided", "选了蓝", "--because", "多数人喜欢", "--reference", "HMI-7"]
    told = quiet_koc("new", "outcome", "colours", "--close", *decided, "--member", "zhou-lan")
    assert told.code == 0, told
    landed(clone, quiet_koc, "outcome/guide-colours")
    merged(clone)
    desk = quiet_koc("board", "--for", "product-expert").out
    assert "HMI-7" in desk
    assert quiet_koc("ship", "colours", "软件 3.3", "--member", "ma-jun").code == 2
    assert quiet_koc("ship", "colours", "软件 3.3", "--member", "gu-heng").code == 0
    landed(clone, quiet_koc, "ship/guide-colours")
    said = read(clone, f"{FOLDER}/outcome.yml")
    assert (said["shipped_in"], str(said["shipped"])) == ("软件 3.3", "2026-06-30")
    assert (said["by"], said["reference"]) == ("zhou-lan", "HMI-7")
    merged(clone)
    assert "HMI-7" not in quiet_koc("board", "--for", "product-expert").out
    assert quiet_koc("ship", "colours", "软件 3.4", "--member", "gu-heng").code == 2
