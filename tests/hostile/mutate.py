"""Changed records: bytes that no person would write, and values that a person might."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

import yaml

from kocbook.records.yaml_reader import read_yaml

TOKENS = (
    *("no", "~", "null", "true", "012", "0x1F", "1:20", ".inf", ".nan", "-0", "1e999", "1_000"),
    *("[]", "{}", "- ", ": ", "? ", "| ", ">-", "&a ", "*a", "<<: *a", "!!python/name:os", "!x"),
    *("---", "...", "%YAML 1.1", "# ", "'", '"', "\t", "\r", "\r\n", "\n", "\n\n", "  ", "\\", "`"),
    *("\x00", "\x85", "\u2028", "\u202e", "\u200d", "\ufeff", "\ufffe", "\U0001f3f4", "e\u0301"),
    *(
        "2026-02-30",
        "0001-01-01",
        "9999-12-31",
        "1900-01-01",
        "2099-12-31",
        "2026-04-10",
        "20260410",
    ),
    *("{{ x }}", "{% raw %}", "{module}", "{0}", "%s", "${x}", "<b>", "&lt;", "<!--", "-->", "]]>"),
    *("9" * 400, "[" * 100, "{" * 100, "a: " * 50, "字" * 300, "../", "/etc/passwd", "http://[::1"),
    *("owner-a", "staff-a", "xiao-man", "old-he", "gu-heng", "nobody", "former-1", "no-such-id"),
)
_DAYS = ("1900-01-01", "2026-04-09", "2026-06-29", "2026-06-30", "2026-07-01", "2099-12-31")
_NUMBERS = (0, 1, -1, 2, 7, 9999, 10000, 10**9, 10**12, 2**63, 0.5)

Files = dict[str, bytes]


def mutate_gently(files: Mapping[str, bytes], random: Random) -> Files:
    """Return `files` with values in place of others of the same name: much of it is still valid."""
    changed = dict(files)
    records = {path: _read(data) for path, data in files.items()}
    places = [place for record in records.values() if record for place in _places(record)]
    for _ in range(random.choice((1, 2, 4))):
        path = random.choice([path for path, record in records.items() if record])
        record = copy.deepcopy(records[path])
        holder, key = random.choice(_places(record))
        same = [other[name] for other, name in places if name == key and not isinstance(key, int)]
        if random.randrange(3) == 0:
            del holder[key]
        else:
            days = _DAYS if isinstance(holder[key], str) and holder[key][:2] == "20" else ()
            holder[key] = copy.deepcopy(random.choice([*same, *days, holder[key]]))
        changed[path] = yaml.safe_dump(record, allow_unicode=True, sort_keys=False).encode()
    if random.randrange(4) == 0:
        del changed[random.choice(sorted(changed))]
    return changed


def mutate_files(files: Mapping[str, bytes], random: Random) -> Files:
    """Return `files` with a few of them changed, moved, copied or left out."""
    changed = dict(files)
    for _ in range(random.choice((1, 1, 1, 2, 3, 6))):
        paths = sorted(changed)
        path = random.choice(paths)
        match random.randrange(12):
            case 0:
                del changed[path]
            case 1:
                changed[random.choice(paths)] = changed[path]
            case 2:
                changed[_mutate_path(path, random)] = changed.pop(path)
            case 3 | 4 | 5:
                changed[path] = mutate_bytes(changed[path], random)
            case _:
                changed[path] = mutate_values(changed[path], list(changed.values()), random)
    return changed


def _mutate_path(path: str, random: Random) -> str:
    folder, _, name = path.rpartition("/")
    return random.choice(
        (
            f"{folder}/{name.upper()}",
            f"{folder}/{name.replace('.yml', '.yaml')}",
            f"{folder}/x-{name}",
            f"{folder}/{random.choice(TOKENS)}.yml".replace("\x00", ""),
            f"{folder}/{name[:-5]}",
            f"{folder}/a/{name}",
            path.replace("owner-a", "owner-b").replace("xiao-man", "old-he"),
            path.replace("/claims/", "/claims/past/").replace(".yml", "-1.yml"),
        )
    )


def mutate_bytes(data: bytes, random: Random) -> bytes:
    """Return bytes with pieces put in, taken out, repeated, turned round or flipped."""
    for _ in range(random.choice((1, 1, 2, 5))):
        lines = data.split(b"\n")
        start, end = sorted(random.randrange(len(data) + 1) for _ in range(2))
        at, token = random.randrange(len(lines)), random.choice(TOKENS).encode("utf-8")
        match random.randrange(8):
            case 0:
                data = data[:start] + token + data[start:]
            case 1:
                data = data[:start] + data[min(end, start + 40) :]
            case 2:
                data = data[:end] + data[start:end] * random.choice((1, 2, 50)) + data[end:]
            case 3 if data:
                index = random.randrange(len(data))
                data = (
                    data[:index]
                    + bytes([data[index] ^ 1 << random.randrange(8)])
                    + data[index + 1 :]
                )
            case 4:
                del lines[at]
                data = b"\n".join(lines)
            case 5:
                other = random.randrange(len(lines))
                lines[at], lines[other] = lines[other], lines[at]
                data = b"\n".join(lines)
            case 6:
                lines[at] = lines[at].partition(b":")[0] + b": " + token
                data = b"\n".join(lines)
            case _:
                lines[at] = b" " * random.randrange(9) + lines[at].lstrip(b" ")
                data = b"\n".join(lines)
    return data[: 80 * 1024]


def mutate_values(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """Return a record with values of the right kind in the wrong place; bytes where it is none."""
    record = _read(data)
    if not record:
        return mutate_bytes(data, random)
    for _ in range(random.choice((1, 1, 2, 4))):
        if not record:
            break
        holder, key = random.choice(_places(record))
        donor = _read(random.choice(others))
        holder[key] = random.choice(_CHANGES)(holder[key], donor, random)
        if random.randrange(4) == 0:
            del holder[key]
    return yaml.safe_dump(record, allow_unicode=True, sort_keys=False).encode()


def _read(data: bytes) -> Any:
    try:
        found = read_yaml(data.decode())[0]
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _places(value: Any) -> list[tuple[Any, Any]]:
    """List every value below `value` as its holder and its key or index."""
    keys = list(value) if isinstance(value, dict) else range(len(value))
    found = [(value, key) for key in keys]
    for key in keys:
        if isinstance(value[key], (dict, list)) and value[key]:
            found += _places(value[key])
    return found


def _from_donor(value: Any, donor: Any, random: Random) -> Any:
    if not donor:
        return value
    holder, key = random.choice(_places(donor))
    return holder[key]


_CHANGES: tuple[Callable[[Any, Any, Random], Any], ...] = (
    _from_donor,
    lambda _value, _donor, random: random.choice(_DAYS),
    lambda _value, _donor, random: random.choice(_NUMBERS),
    lambda _value, _donor, random: random.choice(TOKENS),
    lambda value, _donor, _random: [value, value],
    lambda value, _donor, _random: value * 2 if isinstance(value, (str, list)) else value,
    lambda value, _donor, _random: [] if isinstance(value, list) else "",
    lambda value, _donor, random: {random.choice(TOKENS): value},
)
