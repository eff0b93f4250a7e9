"""The operators' wizards: what they write passes the check, what is vague is refused kindly."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kocbook.base.errors import KocError
from kocbook.cli.ui.typed_answers import AnswerKind, read_answer, split_parts
from kocbook.insight.brief_quality import find_vague_words
from kocbook.intake.acts.chapters import add_to_chapter
from kocbook.records.yaml_reader import read_yaml
from tests.conftest import Koc
from tests.write.conftest import Clone

BACKGROUND = "群里每到雨季都有人问起雾怎么办，客服记录里一周有二十多次。"
MODULE = [
    *("new", "module", "guide/rain", "--member", "zhou-lan", "--title", "雨天开车"),
    *("--chapter", "日常", "--type", "precision", "--form", "article", "--size", "S"),
    *("--background", BACKGROUND, "--include", "灯光", "--include", "除雾"),
    *("--goal", "text=看完知道, 不慌; measure=三步，每步一图；must=yes"),
    *("--seat", "role=writing; duty=写文章; share=60%; skills=writing-well:2"),
    *("--seat", "id=camera, role=photography, duty=拍照片, share=4000"),
    *("--resource", "title=说明书; url=https://club.example/a,b;c", "--points", "20"),
    *("--channel", "官网，公众号"),
]
REVIEW = [
    *("new", "review", "tyre-check", "--member", "zhou-lan", "--strength", "数字都标了单位"),
    *("--goal", "id=safe; met=fully; evidence=与手册一致"),
]
MEASURED = "三位新车主看完能自己做一遍"


def landed(clone: Clone, koc: Koc, branch: str) -> None:
    assert clone.git("symbolic-ref", "--short", "HEAD") == branch
    assert clone.git("rev-list", "--count", "main..HEAD") == "1"
    assert clone.git("status", "--porcelain") == ""
    assert koc("check").code == 0


@pytest.fixture
def person(quiet_koc: Koc, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Somebody at a terminal, who gives these answers; return what is left of them."""

    def sit_down(*words: str) -> list[str]:
        answers = list(words)
        monkeypatch.setattr("kocbook.cli.ui.writing.is_interactive", lambda: True)
        monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: answers.pop(0))
        return answers

    return sit_down


def test_a_module_by_flags(quiet_koc: Koc, clone: Clone) -> None:
    before = (clone.folder / "modules/guide/handbook.yml").read_text()
    result = quiet_koc(*MODULE)
    assert (result.code, result.err) == (0, "")
    landed(clone, quiet_koc, "new/guide-rain")
    assert (clone.folder / "modules/guide/rain/module.yml").read_text().splitlines()[1:] == [
        "title: 雨天开车",
        "type: precision",
        "form: article",
        "size: S",
        "access: open",
        f"background: {BACKGROUND}",
        "goals:",
        '  - {id: goal-1, must: true, text: "看完知道, 不慌", measure: 三步，每步一图}',
        "scope: {includes: [灯光, 除雾]}",
        "seats:",
        "  - {id: writing, role: writing, skills: {writing-well: 2}, share: 6000, duty: 写文章}",
        "  - {id: camera, role: photography, share: 4000, duty: 拍照片}",
        "contact: zhou-lan",
        "reply_within_days: 1",
        "resources:",
        '  - {title: 说明书, url: "https://club.example/a,b;c"}',
        "reward: {points: 20}",
        "terms: {licence: CC-BY-4.0, channels: [官网, 公众号], byline: joint}",
        "days: 7",
        "opened: 2026-06-30",
    ]
    after = (clone.folder / "modules/guide/handbook.yml").read_text()
    assert after == before.replace("cover-vote]", "cover-vote, rain]")


def test_everything_missing_is_said_at_once(quiet_koc: Koc, clone: Clone) -> None:
    before = clone.snapshot()
    result = quiet_koc("new", "module", "--member", "zhou-lan", "--size", "S", "--lang", "en")
    assert (result.code, result.out) == (2, "")
    for flag in ("MODULE", "--title", "--chapter", "--goal", "--seat", "--resource", "--channel"):
        assert flag in result.err
    assert "--days" not in result.err  # it follows from the size
    assert clone.snapshot() == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--goal", "text=写得好一点，尽量生动"], "写得好、尽量、生动"),
        (["--goal", "text=五步都讲清楚"], "怎样算达到"),
        (["--goal", "text=看得懂; measure=比原来更好"], "更好"),
        (["--background", "下雨了"], "20"),
        (["--type", "huge"], "foundation"),
        (["--seat", "role=writing"], "duty"),
        (["--seat", "写文章"], "role"),
        (["--channel", "电视"], "公众号"),
        (["--chapter", "第九章"], "日常"),
        (["--points", "many"], "many"),
        (["--opened", "soon"], "soon"),
        (["--contact", "old-he"], "zhou-lan"),
    ],
)
def test_what_is_vague_or_wrong_is_refused(
    quiet_koc: Koc, clone: Clone, words: list[str], said: str
) -> None:
    before = clone.snapshot()
    result = quiet_koc(*MODULE, *words)
    assert (result.code, result.out) == (2, "")
    assert said in result.err.replace("\n", "").replace(" ", "")
    assert clone.snapshot() == before


