"""The whole way of somebody without an account: claimed, delivered, reviewed, signed, on the page."""

from __future__ import annotations

from pathlib import Path

from tests.carried.conftest import CODES, merge_both
from tests.carried.test_answers import write_csv
from tests.carried.test_carried import AS_OF, joined, read
from tests.conftest import Koc
from tests.private.conftest import commit, merge

MODULE = "trip/packing"
FOR = ("--for", "qing-tian", "--through", "微信", "--member", "gu-heng", *AS_OF)


def opened(club: Koc) -> Koc:
    brief = club.folder / f"modules/{MODULE}/module.yml"
    brief.write_text(f"{brief.read_text(encoding='utf-8')}opened: 2026-05-01\n", encoding="utf-8")
    commit(club.folder)
    return club


def act(club: Koc, *words: str) -> None:
    done = club(*words)
    assert done.code == 0, done.out + done.err
    merge_both(club)


def test_a_text_goes_the_whole_way(club: Koc, tmp_path: Path) -> None:
    joined(opened(club))
    act(club, "claim", MODULE, "--yes", "--said", "我来写", *FOR)
    text = tmp_path / "text.md"
    text.write_text("## 出门前\n\n- 先查胎压\n- 再装水和毯子\n", encoding="utf-8")
    act(club, "deliver", MODULE, str(text), "--said", "就发这篇", *FOR)
    review = [
        *("new", "review", MODULE, "--member", "zhou-lan", "--goal", "id=light; met=fully"),
        *("--strength", "好懂", *AS_OF),
    ]
    done = club(*review)
    assert done.code == 0, done.out + done.err
    merge(club.folder)
    act(club, "sign", MODULE, "--said", "就这样发", *FOR)
    done = club("carry", "confirm", "qing-tian", CODES[0], "--member", "gu-heng", *AS_OF)
    assert done.code == 0, done.out + done.err
    merge(club.folder)
    assert club("check", *AS_OF).code == 0
    out = tmp_path / "pages"
    assert club("assemble", "--out", str(out), *AS_OF).code == 0
    page = (out / "zh/trip/packing/index.md").read_text(encoding="utf-8")
    assert "先查胎压" in page
    assert "由顾衡代交，本人已确认" in page
    assert page.index("晴天") > 0


def test_a_questionnaire_claims_seats(club: Koc, tmp_path: Path) -> None:
    opened(club)
    head = ("序号", "昵称", "微信", "同意约定", "备注")
    rows = [("1", "晴天", "qt-0917", "同意", "周末写"), ("2", "老树", "oldtree", "同意", "")]
    file = write_csv(tmp_path / "answers.csv", rows, head)
    done = club("import", str(file), MODULE, "--form", "claim", "--member", "gu-heng", *AS_OF)
    assert done.code == 0, done.out + done.err
    merge_both(club)
    (claim,) = (club.folder / f"modules/{MODULE}/claims").glob("*.yml")
    assert read(claim)["member"] == "qing-tian"
    assert club("check", *AS_OF).code == 0
