"""Single values: days, ids, numbers, words to choose from, and texts that need quotes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from kocbook.records.slips.meant import (
    CHINESE_QUOTES,
    QUOTES,
    WIDE_SPACES,
    Meant,
    read_alone,
    write_text,
)
from kocbook.records.slips.names import NameBook, find_word

Schema = Mapping[str, Any]
_DAY = re.compile(
    r"(\d{4})\s*([-/.年。、])\s*(\d{1,2})\s*([-/.月。、])\s*(\d{1,2})\s*[日号]?|(\d{4})(\d\d)(\d\d)"
)
_DASHES = re.compile("[\u2010-\u2015\u2212\u2500\ufe63\uff0d]+")
_NUMBER = re.compile(r"(-?\d+)\s*(?:天|元|分|个|小时|日|块)?")
_PAIR = re.compile(r"\b[a-z_]+[:：]\s")
"""A second property in a line: nobody can tell what was meant to end where."""
_THOUSANDS = re.compile(r"\d{1,3}(?:[,，]\d{3})+(?!\d)")
_YES = frozenset(["是", "对", "好", "有", "yes", "y", "true", "on"])
_NO = frozenset(["否", "不", "不是", "没有", "无", "no", "n", "false", "off"])


@cache
def _validator(schema_text: str) -> Any:
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator(schema_text, validate_formats=True)


def fits(value: Any, schema: Schema) -> bool:
    """True where the schema of a property accepts a value."""
    import json

    return bool(_validator(json.dumps(schema)).is_valid(value))


def is_strict(schema: Schema) -> bool:
    """True for values of a fixed form: of these a full-width sign is never meant."""
    if schema.get("type") in ("integer", "boolean", "number"):
        return True
    return schema.get("type") == "string" and (
        "enum" in schema or "format" in schema or schema.get("pattern", r"\S") != r"\S"
    )


def mend_scalar(
    raw: str, prop: str, schema: Schema, names: NameBook, in_flow: bool = False
) -> Meant:
    """Return a single value as it was meant; unchanged where it is right, or cannot be told."""
    value, is_whole = read_alone(f"{{k: {raw}}}" if in_flow else raw)
    if in_flow:
        is_whole = is_whole and isinstance(value, dict) and list(value) == ["k"]
        value = value["k"] if is_whole else None
    if is_whole and fits(value, schema):
        return Meant(raw)
    if not is_strict(schema):
        return _mend_words(raw, value, is_whole, in_flow)
    mended = Meant(raw)
    text = _unquote(raw, mended)
    match schema:
        case {"type": "integer"}:
            found = _number(text, mended)
        case {"type": "boolean"}:
            found = _yes_no(text, mended)
        case {"format": "date"}:
            found = _day(_plain(text, mended), mended)
        case {"enum": options}:
            found = _word(text, options, mended)
        case _:
            found = _identifier(text, prop, schema, names, mended)
    if found is None or mended.is_open:
        return mended if mended.is_open else Meant(raw)
    number = schema["type"] in ("integer", "boolean")
    meant = read_alone(found)[0] if number else found
    if not fits(meant, schema):
        return Meant(raw)
    written = found if number else write_text(found, in_flow)
    if written.startswith('"') and not mended.slips:
        mended.add("quotes-missing")
    return Meant(written, mended.slips) if mended.slips else Meant(raw)


def _mend_words(raw: str, value: Any, is_whole: bool, in_flow: bool) -> Meant:
    """Put quotes around a text that would be read otherwise; its words stay."""
    if is_whole and not isinstance(value, (bool, int, float)):
        return Meant(raw)
    text = raw.strip()
    wrapped = len(text) > 1 and text[0] in QUOTES and text[-1] in QUOTES
    if wrapped and set(text[0] + text[-1]) & set(CHINESE_QUOTES):
        return Meant(_quote(text[1:-1]), ["sign-quotes"])
    if wrapped or not text or text[0] in "&*!|>[{\"'" or " #" in text or _PAIR.search(text):
        return Meant(raw)
    written = write_text(text, in_flow)
    return Meant(written if written != text else raw, ["quotes-missing"] * (written != text))


def _quote(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False)


def _unquote(raw: str, mended: Meant) -> str:
    bare = raw.strip(QUOTES + WIDE_SPACES + " \t")
    before, _, after = raw.partition(bare) if bare else (raw, "", "")
    if set(before + after) & set(CHINESE_QUOTES):
        mended.add("sign-quotes")
    if set(before + after) & set(WIDE_SPACES):
        mended.add("wide-space")
    return bare


def _plain(text: str, mended: Meant) -> str:
    """Return a text with half-width signs, noting what was full-width."""
    dashed = _DASHES.sub("-", text)
    if dashed != text:
        mended.add("dash-sign")
    narrow = unicodedata.normalize("NFKC", dashed)
    for wide, half in zip(dashed, narrow, strict=False) if len(dashed) == len(narrow) else ():
        if wide != half:
            kind = "digits" if half.isdigit() else "letters" if half.isalpha() else "sign-other"
            mended.add(kind)
    return narrow


def _number(text: str, mended: Meant) -> str | None:
    plain = _plain(text, mended)
    if _THOUSANDS.fullmatch(plain):
        mended.add("unit")
        plain = re.sub("[,，]", "", plain)
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return None
    if found[1] != plain:
        mended.add("unit")
    if not mended.slips:
        mended.add("number-quoted")
    return str(int(found[1]))


def _yes_no(text: str, mended: Meant) -> str | None:
    plain = unicodedata.normalize("NFKC", text).casefold()
    mended.add("yes-no")
    return "true" if plain in _YES else "false" if plain in _NO else None


def _day(text: str, mended: Meant) -> str | None:
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    year, month, day = found.group(6, 7, 8) if found[6] else found.group(1, 3, 5)
    try:
        wanted = date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        mended.slips, mended.is_open, mended.typed = ["no-day"], True, text
        return None
    if found[6] or found[2] != "-" or found[4] != "-" or text[-1] in "日号":
        mended.add("day-form")
    elif len(month) + len(day) < 4:
        mended.add("two-digits")
    return wanted


def _word(text: str, options: list[str], mended: Meant) -> str | None:
    word = find_word(options, text)
    if word is not None and word != text:
        if unicodedata.normalize("NFKC", text) == word:
            _plain(text, mended)
        else:
            mended.add("word")
    return word


def _identifier(text: str, prop: str, schema: Schema, names: NameBook, mended: Meant) -> str | None:
    if fits(text, schema) and (mended.slips or not names.tells(prop)):
        return text
    ids = names.find_ids(prop, text)
    if len(ids) == 1 and ids[0] != text:
        narrow = unicodedata.normalize("NFKC", text)
        if narrow == ids[0]:
            _plain(text, mended)
        else:
            mended.add("id-form" if narrow.casefold() == ids[0] else "name")
        return ids[0]
    is_name = names.tells(prop) and not text.isascii() and not _narrow_fits(text, schema)
    if (len(ids) > 1 or is_name) and _is_id(schema):
        mended.slips, mended.is_open = ["name-unclear"], True
        mended.near, mended.typed = ids, text
        return None
    return _formed(text, prop, schema, names, mended)


def _is_id(schema: Schema) -> bool:
    """True for ids, of which names are the only other thing that people write."""
    return str(schema.get("pattern", "")).startswith("^[a-z0-9]+(-[a-z0-9]+)*")


def _narrow_fits(text: str, schema: Schema) -> bool:
    return fits(_DASHES.sub("-", unicodedata.normalize("NFKC", text)).lower(), schema)


def _formed(text: str, prop: str, schema: Schema, names: NameBook, mended: Meant) -> str | None:
    """Return a text with half-width signs, and as an id where the schema wants one."""
    plain = _plain(text, mended)
    if fits(plain, schema) or not _is_id(schema):
        return plain
    formed = re.sub(r"[\s_]+", "-", plain.strip().lower())
    mended.add("id-form")
    return formed if not names.tells(prop) or names.knows(prop, formed) else None