def test_shares_are_for_the_check_and_roles_for_the_policy(quiet_koc: Koc, clone: Clone) -> None:
    before = clone.snapshot()
    half = quiet_koc(*MODULE, "--seat", "role=testing; duty=试; share=1%")
    assert (half.code, "shares-not-whole" in half.out) == (1, True)
    owner = quiet_koc(*MODULE, "--member", "old-he", "--contact", "zhou-lan")
    assert (owner.code, "policy-planner-only" in owner.out) == (1, True)
    assert clone.snapshot() == before


def test_a_poll_and_a_draft(quiet_koc: Koc, clone: Clone) -> None:
    words = list(MODULE)
    for flag in ("--seat", "--seat", "--resource"):
        at = words.index(flag)
        del words[at : at + 2]
    words[words.index("article")] = "poll"
    options = ["--option", "text=蓝色", "--option", "id=green; text=绿色", "--no-resources"]
    result = quiet_koc(*words, *options, "--closes", "2026-07-30", "--access", "open")
    assert (result.code, result.err) == (0, "")
    landed(clone, quiet_koc, "new/guide-rain")
    clone.git("switch", "-q", "main")
    assert quiet_koc(*MODULE, "--draft", "--until", "2027-01-01", "--cash", "0").code == 0
    text = (clone.folder / "modules/guide/rain/module.yml").read_text()
    assert "opened" not in text
    assert "until: 2027-01-01" in text


def test_a_module_by_answers(
    quiet_koc: Koc, clone: Clone, person: Callable[..., list[str]]
) -> None:
    left = person(
        *("guide/first-day", "guide/rain", "雨天开车", "日常", "precision", "book", "article"),
        *("M", "", "太短", BACKGROUND),
        *("写得好一点", "", "n", "n", ""),  # vague: asked again
        *("写得好一点", MEASURED, "y", "n", "steps", "n"),
        *("灯光", "除雾", "", ""),
        *("writing", "写文章", "", "writing-well:2", "", "n"),
        *("", "2", "n", "说明书", "https://club.example/m", "n"),
        *("20", "", "官方号首发", "", "", "官网、公众号", "", "", "", "n", "", "新手", ""),
    )
    result = quiet_koc("new", "module", "--member", "zhou-lan")
    assert (result.code, result.err, left) == (0, "", [])
    landed(clone, quiet_koc, "new/guide-rain")
    text = (clone.folder / "modules/guide/rain/module.yml").read_text()
    assert f"{{id: steps, must: true, text: 写得好一点, measure: {MEASURED}}}" in text
    assert "days: 14" in text
    assert "每个人理解都不一样" in result.out
    assert "foundation" in result.out


def test_a_review_by_flags_and_its_rounds(quiet_koc: Koc, clone: Clone) -> None:
    goals = ["--goal", "id=doable; met=partly; evidence=少一步; next=补上放气"]
    before = clone.snapshot()
    asked = quiet_koc(*REVIEW, *goals)  # not accepted, and nothing said that would help
    assert (asked.code, "--improvement" in asked.err) == (2, True)
    assert clone.snapshot() == before


