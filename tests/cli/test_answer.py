"""`koc answer`: what a contributor reads under a request, and what cannot be smuggled into it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kocbook.base.languages import LANGUAGES
from kocbook.base.texts import load_texts
from kocbook.report.answer import MOST_CHARACTERS
from kocbook.report.rule_page import rule_anchor
from kocbook.rules.registry import all_rules
from tests.cli.test_check_revisions import git
from tests.conftest import Koc, Result

OLD_HE = "old-he-car:1003"
EDIT = "https://forge.example/old-he/club/edit/topic"


def propose(folder: Path, files: dict[str, str]) -> None:
    git(folder, "switch", "-q", "-C", "topic", "main")
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "topic")
    git(folder, "switch", "-q", "main")


def ask(koc: Koc, *words: str, actor: str = OLD_HE) -> Result:
    return koc("answer", "--base", "main", "--head", "topic", "--actor", actor, *words)


def test_the_answer_is_blessed(
    koc: Koc, sample_repo: Path, blessed: Callable[[str, str], None]
) -> None:
    stolen = 'member: xiao-man\nclaimed: 2026-06-30\nterms: "000000000000"\n'
    propose(sample_repo, {"modules/guide/night-drive/claims/writer.yml": stolen})
    result = ask(koc, "--edit-base", EDIT)
    assert (result.code, result.err) == (1, "")
    blessed("answer.md", result.out)


@pytest.mark.parametrize("kept", [True, False])
def test_the_reference_is_linked_where_it_is_kept(kept: bool, koc: Koc, sample_repo: Path) -> None:
    settings = sample_repo / "community.yml"
    home = "https://gitee.com/club/book"
    text = settings.read_text(encoding="utf-8").replace("https://club.example/code", home)
    settings.write_text(text, encoding="utf-8")
    page = sample_repo / "tooling/docs/zh/reference/policy.md"
    if kept:
        page.parent.mkdir(parents=True)
        page.write_text("# 规则\n", encoding="utf-8")
    git(sample_repo, "add", "-A")
    git(sample_repo, "commit", "-q", "-m", "a home")
    propose(sample_repo, {"README.md": "x\n"})
    link = f"{home}/blob/main/tooling/docs/zh/reference/policy.md#policy-lead-only"
    assert (link in ask(koc).out) is kept


def test_one_language_is_given_alone_where_it_was_asked_for(koc: Koc, sample_repo: Path) -> None:
    propose(sample_repo, {"README.md": "x\n"})
    english = ask(koc, "--lang", "en").out
    assert "One thing to mend" in english
    assert "<details>" not in english
    assert not re.search(r"[\u4e00-\u9fff]", english)
    both = ask(koc).out
    assert both.index("还差 1 处要改") < both.index("<summary>English</summary>")


def test_older_faults_are_not_the_contributors(koc: Koc, sample_repo: Path) -> None:
    path = sample_repo / "content/guide/first-day/index.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n[x](nowhere.md)\n", encoding="utf-8")
    git(sample_repo, "commit", "-q", "-a", "-m", "A broken link")
    own = sample_repo / "members/old-he.yml"
    propose(sample_repo, {"members/old-he.yml": own.read_text(encoding="utf-8") + "city: 成都\n"})
    result = ask(koc, "--lang", "zh")
    assert result.code == 0
    assert "### ✅" in result.out
    assert re.search(r"另有 \d+ 处老问题", result.out)
    assert "nowhere" not in result.out


NASTY = [
    "@everyone",
    "[x](http://bad.example)",
    "![x](http://bad.example/x.png)",
    "<img src=x onerror=alert(1)>",
    "</details></details>",
    "```\\n# x",
    "`x`",
    "https://bad.example",
    "www.bad.example",
    "#1 GH-1",
    "<!-- kocbook: answer -->",
    "| a | b |",
    "**b** _i_ ~~s~~ $x$",
    "- [ ] x",
    "&lt;b&gt;",
]


@pytest.mark.parametrize("value", NASTY)
def test_values_of_the_request_are_only_words(koc: Koc, sample_repo: Path, value: str) -> None:
    """Rendered as GitHub does: no link, mention, picture or tag but our own."""
    from markdown_it import MarkdownIt

    propose(
        sample_repo,
        {
            "modules/guide/night-drive/claims/writer.yml": f'member: "{value}"\n"{value}": 1\n',
            f"content/guide/first-day/{value.replace('/', '-')}.md": "x\n",
        },
    )
    text = ask(koc, "--edit-base", EDIT, "--lang", "zh").out
    html = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text)
    links = re.findall(r'href="([^"]*)"', html)
    assert all(link.startswith((EDIT, "https://club.example/")) for link in links), links
    tags = set(re.findall(r"</?([a-z0-9]+)", html))
    assert tags <= {"h3", "p", "ol", "ul", "li", "strong", "code", "pre", "a", "sub"} | {
        "details",
        "summary",
    }
    outside = re.sub(r"<[^>]*>", "", re.sub(r"<pre>.*?</pre>", "", html, flags=re.DOTALL))
    assert not re.search(r"@\w", outside)
    assert not re.search(r"https?://|www\.\w|#\d|GH-\d", outside)
    assert text.count("<details>") == text.count("</details>")


def test_many_findings_fit_one_comment(koc: Koc, sample_repo: Path) -> None:
    propose(sample_repo, {f"tooling/{'名' * 60}-{number}.txt": "x" for number in range(300)})
    text = ask(koc, "--edit-base", EDIT).out
    assert len(text) <= MOST_CHARACTERS + 1
    assert "还差 300 处要改" in text
    assert "处没有列出来" in text
    assert "<summary>还有" in text


def test_an_address_that_is_none_is_refused(koc: Koc, sample_repo: Path) -> None:
    propose(sample_repo, {"README.md": "x\n"})
    for address in ("javascript:alert(1)", "https://x.example/> <b>", "", "http://"):
        assert ask(koc, "--edit-base", address).code == (2 if address else 1), address


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_is_told_with_a_page_and_examples_are_of_rules(language: str) -> None:
    texts, root = load_texts(language), Path(__file__).parents[2]
    keys = {key.removeprefix("answer.examples.") for key in texts.keys_under("answer.examples")}
    rules = {rule.id for rule in all_rules()}
    assert keys <= rules
    for rule in rules:
        page, _, anchor = rule_anchor(rule, language).partition("#")
        assert anchor in (root / page).read_text(encoding="utf-8")
    own = {"member": "m", "login": "l", "number": 1}
    assert not [key for key in keys if "```" in texts(f"answer.examples.{key}", **own)]


def test_both_languages_say_the_same_things() -> None:
    keys = [load_texts(language).keys_under("answer") for language in LANGUAGES]
    assert keys[0] == keys[1]
