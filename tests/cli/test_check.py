"""`koc check` through the real command: formats, exit codes, and what broken files do."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from kocbook.report.cells import cell_width
from kocbook.report.findings_github import escape_data, escape_property
from kocbook.report.findings_sarif import path_uri
from kocbook.report.markdown import escape_markdown
from tests.conftest import Koc

FORMATS = ("text", "github", "json", "sarif", "markdown")
SARIF_SCHEMA = Path(__file__).parent / "sarif" / "sarif-schema-2.1.0.json"
Blessed = Callable[[str, str], None]


@pytest.fixture
def broken_repo(sample_repo: Path) -> Path:
    """One error and one warning whose lines hold Chinese, a long text, and a value with signs."""
    claim = sample_repo / "modules/guide/night-drive/claims/photographer.yml"
    claim.write_text(claim.read_text().replace("xiao-man", "nobody"))
    handbook = sample_repo / "modules/trip/handbook.yml"
    handbook.write_text(handbook.read_text().replace("[packing]", "[packing, 100%-no-such-module]"))
    member = sample_repo / "members/old-he.yml"
    member.write_text(member.read_text().replace("name: 老何", "名字: 老何, name: 老何"))
    return sample_repo


def test_a_clean_community_exits_with_0(koc: Koc) -> None:
    result = koc("check")
    assert (result.code, result.err) == (0, "")
    assert result.out == "检查了 26 份记录，全都没有问题。\n"


def test_json_of_a_clean_community_is_the_contract(koc: Koc) -> None:
    document = json.loads(koc("check", "--format", "json").out)
    assert document == {"summary": {"errors": 0, "warnings": 0, "records": 26}, "findings": []}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("output", FORMATS)
def test_findings_are_blessed(
    broken_repo: Path, koc: Koc, blessed: Blessed, output: str, language: str
) -> None:
    result = koc("check", "--format", output, "--lang", language)
    assert result.code == 1
    blessed(f"check-{output}.{language}.txt", result.out)


def test_json_has_the_keys_of_the_contract(broken_repo: Path, koc: Koc) -> None:
    document = json.loads(koc("check", "--format", "json").out)
    assert list(document) == ["summary", "findings"]
    assert document["summary"]["errors"] == len(
        [finding for finding in document["findings"] if finding["severity"] == "error"]
    )
    keys = ["rule", "severity", "path", "line", "column", "message", "fix"]
    assert all(list(finding) == keys for finding in document["findings"])
    places = [(found["path"], found["line"], found["column"]) for found in document["findings"]]
    assert places == sorted(places)


def test_the_caret_points_at_the_column_under_wide_characters(broken_repo: Path, koc: Koc) -> None:
    findings = json.loads(koc("check", "--format", "json").out)["findings"]
    lines = koc("check").out.splitlines()
    carets = [number for number, line in enumerate(lines) if re.fullmatch(r" +│ *\^", line)]
    assert len(carets) == len(findings) > 1
    for number, finding in zip(carets, findings, strict=True):
        source = lines[number - 1].partition("│ ")[2]
        before = lines[number].partition("│ ")[2].index("^")
        assert before == cell_width(source[: finding["column"] - 1])


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_text_fits_the_terminal(broken_repo: Path, koc: Koc, columns: int, language: str) -> None:
    koc.environment["COLUMNS"] = str(columns)
    for line in koc("check", "--lang", language).out.splitlines():
        place = line.strip().startswith("modules/")  # a place is a link: it stays whole
        assert place or cell_width(line) <= min(columns, 100), line


def test_sarif_is_valid(broken_repo: Path, koc: Koc) -> None:
    schema = json.loads(SARIF_SCHEMA.read_text(encoding="utf-8"))
    log = json.loads(koc("check", "--format", "sarif").out)
    validator = jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in validator.iter_errors(log)] == []
    run = log["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == sorted(set(rules))
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])


def test_sarif_of_a_clean_community_is_valid(koc: Koc) -> None:
    schema = json.loads(SARIF_SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(schema).validate(json.loads(koc("check", "--format", "sarif").out))


def test_sarif_paths_are_uris() -> None:
    assert path_uri("content/a b/提车%.md") == "content/a%20b/%E6%8F%90%E8%BD%A6%25.md"


def test_github_commands_cannot_be_broken_out_of() -> None:
    hostile = "100%\r\n::error::x"
    assert escape_data(hostile) == "100%25%0D%0A::error::x"
    assert escape_property("a:b,c%\n") == "a%3Ab%2Cc%25%0A"


def test_github_writes_one_line_for_each_finding(broken_repo: Path, koc: Koc) -> None:
    result = koc("check", "--format", "github")
    shape = r"::(error|warning|notice) file=[^,:]+,line=\d+,col=\d+,title=[^,:]+::.+"
    assert all(re.fullmatch(shape, line) for line in result.out.splitlines())
    assert "处错误" in result.err


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "**bold** _it_ `code`",
        "[x](javascript:alert(1))",
        "![x](https://evil.example/p.png)",
        "@everyone see #12 and GH-12",
        "https://evil.example www.evil.example",
        "a | b\n\n# heading\n- item",
        "&lt;b&gt;",
    ],
)
def test_markdown_takes_data_as_words(hostile: str) -> None:
    import html

    import markdown_it

    escaped = escape_markdown(hostile)
    assert "\n" not in escaped
    parser = markdown_it.MarkdownIt("gfm-like", {"linkify": False})
    rendered = parser.render(f"- x<br>{escaped}")
    tags = set(re.findall(r"<(\w+)", rendered))
    assert tags <= {"ul", "li", "br"}
    shown = html.unescape(re.sub(r"<[^>]+>", "", rendered)).strip().removeprefix("x")
    assert shown.replace("\u200b", "") == hostile.replace("\n", " ")
    assert not re.search(r"@\w|#\d|://|www\.", shown)


def test_markdown_fits_a_comment(sample_repo: Path, koc: Koc) -> None:
    for number in range(300):
        (sample_repo / f"members/broken-{number}.yml").write_text("x: [\n", encoding="utf-8")
    written = koc("check", "--format", "markdown").out
    assert len(written) < 65_536
    assert "还有 250 处" in written


def test_hostile_bytes_are_findings(sample_repo: Path, koc: Koc) -> None:
    members = sample_repo / "members"
    (members / "bytes.yml").write_bytes(bytes(range(256)) * 4)
    (members / "nul.yml").write_bytes(b"name: a\x00b\n")
    (members / "deep.yml").write_bytes(b"[" * 30_000)
    (members / "wide.yml").write_text("name: \u202etxt.exe\n", encoding="utf-8")
    (members / "empty.yml").write_bytes(b"")
    (members / "half.yml").write_text('name: "老', encoding="utf-8")
    (sample_repo / "mkdocs.yml").write_bytes(b"\xff\xfe\x00plugins: [")
    with open(os.fsencode(members) + b"/\xff\xfe\x1b[31m.yml", "wb") as file:  # noqa: PTH123
        file.write(b"name: x\n")
    for output in FORMATS:
        result = koc.process("check", "--format", output)
        assert result.code == 1, result.err
        assert "Traceback" not in result.out + result.err
        assert "\x1b" not in result.out
        assert "\u202e" not in result.out
    found = {
        finding["path"] for finding in json.loads(koc("check", "--format", "json").out)["findings"]
    }
    assert {"members/bytes.yml", "members/nul.yml", "members/deep.yml"} <= found
    schema = json.loads(SARIF_SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(schema).validate(json.loads(koc("check", "--format", "sarif").out))


def test_broken_settings_are_findings_and_stop_other_commands(sample_repo: Path, koc: Koc) -> None:
    (sample_repo / "community.yml").write_text("name: [\n", encoding="utf-8")
    assert koc("check").code == 1
    for words in (["board"], ["status"], ["credits"], ["tiers"]):
        result = koc(*words)
        assert (result.code, result.out) == (1, "")
        assert "koc check" in result.err


def test_tables_say_when_files_are_left_out(sample_repo: Path, koc: Koc) -> None:
    (sample_repo / "members/old-he.yml").write_text("name: [\n", encoding="utf-8")
    result = koc("board", "--format", "json")
    assert result.code == 0
    assert "koc check" in result.err
    json.loads(result.out)