def test_a_review_by_answers(
    quiet_koc: Koc, clone: Clone, person: Callable[..., list[str]]
) -> None:
    module = clone.folder / "content/guide/tyre-check/index.md"
    module.write_text(module.read_text() + "\n补一步。\n")
    clone.git("commit", "-qam", "Delivered again")
    clone.git("branch", "-f", "main-before")
    goals = (clone.folder / "modules/guide/tyre-check/module.yml").read_text().count("{id:") - 1
    left = person(
        *("tyre-check", ""),
        *(["partly", "少一步", "补上放气"] + ["fully", "见正文"] * (goals - 1)),
        *("数字都标了单位", "图很清楚", "", "", "片头可以更短", ""),
    )
    result = quiet_koc("new", "review", "--member", "zhou-lan")
    assert (result.code, result.err, left) == (0, "", [])
    assert quiet_koc("check").code == 0
    text = (clone.folder / "modules/guide/tyre-check/reviews/2-zhou-lan.yml").read_text()
    assert "strengths: [数字都标了单位, 图很清楚]\nimprovements: [片头可以更短]\n" in text
    assert '\ntext: "' in text
    assert clone.git("rev-list", "--count", "main-before..HEAD") == "1"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["tyre-check", "--member", "ma-jun"], "工作人员"),
        (["night-drive", "--member", "zhou-lan"], "没有交稿"),
        (["nothing", "--member", "zhou-lan"], "nothing"),
    ],
)
def test_reviews_that_nobody_can_give(
    quiet_koc: Koc, clone: Clone, words: list[str], said: str
) -> None:
    before = clone.snapshot()
    result = quiet_koc("new", "review", *words, "--strength", "好")
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert clone.snapshot() == before


def test_nobody_reviews_their_own_work(quiet_koc: Koc, clone: Clone) -> None:
    path = clone.folder / "modules/guide/tyre-check/claims/writer.yml"
    path.write_text(path.read_text().replace("ma-jun", "zhou-lan"))
    clone.git("commit", "-qam", "Hers")
    result = quiet_koc(*REVIEW)
    assert (result.code, "自己的作品" in result.err) == (2, True)


def test_an_invitation_to_a_session_names_it_and_its_day(quiet_koc: Koc, clone: Clone) -> None:
    access = ["new", "recognition", "--member", "zhou-lan", "--to", "old-he", "--kind", "access"]
    event = ["--event", "夜拍开放日", "--held", "2026-08-01"]
    assert quiet_koc(*access, "--reason", "请来讲讲夜路", *event, "--slug", "night").code == 0
    landed(clone, quiet_koc, "recognition/2026-06-30-old-he")
    path = clone.folder / "members/recognition/2026/2026-06-30-night.yml"
    assert path.read_text().splitlines()[-2:] == ["event: 夜拍开放日", "held: 2026-08-01"]


def test_recognition_and_reuse(quiet_koc: Koc, clone: Clone) -> None:
    praise = ["new", "recognition", "--member", "zhou-lan", "--to", "old-he", "--kind", "praise"]
    more = ["--reason", "俯拍角度一看就懂", "--skills", "night-photos", "--points", "5"]
    # Points stand in the public accounts, so what is private gives none.
    assert quiet_koc(*praise, *more, "--private").code == 2
    assert quiet_koc(*praise, *more, "--module", "first-day").code == 0
    landed(clone, quiet_koc, "recognition/2026-06-30-old-he")
    path = clone.folder / "members/recognition/2026/2026-06-30-praise.yml"
    assert path.read_text().splitlines()[1:] == [
        *("member: old-he", "by: zhou-lan", "date: 2026-06-30", "kind: praise"),
        *("reason: 俯拍角度一看就懂", "module: guide/first-day", "skills: [night-photos]"),
        "points: 5",
    ]
    assert quiet_koc(*praise, *more).code == 0
    assert path.with_name("2026-06-30-praise-2.yml").is_file()
    clone.git("switch", "-q", "main")
    words = ["new", "reuse", "first-day", "--member", "zhou-lan", "--title", "第一天"]
    assert quiet_koc(*words, "--channel", "公众号").code == 2  # its authors agreed to others
    assert quiet_koc(*words, "--channel", "官网", "--slug", "site").code == 0
    landed(clone, quiet_koc, "reuse/guide-first-day-2026-06-30-site")
    text = (clone.folder / "modules/guide/first-day/reuse/2026-06-30-site.yml").read_text()
    assert "authors: [old-he, xiao-man]\n" in text or "authors: [xiao-man, old-he]\n" in text


WALL = """title: 夜里的仪表盘
type: foundation
form: gallery
size: S
access: open
background: 一句话就能参加，读者想看夜里的样子。
goals:
  - {id: joined, text: 五位以上车友参加}
scope: {includes: [日常用车]}
contact: zhou-lan
reply_within_days: 2
reward: {points: 2}
terms: {licence: CC-BY-4.0, channels: [官网], byline: joint}
days: 10
opened: 2026-05-01
rubric:
  criteria:
    - {id: mood, text: 看得出是夜里, weight: 6000}
    - {id: words, text: 一句话说得妙, weight: 4000}
  prizes: [封面图]
"""


