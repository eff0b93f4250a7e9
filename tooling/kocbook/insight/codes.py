"""The codes by which a member without an account confirms and revokes, and the lock that they open.

Each code is made from the next by a one-way function, so whoever sees one can make those before it and
none after it (L. Lamport, "Password authentication with insecure communication", 1981; RFC 2289). The
public record holds what follows from the last of them: the lock.
"""

from __future__ import annotations

import base64
import hashlib
import re

MOST_CODES = 24
"""So many codes are made at once."""
_BYTES = 10
_BETWEEN = re.compile(r"[\s\-–—·.]+")
_MISREAD = str.maketrans("018", "OIB")


def follow_code(code: str, times: int = 1) -> str:
    """Return what follows from a code: the code before it, or after so many steps the lock."""
    for _ in range(times):
        digest = hashlib.sha256(f"koc code {code}".encode()).digest()[:_BYTES]
        code = base64.b32encode(digest).decode("ascii")
    return code


def make_codes(secret: bytes) -> tuple[str, list[str]]:
    """Return the lock, and the codes from the first to the last, made from a secret of any length."""
    last = base64.b32encode(hashlib.sha256(secret).digest()[:_BYTES]).decode("ascii")
    codes = [last]
    while len(codes) < MOST_CODES:
        codes.append(follow_code(codes[-1]))
    codes.reverse()
    return follow_code(codes[0]), codes


def read_code(text: str) -> str:
    """Return a code as records hold it, however it was typed: 0, 1 and 8 are O, I and B."""
    return _BETWEEN.sub("", text).upper().translate(_MISREAD)


def show_code(code: str) -> str:
    """Return a code in groups of four, as people read it."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def find_number(code: str, lock: str) -> int | None:
    """Return the number of a code that opens a lock, or None where it is none of those."""
    for number in range(1, MOST_CODES + 1):
        code = follow_code(code)
        if code == lock:
            return number
    return None


def fingerprint_words(text: str) -> str:
    """Return the fingerprint of words that somebody was shown: 12 hex digits, white space aside."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:12]
