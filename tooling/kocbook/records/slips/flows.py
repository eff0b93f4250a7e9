"""Values with brackets in one line: lists and mappings, whatever keyboard their signs come from."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

from kocbook.records.slips.meant import (
    CHINESE_QUOTES,
    CLOSING,
    CLOSING_MAP,
    COLONS,
    OPENING,
    OPENING_MAP,
    QUOTES,
    SEPARATORS,
    Meant,
    read_alone,
)
from kocbook.records.slips.names import NameBook, find_property
from kocbook.records.slips.scalars import Schema, fits, is_strict, mend_scalar

_MOST_DEEP = 8
_PAIR = re.compile(rf"\s*([^\s{COLONS}{SEPARATORS}{{}}\[\]]{{1,40}}?)\s*([{COLONS}])\s*")


def mend_value(
    raw: str, prop: str, schema: Schema, names: NameBook, depth: int = 0, in_flow: bool = False
) -> Meant:
    """Return the value of a property as it was meant; unchanged where it is right, or cannot be told.

    `in_flow` is for what stands inside of brackets.
    """
    value, is_whole = read_alone(raw)
    is_right = is_whole and fits(value, schema) and not hides_known(value, prop, names)
    if is_right or not raw or depth > _MOST_DEEP:
        return Meant(raw)
    text = raw.strip()
    for option in schema.get("oneOf", ()):
        if (option.get("type") == "array") == (text[0] in OPENING):
            return mend_value(raw, prop, option, names, depth, in_flow)
    if schema.get("type") == "array":
        if text[0] in OPENING and text[-1] in CLOSING:
            return _mend_list(text, prop, schema, names, depth)
        return _mend_bare_list(raw, prop, schema, names)
    if schema.get("type") == "object":
        if text[0] in OPENING_MAP and text[-1] in CLOSING_MAP:
            return _mend_map(text, schema, names, depth, prop)
        return Meant(raw)
    return mend_scalar(raw, prop, schema, names, in_flow)


def hides_known(value: Any, prop: str, names: NameBook) -> bool:
    """True where an item of a list holds several known words, or one in quotes that are none of YAML's."""
    if not names.tells(prop):
        return False
    items = [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
    return any(not names.knows(prop, item) and _is_known(item, prop, names) for item in items)


def _is_known(item: str, prop: str, names: NameBook) -> bool:
    """True where an item holds known words alone, between signs that are none of YAML's."""
    parts = re.split(f"[{SEPARATORS}]", item)
    return all(names.knows(prop, part.strip(QUOTES + " ")) for part in parts)


def child_of(schema: Schema, prop: str) -> Schema | None:
    """Return the schema of a mapping's property, or of all its values."""
    known = schema.get("properties", {})
    if prop in known:
        found: Schema = known[prop]
        return found
    rest = schema.get("additionalProperties")
    return rest if isinstance(rest, dict) else None


def find_key(
    schema: Schema, prop: str, typed: str, names: NameBook
) -> tuple[str, list[str]] | None:
    """Return a mapping's key as it was meant, with its slips; None where it is none of its keys."""
    if "properties" in schema:
        found = find_property(schema["properties"], typed)
        return None if found is None else (found, [] if found == typed else ["key"])
    key_schema = {"type": "string", **schema.get("propertyNames", {})}
    mended = mend_scalar(typed, prop, key_schema, names)
    if fits(mended.text, key_schema):
        return mended.text, mended.slips
    small = mended.text.lower()  # phones begin a line with a capital letter
    return (small, ["key"]) if fits(small, key_schema) else None


def _brackets(text: str, mended: Meant, opening: str, closing: str) -> str:
    if text[0] != opening[0] or text[-1] != closing[0]:
        mended.add("sign-brackets")
    return text[1:-1]


def _mend_list(raw: str, prop: str, schema: Schema, names: NameBook, depth: int) -> Meant:
    mended = Meant(raw)
    inner = _brackets(raw, mended, OPENING, CLOSING)
    pieces = _split_items(inner, prop, schema["items"], names, mended)
    items = [_mend_item(piece, prop, schema["items"], names, depth, mended) for piece in pieces]
    return Meant(f"[{', '.join(items)}]", mended.slips, mended.near, mended.typed, mended.is_open)


def _mend_item(
    piece: str, prop: str, schema: Schema, names: NameBook, depth: int, mended: Meant
) -> str:
    bare = piece.strip(QUOTES)
    if set(piece) & set(CHINESE_QUOTES) and names.knows(prop, bare):
        mended.add("sign-quotes")
        return bare
    return mended.take(mend_value(piece, prop, schema, names, depth + 1, in_flow=True))


def _mend_bare_list(raw: str, prop: str, schema: Schema, names: NameBook) -> Meant:
    """Put brackets around a list of ids or of known words that was written without any."""
    mended = Meant(raw, ["brackets-missing"])
    pieces = _split_items(raw, prop, schema["items"], names, mended)
    items = [mended.take(mend_value(piece, prop, schema["items"], names)) for piece in pieces]
    known = all(names.knows(prop, item) for item in items) or (
        is_strict(schema["items"]) and not names.tells(prop)
    )
    text = f"[{', '.join(items)}]"
    meant, is_whole = read_alone(text)
    if mended.is_open or not known or not is_whole or not fits(meant, schema):
        return Meant(raw)
    return Meant(text, mended.slips)


def _split_items(inner: str, prop: str, items: Schema, names: NameBook, mended: Meant) -> list[str]:
    """Cut a list's inside where one item ends; a full-width comma inside a sentence ends none."""
    if not inner.strip():
        return []
    cuts = list(_iter_cuts(inner, ","))
    wide = list(_iter_cuts(inner, SEPARATORS))
    if len(wide) > len(cuts) and _are_separate(_cut(inner, wide), prop, items, names):
        mended.add("sign-commas")
        cuts = wide
    pieces = [piece.strip() for piece in _cut(inner, cuts)]
    return pieces[:-1] if pieces and not pieces[-1] else pieces


def _are_separate(pieces: list[str], prop: str, items: Schema, names: NameBook) -> bool:
    """True where the pieces between full-width commas can only be items of their own."""
    if is_strict(items):
        return True
    bare = [piece.strip() for piece in pieces if piece.strip()]
    if items.get("type") == "object":
        return all(piece[0] in OPENING_MAP and piece[-1] in CLOSING_MAP for piece in bare)
    quoted = all(len(piece) > 1 and piece[0] in QUOTES and piece[-1] in QUOTES for piece in bare)
    return quoted or all(names.knows(prop, piece.strip(QUOTES)) for piece in bare)


def _iter_cuts(inner: str, separators: str) -> Iterator[int]:
    """Yield where separators stand outside of all brackets and quotes."""
    depth, quote = 0, ""
    for index, sign in enumerate(inner):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'“「" and inner[:index].rstrip()[-1:] in (
            "",
            *SEPARATORS,
            *COLONS,
            *OPENING,
        ):
            quote = {"“": "”", "「": "」"}.get(sign, sign)
        elif sign in OPENING + OPENING_MAP:
            depth += 1
        elif sign in CLOSING + CLOSING_MAP:
            depth -= 1
        elif depth == 0 and sign in separators:
            yield index