def test_scores_hold_the_rubric_and_the_entries_as_they_were(quiet_koc: Koc, clone: Clone) -> None:
    wall = clone.folder / "modules/guide/wall"
    (wall / "responses").mkdir(parents=True)
    (wall / "module.yml").write_text(WALL)
    book = clone.folder / "modules/guide/handbook.yml"
    book.write_text(book.read_text().replace("modules: [first-day", "modules: [wall, first-day", 1))
    for name, text in (("xiao-man", "十一点的高架。"), ("old-he", "等红灯。")):
        answer = f"member: {name}\ndate: 2026-05-12\ntext: {text}\n"
        (wall / f"responses/{name}.yml").write_text(answer)
    clone.git("add", "-A")
    clone.git("commit", "-qm", "A wall")
    words = ["new", "judging", "wall", "--member", "zhou-lan"]
    one = ["--entry", "id=xiao-man; scores=mood:9+words:8; words=高架两个字就有风。"]
    half = quiet_koc(*words, *one)
    assert half.code != 0  # an entry is left out
    assert quiet_koc(*words, *one, "--entry", "id=old-he; scores=mood:7+words:6").code == 0
    landed(clone, quiet_koc, "judging/guide-wall-zhou-lan")
    lines = (wall / "judgings/zhou-lan.yml").read_text().splitlines()
    assert re.fullmatch(r'yardstick: "[0-9a-f]{12}"', lines[3])
    assert all(re.search(r'entry: "[0-9a-f]{12}"\}$', line) for line in lines[5:])
    assert quiet_koc("check").code == 0
    text = wall / "responses/old-he.yml"
    text.write_text(text.read_text().replace("等红灯", "等绿灯"))
    assert "pin-broken" in quiet_koc("check").out
    clone.git("checkout", "-q", "modules")
    clone.git("switch", "-q", "main")
    mine = "member: zhou-lan\ndate: 2026-05-12\ntext: 我的。\n"
    (wall / "responses/zhou-lan.yml").write_text(mine)
    clone.git("add", "-A")
    clone.git("commit", "-qm", "One of the staff takes part")
    own = quiet_koc(*words, *one)
    assert (own.code, "另一位同事" in own.err) == (2, True)
    nothing = quiet_koc("new", "judging", "first-day", "--member", "zhou-lan", *one)
    assert (nothing.code, "rubric" in nothing.err) == (2, True)


def test_a_handbook(quiet_koc: Koc, clone: Clone) -> None:
    words = ["new", "handbook", "winter", "--title", "冬天", "--summary", "一句话。"]
    words += [
        "--audience",
        "北方车主",
        "--goal",
        "零下也不慌",
        "--chapter",
        "title=出发; summary=三张表",
    ]
    words += ["--chapter", "title=路上"]
    assert quiet_koc(*words, "--member", "zhou-lan").code == 0
    landed(clone, quiet_koc, "new/winter")
    clone.git("switch", "-q", "main")
    budget = quiet_koc(*words, "--member", "zhou-lan", "--cash", "500")
    assert (budget.code, "policy-field" in budget.out) == (1, True)
    assert quiet_koc(*words, "--member", "gu-heng", "--cash", "500").code == 0
    text = (clone.folder / "modules/winter/handbook.yml").read_text()
    assert "budget: {cash: 500, currency: CNY, approved_by: gu-heng, approved: 2026-06-30}" in text
    assert quiet_koc("new", "handbook", "board", *words[3:], "--member", "gu-heng").code == 2


def test_new_alone_says_what_there_is(quiet_koc: Koc) -> None:
    result = quiet_koc("new")
    assert (result.code, "recognition" in result.err) == (2, True)
    assert "did you mean" in quiet_koc("new", "modul", "--lang", "en").err.lower()


WRITTEN = [
    "chapters:\n  - title: 一\n    modules: [a, b]  # 先后要紧\n  - {title: 二, modules: []}\n",
    "chapters:\n- title: 一\n  modules:\n  - a   # 第一篇\n  - b\n# 完\n- title: 二\n  modules: [ ]",
    "chapters:\n  - title: 一\n    modules: [\n      a,  # 甲\n      b]\n  - {modules: [c,], title: 二}\n",
    "chapters: [{title: 一, modules: [a]}, {title: 二, modules: [b, 'c']}]\nlead: x",
    "chapters:\r\n  - title: 一\r\n    modules:\r\n      - a\r\n  - {title: 二, modules: [c]}\r\n",
    "chapters:\n  - title: 一\n    modules:\n    - a\n    - b\n  - title: 二\n    modules:\n    - c",
]


