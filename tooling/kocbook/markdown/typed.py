"""Text from phones, chats and word processors, mended so that Markdown shows what was typed.

No word is changed: line breaks are kept, full-width signs of Markdown become the ones it knows,
and what nobody sees is taken out. Fenced and inline code are never touched.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import NamedTuple

from kocbook.base.hidden_signs import FORBIDDEN, LINE_END
from kocbook.markdown.document import WIDE
from kocbook.markdown.film_pages import find_film_site, find_framed_page
from kocbook.markdown.inline_spans import inline_spans
from kocbook.markdown.line_reader import HEADING, LineReader

# What `Mended.changes` may name, in its order; each has a sentence in locales/*/typed.yml.
CHANGES = (
    "fullwidth-picture",
    "fullwidth-link",
    "spaced-name",
    "film-link",
    "fullwidth-heading",
    "fullwidth-bold",
    "indent",
    "invisible-signs",
    "line-breaks",
)

_UNSEEN = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
)
# A joiner holds emoji and some scripts together; behind Han or ASCII it holds nothing.
_INVISIBLE = re.compile(f"[{_UNSEEN}]+|(?<=[\n -~\u2e80-\u9fff\uff00-\uff60])[\u200c\u200d]+")
_INVISIBLE_START = re.compile(f"[ \t\u3000\u00a0{_UNSEEN}\u200c\u200d]*+")
_WIDE = re.compile(
    "[ \t]*+[\u3000\u00a0\u2000-\u200a\u202f\u205f][ \t\u3000\u00a0\u2000-\u200a\u202f\u205f]*+"
)

_PICTURES = r"jpe?g|png|webp|gif|heic|heif|bmp|avif|svg|mp4|mov|webm|m4v"
_FILES = rf"{_PICTURES}|pdf|md|txt|csv|vtt|docx?|xlsx?|pptx?|zip"
_LINK = re.compile(
    r"(?P<bang>[!！]?)(?P<open>[\[［])(?P<words>[^\[\]［］\n]{0,300}+)(?P<close>[\]］])"
    r"(?P<left>[(（])(?P<target>[^()（）<>\n]{1,500}+)(?P<right>[)）])"
)
_ADDRESS = re.compile(r"https?://[!-~]+$")
_FILE = re.compile(rf"[^:\n]{{1,300}}\.(?:{_FILES})(?:#[^\s]{{0,200}})?$", re.IGNORECASE)
_SPACED = re.compile(rf"[^\n]{{1,500}}\.(?:{_PICTURES}|vtt)$", re.IGNORECASE)
_PICTURE = re.compile(rf"[^\n]{{1,500}}\.(?:{_PICTURES})$", re.IGNORECASE)
_HEADING = re.compile("^( {0,3})([#＃]{1,6})[ \u3000]{1,9}(?=[^\\s#＃])", re.MULTILINE)
_BOLD = re.compile(r"(?<![＊*])＊＊(?![\s＊*])([^＊*\n]{1,300}+)(?<!\s)＊＊(?![＊*])")

_NUMBERED = re.compile(
    r" {0,3}(?:\d{1,3}[、．）]|\d{1,3}[.)](?=[^\d\s])|[（(]\d{1,3}[）)]|[①-⒛㉑-㉟㊱-㊿]"
    r"|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])"
)
_ITEM = re.compile(r"[ \t]{0,12}(?:[-*+]|\d{1,9}[.)])[ \t]+\S")
_FRAME = re.compile(
    r"(?P<line>^[ \t]*)?<iframe\b[^<>]{0,800}?\bsrc\s*=\s*(?P<sign>[\"'])(?P<source>[^\"'<>\n]{1,500})(?P=sign)"
    r"[^<>]{0,800}>[ \t\n]*</iframe\s*>(?P<end>[ \t]*$)?",
    re.IGNORECASE | re.MULTILINE,
)
_HAN_START = re.compile(rf"[ \t]*[{WIDE}“‘]")
_RULE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
_ROUNDS = 6  # a mended sign may complete another one


class Mended(NamedTuple):
    """A mended text, and the ids in `CHANGES` of what was done to it; line ends count as nothing."""

    text: str
    changes: tuple[str, ...]


def mend_typed(text: str, plain: bool) -> Mended:
    """Return the text as Markdown that shows the lines which its author saw.

    With `plain` (a .txt, a chat, an answer in a form) every line break stays one; without it
    only the lines of lists that Markdown does not know, such as `1、`, are kept apart.
    """
    done: set[str] = set()
    lines = LINE_END.sub("\n", text)
    now = FORBIDDEN.sub("", lines)  # in code too: no text with one of these is read
    if now != lines:
        done.add("invisible-signs")
    for _ in range(_ROUNDS):
        last, now = now, _mend_once(now, plain, done)
        if last == now:
            break
    return Mended(now, tuple(change for change in CHANGES if change in done))


def _mend_once(text: str, plain: bool, done: set[str]) -> str:
    lines, code = _unindented(text.split("\n"), plain, done)
    lines = _prose_mended(lines, code, done)
    return "\n".join(_lines_kept(lines, code, plain, done))


def _unindented(lines: list[str], plain: bool, done: set[str]) -> tuple[list[str], list[bool]]:
    """Return the lines without indentation that is no list's, and which of them are code."""
    reader, mended, code = LineReader(), [], []
    for typed in lines:
        line = typed if reader.open_fence else _unindent(typed, reader, plain, done)
        mended.append(line)
        code.append(reader.in_code(line))
    return mended, code