def _cut(inner: str, cuts: list[int]) -> list[str]:
    edges = [-1, *cuts, len(inner)]
    return [inner[start + 1 : end] for start, end in itertools.pairwise(edges)]


def _mend_map(raw: str, schema: Schema, names: NameBook, depth: int, prop: str) -> Meant:
    mended = Meant(raw)
    inner = _brackets(raw, mended, OPENING_MAP, CLOSING_MAP)
    pairs: list[list[Any]] = []
    for sign, piece in _iter_pieces(inner):
        found = _PAIR.match(piece)
        key = find_key(schema, prop, found[1].strip(QUOTES), names) if found else None
        if found is None or key is None:
            if not pairs:
                return Meant(raw)
            pairs[-1][1] += sign + piece
            continue
        if sign not in ("", ","):
            mended.add("sign-commas")
        _note_pair(found, piece, key[1], mended)
        pairs.append([key[0], piece[found.end() :]])
    written = []
    for key_text, value in pairs:
        child = child_of(schema, key_text)
        part = value.strip()
        if child is not None:
            name = key_text if "properties" in schema else prop
            part = mended.take(mend_value(part, name, child, names, depth + 1, in_flow=True))
        written.append(f"{key_text}: {part}")
    text = "{" + ", ".join(written) + "}"
    return Meant(text, mended.slips, mended.near, mended.typed, mended.is_open)


def _iter_pieces(inner: str) -> Iterator[tuple[str, str]]:
    """Yield what stands between separators, each after the separator before it."""
    cuts = list(_iter_cuts(inner, SEPARATORS))
    yield from zip(["", *(inner[cut] for cut in cuts)], _cut(inner, cuts), strict=True)


def _note_pair(found: re.Match[str], piece: str, slips: list[str], mended: Meant) -> None:
    mended.add(*slips)
    if found[2] != ":":
        mended.add("sign-colon")
    elif found.end() == found.end(2) and found.end() < len(piece):
        mended.add("space")
    if set(found[0]) & set(CHINESE_QUOTES):
        mended.add("sign-quotes")