@pytest.mark.parametrize("chapter", [0, 1])
@pytest.mark.parametrize("text", WRITTEN)
def test_one_more_module_and_not_another_letter(text: str, chapter: int) -> None:
    text = "# 我们的书\ntitle: 书\n" + text
    edited = add_to_chapter(text, chapter, "new-one")
    before, after = read_yaml(text)[0], read_yaml(edited)[0]
    before["chapters"][chapter]["modules"].append("new-one")
    assert after == before
    kept = iter(edited)
    assert all(letter in kept for letter in text)  # nothing is gone, and all in its order
    assert len(edited) - len(text) <= len("\r\n      - new-one\r\n")


def test_a_blueprint_that_is_written_oddly_is_left_alone() -> None:
    for text in ("chapters: []\n", "title: a\n", "chapters: {a: b}\n", "chapters: [{title: a}]\n"):
        with pytest.raises(KocError):
            add_to_chapter(text, 0, "new-one")


def test_parts_and_answers() -> None:
    names = ["id", "text", "skills"]
    assert split_parts("id=a; text=b; c, d=e, skills=x:1+y:2", names) == {
        "id": "a",
        "text": "b; c, d=e",
        "skills": "x:1+y:2",
    }
    assert split_parts("b", names) is None
    assert split_parts("x; id=a", names) is None
    assert split_parts("id=a; id=b", names) is None
    assert read_answer(AnswerKind.SHARE, "--share", "60%") == 6000
    assert read_answer(AnswerKind.LEVELS, "--skills", "a:2+b, c：3") == {"a": 2, "b": 1, "c": 3}
    assert read_answer(AnswerKind.WORDS, "--tag", ["新手、夜间", "雨天 新手"]) == [
        "新手",
        "夜间",
        "雨天",
    ]


def test_words_that_say_nothing() -> None:
    assert find_vague_words("把座椅装好，再看一看") == ()
    assert find_vague_words("尽量写得好一点，尽量生动") == ("尽量", "写得好", "生动")
    assert find_vague_words("Make it Better, as soon as possible") == (
        "Better",
        "as soon as possible",
    )
    assert find_vague_words("The battery's etching, a betterment") == ()


TEXT = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30)
LINES = st.lists(TEXT, min_size=1, max_size=3)


@st.composite
def answers_of_a_brief(draw: st.DrawFn) -> list[str]:
    words = ["new", "module", "guide/rain", "--member", "zhou-lan", "--yes"]
    first = st.sampled_from(["开始", "日常"])
    words += [f"--title={draw(TEXT)}", f"--chapter={draw(first)}"]
    words += [f"--type={draw(st.sampled_from(['foundation', 'co-building']))}"]
    words += [f"--form={draw(st.sampled_from(['article', 'video', 'service']))}"]
    words += [f"--size={draw(st.sampled_from('SML'))}", f"--background={draw(TEXT)}{BACKGROUND}"]
    words += [f"--include={text}" for text in draw(LINES)]
    words += [f"--exclude={text}" for text in draw(st.lists(TEXT, max_size=2))]
    words += [f"--goal=text={text}; measure={MEASURED}" for text in draw(LINES)]
    share = draw(st.integers(1, 9999))
    words += [f"--seat=role=writing; duty={draw(TEXT)}; share={share}"]
    words += [f"--seat=role=testing; duty={draw(TEXT)}; share={10000 - share}"]
    words += [f"--resource=title={draw(TEXT)}; url=https://club.example/"]
    words += [f"--points={draw(st.integers(0, 10000))}", f"--days={draw(st.integers(1, 60))}"]
    words += [f"--extra={text}" for text in draw(st.lists(TEXT, max_size=2))]
    words += draw(st.sampled_from([["--channel=官网"], ["--channel=公众号,官网", "--draft"]]))
    return words


@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=25, derandomize=True)
@given(words=answers_of_a_brief())
def test_whatever_is_answered_passes_the_check(
    quiet_koc: Koc, clone: Clone, words: list[str]
) -> None:
    try:
        result = quiet_koc(*words)
        honest = ("privacy-", "record-wrong-value")  # what was typed may well break a rule
        if result.code == 1 and any(rule in result.out for rule in honest):
            return
        assert (result.code, result.err) == (0, "")
        assert quiet_koc("check").code == 0
    finally:
        clone.git("switch", "-q", "main")
        for branch in clone.git("branch", "--format=%(refname:short)", "--list", "new/*").split():
            clone.git("branch", "-qD", branch)
