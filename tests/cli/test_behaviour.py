"""How `koc` behaves: languages, help, errors, exit codes, pipes, completion, and quick starts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from kocbook.base.errors import KocError
from kocbook.base.languages import LANGUAGES
from kocbook.base.texts import load_texts
from kocbook.cli import main
from kocbook.cli.commands.new import new
from kocbook.cli.ui.command import KocCommand, KocGroup
from kocbook.cli.ui.progress import Progress
from kocbook.model.paths import RecordKind
from kocbook.records.schema import schema_text
from kocbook.report.cells import cell_width
from tests.conftest import Koc

ROOT = Path(__file__).parents[2]
COMMANDS = [*main.koc.places, *(f"new {kind}" for kind in new.places)]
Blessed = Callable[[str, str], None]


@pytest.mark.parametrize("language", LANGUAGES)
def test_koc_alone_says_where_you_are(koc: Koc, blessed: Blessed, language: str) -> None:
    result = koc("--lang", language)
    assert (result.code, result.err) == (0, "")
    blessed(f"home.{language}.txt", result.out)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_blessed(koc: Koc, blessed: Blessed, command: str, language: str) -> None:
    result = koc(*command.split(), "--help", "--lang", language)
    assert (result.code, result.err) == (0, "")
    assert all(cell_width(line) <= 80 for line in result.out.splitlines())
    name = command.replace(" ", "-") or "koc"
    blessed(f"help-{name}.{language}.txt", result.out)


def test_the_language_may_stand_anywhere(koc: Koc) -> None:
    spoken = {koc(*words).out for words in (["--lang", "en", "check"], ["check", "--lang=en"])}
    assert spoken == {"26 records checked, and all is well.\n"}


def test_the_language_is_asked_then_the_locale_then_the_community(
    sample_repo: Path, koc: Koc
) -> None:
    chinese, english = (koc("check", "--lang", language).out for language in LANGUAGES)
    assert koc("check").out == chinese
    koc.environment["LANG"] = "en_GB.UTF-8"
    assert koc("check").out == english
    koc.environment["LANG"] = "C.UTF-8"
    settings = sample_repo / "community.yml"
    settings.write_text(settings.read_text() + "languages: [en, zh]\n")
    assert koc("check").out == english
    koc.environment["LC_ALL"] = "zh_CN.UTF-8"
    assert koc("check").out == chinese


def test_the_day_is_asked_then_the_epoch_then_the_community(koc: Koc) -> None:
    def day(*words: str) -> str:
        return str(json.loads(koc("board", "--format", "json", *words).out)["as_of"])

    assert day() == "2026-06-30"
    koc.environment["SOURCE_DATE_EPOCH"] = "1767225600"
    assert day() == "2026-01-01"
    assert day("--as-of", "2026-05-05") == "2026-05-05"
    koc.environment["SOURCE_DATE_EPOCH"] = "tomorrow"
    assert koc("board").code == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_usage_errors_are_blessed(koc: Koc, blessed: Blessed, language: str) -> None:
    lines = [
        "chek",
        "--nonsense",
        "check --formt json",
        "check --format xml",
        "check --format",
        "check --debug=1",
        "check one two",
        "check --lang fr",
        "check --as-of 2026-02-30",
        "check --as-of 2026-W07-1",
        "explain",
        "explain claim-unknown-membr",
        "explain zzzzzzzz",
        "schema modul",
        "status nothing-like-it",
        "status first-dya",
        "board --state none",
        "board --handbook none",
        "serve --port 99999",
        "assemble",
        "completion powershell",
        "--root /nonexistent check",
    ]
    told = []
    for line in lines:
        result = koc("--lang", language, *line.split())
        assert (result.code, result.out) == (2, ""), line
        told.append(f"$ koc {line}\n{result.err}")
    blessed(f"usage-errors.{language}.txt", "\n".join(told))


def test_outside_a_community_kind_words_and_exit_2(koc: Koc, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    koc.folder = tmp_path / "elsewhere"
    for words in ([], ["check"], ["board"], ["build"]):
        result = koc(*words)
        assert (result.code, result.out) == (2, "")
        assert "--root" in result.err
        assert "Traceback" not in result.err
    (tmp_path / "elsewhere" / ".git").mkdir()
    assert "community.yml" in koc("check").err


def test_rules_and_schemas_need_no_community(koc: Koc, tmp_path: Path) -> None:
    koc.folder = tmp_path
    for words in (["rules"], ["explain", "claim-unknown-member"], ["schema"], ["--help"]):
        assert koc(*words).code == 0, words


def test_the_root_is_found_from_below(sample_repo: Path, koc: Koc) -> None:
    koc.folder = sample_repo / "modules/guide/first-day"
    assert koc("check").code == 0


@pytest.mark.parametrize("kind", list(RecordKind))
def test_schemas_are_printed_as_they_are(koc: Koc, kind: RecordKind) -> None:
    assert koc("schema", str(kind)).out == schema_text(kind)


@pytest.mark.parametrize("language", LANGUAGES)
def test_rules_are_listed_and_explained(koc: Koc, blessed: Blessed, language: str) -> None:
    rows = json.loads(koc("rules", "--format", "json", "--lang", language).out)["rows"]
    names = [row["rule"] for row in rows]
    assert names == sorted(names)
    for name in names:
        page = koc("explain", name, "--lang", language)
        assert page.code == 0
        assert "{" not in page.out, name
    page = koc("explain", "claim-unknown-member", "--lang", language)
    blessed(f"explain.{language}.txt", page.out)


def test_the_reference_that_explain_names_exists(koc: Koc) -> None:
    for language in LANGUAGES:
        last = koc("explain", "claim-unknown-member", "--lang", language).out.split()[-1]
        path, _, anchor = last.partition("#")
        assert anchor in (ROOT / path).read_text(encoding="utf-8")


def test_a_module_is_found_by_its_own_name_too(koc: Koc) -> None:
    assert koc("status", "first-day").out == koc("status", "guide/first-day").out


def test_a_failure_is_one_kind_sentence_and_exit_3(
    koc: Koc, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("out of luck")

    monkeypatch.setattr("kocbook.insight.state.all_facts", fail)
    result = koc("board")
    assert (result.code, result.out) == (3, "")
    assert "out of luck" in result.err
    assert "Traceback" not in result.err
    assert "Traceback" in koc("board", "--debug").err


def test_an_error_without_words_is_still_told(koc: Koc, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KocError("errors.nobody-wrote-this", detail="x")

    monkeypatch.setattr("kocbook.insight.state.all_facts", fail)
    result = koc("board")
    assert result.code == 3
    assert "errors.nobody-wrote-this" in result.err


def test_ctrl_c_is_quiet(koc: Koc, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kocbook.insight.state.all_facts", interrupt)
    result = koc("board")
    assert (result.code, result.out, result.err) == (130, "", "")


@pytest.mark.parametrize("words", [["board"], ["rules", "--format", "json"], ["--help"]])
def test_a_broken_pipe_is_quiet(koc: Koc, words: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        koc.command(*words),
        cwd=koc.folder,
        env=koc.clean_environment(),
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize("words", [["--help"], ["check", "--help"], ["completion", "fish"], []])
def test_a_quick_command_imports_nothing_heavy(koc: Koc, words: list[str]) -> None:
    heavy = ("rich", "git", "mkdocs", "jsonschema", "jsonschema_rs", "babel", "jinja2", "markdown")
    script = (
        "import sys; from kocbook.cli.main import run; "
        f"code = run({words!r}); "
        f"sys.exit(code or ' '.join(sorted(sys.modules.keys() & set({heavy!r}))) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=koc.folder,
        env=koc.clean_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_long_work_says_its_steps_on_stderr(koc: Koc, monkeypatch: pytest.MonkeyPatch) -> None:
    assert koc("check").err == ""
    monkeypatch.setattr("kocbook.cli.ui.progress.QUIET_SECONDS", 0.0)
    result = koc("check", "--as-of", "2026-08-01")  # another day: nothing of it is remembered
    assert result.err == "[0 秒] 正在读取记录\n[0 秒] 正在检查\n"
    assert "正在" not in result.out


def test_a_step_is_said_while_it_goes_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kocbook.cli.ui.progress.QUIET_SECONDS", 0.05)
    with Progress(load_texts("en")) as report:
        report("assemble")
        report("build")
        time.sleep(0.3)
    assert capsys.readouterr().err == "[0 s] Building the site\n"


def test_completion_knows_commands_options_and_modules(koc: Koc) -> None:
    def complete(line: str, position: int) -> list[str]:
        koc.environment.update(
            _KOC_COMPLETE="bash_complete", COMP_WORDS=line, COMP_CWORD=str(position)
        )
        listed = koc.process().out.splitlines()
        return [item.partition(",")[2] for item in listed]

    assert complete("koc st", 1) == ["status"]
    assert "--format" in complete("koc board --", 2)
    assert complete("koc board --format m", 3) == ["markdown"]
    assert complete("koc status guide/f", 2) == ["guide/first-day"]
    assert complete("koc board --handbook t", 3) == ["trip"]
    assert complete("koc board --member x", 3) == ["xiao-man"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_are_printed(koc: Koc, shell: str) -> None:
    result = koc("completion", shell)
    assert result.code == 0
    assert "_KOC_COMPLETE" in result.out


def test_every_command_has_its_words() -> None:
    context = click.Context(main.koc)
    for group in (main.koc, new):
        for name in group.places:
            command = group.get_command(context, name)
            assert isinstance(command, KocCommand | KocGroup)
            assert command.name == name
