"""Exports of questionnaires: mapped once, judged row by row, taken in once, answered."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from PIL import Image

from tests.carried.conftest import merge_both, private_of
from tests.carried.test_carried import AS_OF, read
from tests.conftest import Koc
from tests.private.conftest import commit, found_club, git, set_up

HEAD = (
    "序号",
    "提交答卷时间",
    "1、您的昵称",
    "2、微信号",
    "3、您选哪个颜色",
    "4、理由",
    "5、是否同意公开",
)
ROWS = (
    ("1", "2026/7/1 10:02:11", "晴天", "qt-0917", "绿色", "像草地", "同意"),
    ("2", "2026/7/1 11:30:00", "老树", "oldtree", "1", "耐看", "我同意"),
    ("3", "2026/7/1 12:00:00", "没答应", "nono", "蓝色", "", "不同意"),
    ("4", "2026/7/1 12:10:00", "选错", "wrong-1", "紫色", "", "同意"),
    ("5", "2026/7/1 12:20:00", "林小满", "another", "蓝色", "", "同意"),
)
WORDS = ("guide/cover-vote", "--member", "gu-heng", *AS_OF)
MAP = ("--map", "3、您选哪个颜色", "choice")
FOLDER = "modules/guide/cover-vote"


def write_csv(path: Path, rows: Sequence[Sequence[str]], head: Sequence[str] = HEAD) -> Path:
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    path.write_text(text.getvalue(), encoding="utf-8-sig")
    return path


def write_xlsx(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    book = Workbook()
    for row in (HEAD, *rows):
        book.worksheets[0].append(list(row))
    book.save(path)
    return path


def replies(club: Koc, name: str = "answers") -> list[dict[str, str]]:
    text = (club.folder / f".koc/answers/{name}.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def answered(club: Koc) -> set[str]:
    return {path.stem for path in (club.folder / FOLDER / "responses").glob("*.yml")}


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_an_export_is_taken_in_row_by_row(club: Koc, tmp_path: Path, write: object) -> None:
    suffix = "csv" if write is write_csv else "xlsx"
    file = write(tmp_path / f"answers.{suffix}", ROWS)  # type: ignore[operator]  # one of the two
    done = club("import", str(file), *WORDS, *MAP)
    assert done.code == 0, done.out + done.err
    merge_both(club)
    assert {"qing-tian", "lao-shu"} <= answered(club)
    assert read(club.folder / FOLDER / "responses/qing-tian.yml")["choice"] == "green"
    assert read(club.folder / FOLDER / "responses/lao-shu.yml")["choice"] == "blue"
    told = {row["名字"]: (row["结果"], row["回复"]) for row in replies(club)}
    assert [told[name][0] for name in ("晴天", "老树")] == ["收下了", "收下了"]
    assert "club.example" in told["晴天"][1] or "https://" in told["晴天"][1]
    assert "同意" in told["没答应"][1]
    assert "紫色" in told["选错"][1]
    assert told["林小满"][0] == "还差一点"
    assert not (club.folder / "members/mei-da-ying.yml").exists()
    assert club("check", *AS_OF).code == 0
    assert Koc(private_of(club), club.environment)("check", *AS_OF).code == 0
    everything = git(club.folder, "log", "-p", "--all")
    assert all(row[3] not in everything for row in ROWS)
    assert "qt-0917" in (private_of(club) / "members/contacts/qing-tian.yml").read_text()


def test_headings_are_mapped_once(club: Koc, tmp_path: Path) -> None:
    unmapped = club("import", str(write_csv(tmp_path / "a.csv", ROWS[:1], HEAD[:3])), *WORDS)
    assert unmapped.code == 2
    assert club("import", str(write_csv(tmp_path / "a.csv", ROWS[:1])), *WORDS, *MAP).code == 0
    merge_both(club)
    assert club("import", str(write_csv(tmp_path / "b.csv", ROWS[:2])), *WORDS).code == 0
    merge_both(club)
    assert {"qing-tian", "lao-shu"} <= answered(club)


def test_before_the_merge_a_second_import_keeps_the_same_proof(club: Koc, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "answers.csv", ROWS[:1])
    assert club("import", str(file), *WORDS, *MAP).code == 0
    proofs = sorted((private_of(club) / "proofs").iterdir())
    git(club.folder, "switch", "-q", "main")
    git(club.folder, "branch", "-qD", "answers/guide-cover-vote")
    assert club("import", str(file), *WORDS, *MAP).code == 0
    assert sorted((private_of(club) / "proofs").iterdir()) == proofs


def test_photos_beside_the_table_come_along(club: Koc, tmp_path: Path) -> None:
    brief = club.folder / FOLDER / "module.yml"
    text = brief.read_text(encoding="utf-8").replace("form: poll", "form: gallery")
    brief.write_text(text.partition("options:")[0] + text[text.index("resources:") :], "utf-8")
    for path in (club.folder / FOLDER / "responses").iterdir():
        path.unlink()
    commit(club.folder)
    photos = tmp_path / "answers"
    photos.mkdir()
    Image.effect_noise((64, 48), 80).convert("RGB").save(photos / "1_Q3_IMG.jpg")
    head = ("序号", "昵称", "微信", "描述", "上传照片", "是否同意")
    rows = [
        ("1", "晴天", "qt-0917", "海边", "1_Q3_IMG.jpg", "同意"),
        ("2", "老树", "oldtree", "山里", "2_Q3_gone.jpg", "同意"),
    ]
    file = write_csv(tmp_path / "answers.csv", rows, head)
    done = club("import", str(file), *WORDS)
    assert done.code == 0, done.out + done.err
    merge_both(club)
    record = read(club.folder / FOLDER / "responses/qing-tian.yml")
    media = record["media"]
    assert isinstance(media, list)
    name = media[0]
    assert (club.folder / "content/guide/cover-vote" / str(name)).is_file()
    assert "2_Q3_gone.jpg" in {row["名字"]: row["回复"] for row in replies(club)}["老树"]
    assert club("check", *AS_OF).code == 0


NAMES = ("晴天", "老树", "海边", "山里", "云朵", "小河")
PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(range(6)), st.sampled_from(["绿色", "蓝色", "2", "紫色"]), st.booleans()
    ),
    min_size=1,
    max_size=4,
)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(people=PEOPLE, cut=st.integers(0, 4))
def test_a_longer_export_adds_only_what_is_new(
    people: list[tuple[int, str, bool]], cut: int
) -> None:
    rows = [
        (
            str(n),
            f"2026/7/1 10:{n:02}:00",
            NAMES[who],
            f"wx-{who}",
            choice,
            "",
            "同意" if yes else "否",
        )
        for n, (who, choice, yes) in enumerate(people, 1)
    ]
    with TemporaryDirectory() as name:
        folder = Path(name)
        at_once, in_two = (
            import_all(folder / "a", [rows]),
            import_all(folder / "b", [rows[:cut], rows, rows]),
        )
        assert at_once == in_two


def import_all(folder: Path, exports: Sequence[Sequence[Sequence[str]]]) -> dict[str, object]:
    """Import exports one after the other; return what everybody chose, and how many yeses there are."""
    folder.mkdir()
    club = found_club(folder / "club")
    set_up(club)
    for rows in exports:
        if not rows:
            continue
        before = git(club.folder, "rev-parse", "HEAD")
        done = club("import", str(write_csv(folder / "answers.csv", rows)), *WORDS, *MAP)
        assert done.code == 0, done.out + done.err
        if git(club.folder, "rev-parse", "HEAD") != before:
            merge_both(club)
    found = {
        one: read(club.folder / FOLDER / f"responses/{one}.yml")["choice"] for one in answered(club)
    }
    consents = [path.name for path in (club.folder / FOLDER).glob("consents/*.yml")]
    proofs = list((private_of(club) / "proofs").glob("*.json"))
    return {"found": found, "consents": sorted(consents), "proofs": len(proofs)}
