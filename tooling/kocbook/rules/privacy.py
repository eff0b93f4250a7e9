"""Rules about what must not become public: phone, identity and plate numbers, addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import NamedTuple

from kocbook.base.finding import Location, Pointer, Severity, at
from kocbook.model.brief import Brief
from kocbook.model.paths import parse_record_path
from kocbook.rules.context import Context
from kocbook.rules.page import Page
from kocbook.rules.registry import Hit, Reach, Rule, Sight, add_rule

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
_PROVINCE = r"(?:(?<![全最更崭创革刷重翻])新|[京津沪渝冀豫云辽黑湘皖鲁苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼])"
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
_NO_DIGIT = re.compile(r"[^0-9]")


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


def find_private(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, str]]:
    """Yield where in `text` a number or address stands, and what it is in narrow characters."""
    for match in pattern.finditer(text.translate(_NARROW)):
        yield match.start(), match[0]


def digits_of(number: str) -> str:
    """Return the digits of a number, however it is grouped."""
    return _NO_DIGIT.sub("", number)


class _Kind(NamedTuple):
    """What a number or address looks like, and what else has to be true of one.

    `sign` stands in every text that holds one, full-width or not: few have to be searched.
    """

    pattern: re.Pattern[str]
    sign: re.Pattern[str]
    is_one: Callable[[str], bool] = bool
    is_phone: bool = False


_DIGITS = re.compile(r"\d(?:\D{0,2}\d){6}")
_PLATE_SIGN = re.compile(rf"{_PROVINCE}[A-ZＡ-Ｚ]", re.IGNORECASE)
_KINDS: Mapping[str, _Kind] = {
    "mobile": _Kind(MOBILE, _DIGITS, is_phone=True),
    "landline": _Kind(LANDLINE, _DIGITS, is_phone=True),
    "identity": _Kind(IDENTITY, _DIGITS, is_identity_number),
    "plate": _Kind(PLATE, _PLATE_SIGN, lambda number: not _EXAMPLE.search(number)),
    "email": _Kind(EMAIL, re.compile("[@＠]")),
}


class PublicText(NamedTuple):
    """One text in which a number or an address could stand, with its place.

    `not_phones` are the digits of the numbers that its brief says are no phone's.
    """

    where: Location
    text: str
    not_phones: frozenset[str] = frozenset()

    def find(self, kind: str) -> Iterator[tuple[Location, str]]:
        """Yield the place of each number or address of a kind in the text, and what it is."""
        for start, number in self.spans(kind):
            if self.where.pointer:
                yield self.where, number
                continue
            line = self.text.count("\n", 0, start) + 1
            yield Location(self.where.path, line, start - self.text.rfind("\n", 0, start)), number

    def spans(self, kind: str) -> Iterator[tuple[int, str]]:
        """Yield where in the text each number or address of a kind begins, and what it is."""
        pattern, sign, is_one, is_phone = _KINDS[kind]
        if not sign.search(self.text):
            return
        for start, number in find_private(pattern, self.text):
            if is_one(number) and not (is_phone and digits_of(number) in self.not_phones):
                yield start, number


def mask_private(text: str, not_phones: frozenset[str] = frozenset()) -> str:
    """Return a text as it can be quoted in public: all that the rules here would find is masked."""
    for kind in _KINDS:
        for start, number in reversed([*PublicText(Location(""), text, not_phones).spans(kind)]):
            text = text[:start] + mask(number) + text[start + len(number) :]
    return text


def public_texts(context: Context) -> Iterator[PublicText]:
    """Yield every text of a community that is searched.

    Everything in a record counts, also what only operators are meant to read: the repository is
    public. The loader has marked the records that are worth the search.
    """
    modules = context.community.modules
    for key, pages in context.module_pages.items():
        not_phones = find_not_phones(modules[key].brief)
        yield from (PublicText(Location(page.path), page.prose, not_phones) for page in pages)
    for path, record in context.numbered_records:
        place = parse_record_path(path)
        module = modules.get(place.module_key or "") if place else None
        not_phones = find_not_phones(module.brief if module else None)
        for pointer, text in _iter_strings(record, ()):
            yield PublicText(at(path, *pointer), text, not_phones)


def find_not_phones(brief: Brief | None) -> frozenset[str]:
    """Return the digits of the numbers that a brief says are no phone's."""
    return frozenset(map(digits_of, brief.not_phones)) if brief else frozenset()


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


Find = Callable[[PublicText], Iterator[Hit]]


def rule(rule_id: str, severity: Severity) -> Callable[[Find], Find]:
    """Return a decorator for a rule that searches each text by itself, also one in no module yet."""

    def register(find: Find) -> Find:
        def check(context: Context) -> Iterator[Hit]:
            for text in public_texts(context):
                yield from find(text)

        def check_page(page: Page) -> Iterator[Hit]:
            return find(PublicText(Location(page.path), page.prose, page.not_phones))

        doc = (find.__doc__ or "").strip()
        sight = Sight(Reach.MODULE, words=True)
        add_rule(Rule(rule_id, severity, "any", doc, check, check_page, sight))
        return find

    return register


@rule("privacy-mobile", Severity.ERROR)
def privacy_mobile(text: PublicText) -> Iterator[Hit]:
    """A public text holds a Chinese mobile phone number."""
    for where, number in text.find("mobile"):
        yield where, {"number": mask(number)}


@rule("privacy-landline", Severity.WARNING)
def privacy_landline(text: PublicText) -> Iterator[Hit]:
    """A public text holds a landline number with its area code."""
    for where, number in text.find("landline"):
        yield where, {"number": mask(number)}


@rule("privacy-identity", Severity.ERROR)
def privacy_identity(text: PublicText) -> Iterator[Hit]:
    """A public text holds the number of a Chinese identity card."""
    for where, number in text.find("identity"):
        yield where, {"number": mask(number)}


@rule("privacy-plate", Severity.WARNING)
def privacy_plate(text: PublicText) -> Iterator[Hit]:
    """A public text holds the number plate of a car."""
    for where, number in text.find("plate"):
        yield where, {"number": mask(number)}


@rule("privacy-email", Severity.WARNING)
def privacy_email(text: PublicText) -> Iterator[Hit]:
    """A public text holds an e-mail address."""
    for where, address in text.find("email"):
        yield where, {"address": mask(address)}
