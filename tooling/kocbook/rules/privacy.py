"""Rules about what must not become public: phone, identity and plate numbers, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date

from kocbook.base.finding import Location, Pointer, Severity, at
from kocbook.rules.context import Context
from kocbook.rules.registry import Hit, rules_for

rule = rules_for("any")

# Full-width digits and signs are as public as narrow ones; one for one, so that places stay.
_NARROW = str.maketrans(
    "０１２３４５６７８９－＋（）＠．Ｘｘ\u3000\u2010\u2011\u2012\u2013\u2014\u2212",
    "0123456789-+()@.Xx ------",
) | {ord("Ａ") + number: ord("A") + number for number in range(26)}
_START = r"(?<![0-9A-Za-z/=_&])(?<![0-9][.,])(?<![0-9A-Za-z]-)"
_END = r"(?![0-9A-Za-z])(?![.,][0-9])"
MOBILE = re.compile(rf"{_START}(?:\+?86[- ]?)?1[3-9][0-9][- ]?[0-9]{{4}}[- ]?[0-9]{{4}}{_END}")
LANDLINE = re.compile(
    rf"{_START}(?:\(0[0-9]{{2,3}}\)[- ]?|0[0-9]{{2,3}}[- ])[2-9][0-9]{{2,3}}[- ]?[0-9]{{4}}{_END}"
)
IDENTITY = re.compile(rf"{_START}[1-9][0-9]{{5}}(?:19|20)[0-9]{{9}}[0-9Xx]{_END}")
EMAIL = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,24}(?![\w:-])",
    re.ASCII,
)
# GA 36-2018: a province, a letter of its region, then five characters (the last may be a word) or,
# for cars of new energy, six, of which the first or the last is a letter. I and O stand in none.
# A plate has three digits at least; 全新 and the like are no province.
_PROVINCE = (
    r"(?:(?<![全最更崭创革刷重翻])新|[京津沪渝冀豫云辽黑湘皖鲁苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼])"
)
_PLATE = (
    rf"{_PROVINCE}[A-HJ-NP-Z][ ·・•.‧\-]?(?:"
    r"(?:[A-HJK][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[A-HJK])"
    r"|(?=(?:[A-Z]{0,2}[0-9]){3})[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳])"
)
PLATE = re.compile(rf"{_PLATE}{_END}", re.IGNORECASE)
_EXAMPLE = re.compile(r"12345[A-Z]?$|(?:0{5}|6{5}|8{5}|9{5})[A-Z]?$", re.IGNORECASE)
"""Numbers that everybody writes in an example."""
# GB 11643-1999: weights of the first 17 digits, and the check digit by their sum modulo 11.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"


def is_identity_number(text: str) -> bool:
    """True for 18 digits with a real birthday and the check digit of GB 11643-1999."""
    try:
        date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text, _WEIGHTS, strict=False))
    return text[17].upper() == _CHECK_DIGITS[total % 11]


def mask(text: str) -> str:
    """Return enough of a number to find it, and not enough to use it: findings are public too."""
    kept = 3 if len(text) > 7 else 1
    return f"{text[:kept]}****{text[-2:]}"


def public_texts(context: Context) -> Iterator[tuple[Location, str]]:
    """Yield every text in which a number or an address could stand, with its place.

    Everything in a record counts, also what only operators are meant to read: the repository is
    public. The loader has marked the records that are worth the search.
    """
    for page in context.pages.values():
        yield Location(page.path), page.prose
    numbered = context.community.numbered
    if numbered:
        for path, record in context.community.iter_records():
            if path in numbered:
                for pointer, text in _iter_strings(record, ()):
                    yield at(path, *pointer), text


def _iter_strings(value: object, pointer: Pointer) -> Iterator[tuple[Pointer, str]]:
    """Yield every text in a record with its pointer."""
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _iter_strings(item, (*pointer, str(key)))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _iter_strings(item, (*pointer, index))
    elif is_dataclass(value):
        for field in fields(value):
            if field.name != "path":
                yield from _iter_strings(getattr(value, field.name), (*pointer, field.name))


def find_private(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, str]]:
    """Yield where in `text` a number or address stands, and what it is in narrow characters."""
    for match in pattern.finditer(text.translate(_NARROW)):
        yield match.start(), match[0]


def find_all_private(context: Context) -> dict[str, list[tuple[Location, str]]]:
    """Return all that looks like something private, with its place: each text is narrowed once."""
    found: dict[str, list[tuple[Location, str]]] = {name: [] for name in _KINDS}
    for where, text in public_texts(context):
        names = [name for names, sign in _SIGNS if sign.search(text) for name in names]
        narrow = text.translate(_NARROW) if names else text
        for name in names:
            for match in _KINDS[name].finditer(narrow):
                found[name].append((_place(where, text, match.start()), match[0]))
    return found


def _place(where: Location, text: str, start: int) -> Location:
    if where.pointer:
        return where
    line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    return Location(where.path, line, column)


_SIGNS = (
    (("mobile", "landline", "identity"), re.compile(r"\d(?:\D{0,2}\d){6}")),
    (("plate",), re.compile(rf"{_PROVINCE}[A-ZＡ-Ｚ]", re.IGNORECASE)),
    (("email",), re.compile("[@＠]")),
)
"""What a text has in any case that holds one of these, full-width or not: few have to be narrowed."""

_KINDS = {
    "mobile": MOBILE,
    "landline": LANDLINE,
    "identity": IDENTITY,
    "plate": PLATE,
    "email": EMAIL,
}


@rule("privacy-mobile", Severity.ERROR)
def privacy_mobile(context: Context) -> Iterator[Hit]:
    """A public text holds a Chinese mobile phone number."""
    for where, number in context.private["mobile"]:
        yield where, {"number": mask(number)}


@rule("privacy-landline", Severity.WARNING)
def privacy_landline(context: Context) -> Iterator[Hit]:
    """A public text holds a landline number with its area code."""
    for where, number in context.private["landline"]:
        yield where, {"number": mask(number)}


@rule("privacy-identity", Severity.ERROR)
def privacy_identity(context: Context) -> Iterator[Hit]:
    """A public text holds the number of a Chinese identity card."""
    for where, number in context.private["identity"]:
        if is_identity_number(number):
            yield where, {"number": mask(number)}


@rule("privacy-plate", Severity.WARNING)
def privacy_plate(context: Context) -> Iterator[Hit]:
    """A public text holds the number plate of a car."""
    for where, number in context.private["plate"]:
        if not _EXAMPLE.search(number):
            yield where, {"number": mask(number)}


@rule("privacy-email", Severity.WARNING)
def privacy_email(context: Context) -> Iterator[Hit]:
    """A public text holds an e-mail address."""
    for where, address in context.private["email"]:
        yield where, {"address": mask(address)}