def _unindent(line: str, reader: LineReader, plain: bool, done: set[str]) -> str:
    """Return a line without its indentation where that is a paragraph's.

    In Markdown, what is indented is code unless it begins like a Chinese paragraph.
    """
    start = _INVISIBLE_START.match(line)
    if start and (clean := _INVISIBLE.sub("", start[0]).strip("\u200c\u200d")) != start[0]:
        done.add("invisible-signs")
        line = clean + line[start.end() :]
    if match := _WIDE.match(line):
        done.add("indent")
        return line[match.end() :]
    is_prose = plain or _HAN_START.match(line)
    if is_prose and reader.is_indented_code(line):
        done.add("indent")
        return line.lstrip(" \t")
    return line


def _prose_mended(lines: list[str], code: list[bool], done: set[str]) -> list[str]:
    """Return the lines with every run of prose between code and blank lines mended."""
    mended: list[str] = []
    run: list[str] = []
    for line, is_code in zip([*lines, ""], [*code, True], strict=True):
        if not is_code and line.strip():
            run.append(line)
            continue
        mended += _prose("\n".join(run), done).split("\n") if run else []
        mended.append(line)
        run = []
    return mended[:-1]


def _prose(text: str, done: set[str]) -> str:
    """Return one run of prose, its inline code left alone."""
    text = _outside_code(text, _INVISIBLE, lambda _: "", "invisible-signs", done)
    text = _outside_code(text, _FRAME, _frame, "film-link", done)
    text = _outside_code(text, _LINK, _link, "fullwidth-link", done)
    text = _outside_code(text, _BOLD, lambda match: f"**{match[1]}**", "fullwidth-bold", done)
    return _outside_code(text, _HEADING, _heading, "fullwidth-heading", done)


def _outside_code(
    text: str,
    pattern: re.Pattern[str],
    new: Callable[[re.Match[str]], str],
    change: str,
    done: set[str],
) -> str:
    """Replace what matches and shares no sign with inline code; note the change if there is one."""
    matches = list(pattern.finditer(text))
    if not matches:
        return text
    spans = [span for span in inline_spans(text) if span.kind == "code"]
    parts, at, place = [], 0, 0
    for match in matches:
        while place < len(spans) and spans[place].end <= match.start():
            place += 1
        if place < len(spans) and spans[place].start < match.end():
            continue
        if (mended := new(match)) != match[0]:
            done |= _changes(match[0], mended, change)
            parts += [text[at : match.start()], mended]
            at = match.end()
    return "".join([*parts, text[at:]])


def _changes(typed: str, mended: str, usual: str) -> set[str]:
    """Return the ids of what became of one sign of Markdown, of which `usual` is its kind's."""
    if typed.startswith("!") and not mended.startswith("!"):
        return {"film-link"}
    plain = mended.replace("](<", "](").replace(">)", ")")
    found = {"spaced-name"} if plain != mended else set()
    if plain.replace(" ", "") != typed.replace(" ", ""):
        found.add("fullwidth-picture" if mended.startswith("!") else usual)
    return found


def _link(match: re.Match[str]) -> str:
    target = match["target"].strip()
    # A target with a space, as a phone names photos, is words to CommonMark without brackets.
    spaced = " " in target and _SPACED.match(target)
    if not spaced and not _ADDRESS.match(target) and not _FILE.match(target):
        return match[0]
    shown = match["bang"] and ("!" if _PICTURE.match(target) else match["bang"])
    if shown == "!" and find_film_site(target):  # a film's page is no picture
        return f"[{match['words']}]({target})" if match["words"].strip() else target
    if spaced:
        return f"{shown}[{match['words']}](<{target}>)"
    if match["open"] + match["close"] + match["left"] + match["right"] == "[]()":
        return shown + match[0][len(match["bang"]) :]
    return f"{shown}[{match['words']}]({target})"


def _frame(match: re.Match[str]) -> str:
    """Return the address of the film that a frame shows, alone on its line if the frame was."""
    page = find_framed_page(html.unescape(match["source"]))
    if page is None:
        return match[0]
    return f"\n{page}\n" if match["line"] is not None and match["end"] is not None else page


def _heading(match: re.Match[str]) -> str:
    if "＃" not in match[2] and "\u3000" not in match[0]:
        return match[0]
    return f"{match[1]}{'#' * len(match[2])} "


def _lines_kept(lines: list[str], code: list[bool], plain: bool, done: set[str]) -> list[str]:
    """Return the lines, ended by two spaces (or a blank line) where the break has to stay."""
    kept: list[str] = []
    for place, line in enumerate(lines):
        kept.append(line)
        below = lines[place + 1] if place + 1 < len(lines) else ""
        if not line.strip() or not below.strip() or code[place] or code[place + 1]:
            continue
        if HEADING.match(line) or line.lstrip(" ")[0] == "|" or below.lstrip(" ")[0] == "|":
            continue
        if _ITEM.match(line) and _ITEM.match(below):
            continue  # items of a list stand on lines of their own
        if plain and _RULE.match(below):
            kept.append("")  # or the line above would become a heading
        elif plain or _NUMBERED.match(line) or _NUMBERED.match(below):
            if line.endswith("  "):
                continue
            kept[-1] = line.rstrip(" \t") + "  "
        else:
            continue
        done.add("line-breaks")
    return kept
