"""What `koc words` prints: one row a module, and for one module the text with what changed in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kocbook.base.texts import Texts
from kocbook.insight.agreement import Author
from kocbook.insight.authors_words import Piece, count_words
from kocbook.insight.fingerprint import page_fingerprint
from kocbook.insight.state import ModuleFacts
from kocbook.model.community import Community
from kocbook.report.cells import printable, wrap
from kocbook.report.paint import Paint
from kocbook.report.table import Column, Row, Table, module_key, module_key_on_two_lines
from kocbook.report.words import Words

_CONTEXT = 24
"""How many characters stand before and after a change."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was delivered beside what is there. `pieces` is None where nobody can tell.

    `found` is how it is known: "review" (the words that were judged) or "history" (the last
    version up to the delivery). `is_same` is False where a reader sees anything else than before, if
    it is only the number of a list.
    """

    facts: ModuleFacts
    pieces: tuple[Piece, ...] | None
    found: str | None
    commit: str | None
    is_same: bool = True


def words_table(
    community: Community, compared: Iterable[Comparison], as_of: date, texts: Texts
) -> Table:
    """Return one row a module: whether words changed, how many, and who has not agreed."""
    words = Words(community, texts)
    rows = tuple(_row(item) for item in compared)
    columns = (
        Column("module", module_key, narrow=module_key_on_two_lines, least=12),
        Column("words", lambda row: _verdict(row, texts), least=10),
        Column("agreed", lambda row: words.members(_names(row["agreed"])), least=8, rank=1),
        Column("not-agreed", lambda row: words.members(_names(row["not_agreed"])), least=8),
    )
    keys = ("handbook", "module", "published", "words", "gone", "new", "agreed", "not_agreed")
    return Table(as_of, keys, rows, columns, sort=("handbook", "module"), empty="cli.words.empty")


def comparison_row(item: Comparison) -> dict[str, object]:
    """Return everything about one module, for programs."""
    pieces = None
    if item.pieces is not None:
        pieces = [{"kind": piece.kind, "text": piece.text} for piece in item.pieces]
    authors = [
        {"member": author.member, "agreement": str(author.agreement), "signed": author.signed}
        for author in item.facts.agreements
    ]
    return {
        **_row(item),
        "found": item.found,
        "commit": item.commit,
        "authors": authors,
        "pieces": pieces,
    }


def render_comparison(
    community: Community, item: Comparison, texts: Texts, paint: Paint, width: int
) -> str:
    """Return what people read: the verdict, the changes in their place, and each author."""
    words, module = Words(community, texts), item.facts.module
    head = paint(printable(module.brief.title), "strong")
    lines = [f"{head}  {paint(module.key, 'quiet')}", ""]
    lines += wrap(_sentence(item, texts), width)
    for change in _excerpts(item.pieces or ()):
        lines += ["", *(f"  {line}" for line in wrap(_marked(change, paint), width - 2))]
    lines += ["", paint(texts("cli.words.authors"), "note")]
    for author in item.facts.agreements:
        lines += [f"  {line}" for line in wrap(_author(author, words), width - 2)]
    return "\n".join(lines)


def _row(item: Comparison) -> Row:
    module = item.facts.module
    authors = item.facts.agreements
    known = item.pieces is not None
    return {
        "handbook": module.handbook,
        "module": module.id,
        "published": page_fingerprint(module),
        "words": _kind(item),
        "gone": count_words(item.pieces or (), "gone") if known else None,
        "new": count_words(item.pieces or (), "new") if known else None,
        "agreed": [author.member for author in authors if not author.agreement.is_awaited],
        "not_agreed": [author.member for author in authors if author.agreement.is_awaited],
    }


def _verdict(row: Mapping[str, object], texts: Texts) -> str:
    only_marks = row["words"] == "changed" and not (row["gone"] or row["new"])
    key = "marks" if only_marks else row["words"]
    return texts(f"cli.words.{key}", gone=row["gone"], new=row["new"])


def _kind(item: Comparison) -> str:
    """Return "unknown", "same", or "changed" where a reader sees another word, sign, link or picture."""
    if item.pieces is None:
        return "unknown"
    is_kept = item.is_same and all(piece.kind == "same" for piece in item.pieces)
    return "same" if is_kept else "changed"


def _sentence(item: Comparison, texts: Texts) -> str:
    if item.pieces is None:
        return texts("cli.words.not-found")
    gone, new = (count_words(item.pieces, kind) for kind in ("gone", "new"))
    if _kind(item) == "same":
        return texts("cli.words.untouched")
    if not (gone or new):
        return texts(f"cli.words.marks-since-{item.found}")
    return texts(f"cli.words.since-{item.found}", gone=gone, new=new)


def _excerpts(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Group changes with what stands around them; far ones get lines of their own."""
    groups: list[list[Piece]] = []
    for place, piece in enumerate(pieces):
        if piece.kind != "same":
            if not groups:
                groups.append([])
            groups[-1].append(piece)
            continue
        first, last = place == 0, place == len(pieces) - 1
        if len(piece.text) <= 2 * _CONTEXT and not first and not last:
            groups[-1].append(piece)
            continue
        if not first:
            after = piece.text[:_CONTEXT]
            groups[-1].append(Piece("same", after + ("…" if len(piece.text) > _CONTEXT else "")))
        if not last:
            before = piece.text[-_CONTEXT:]
            groups.append([Piece("same", ("…" if len(piece.text) > _CONTEXT else "") + before)])
    return groups if len(pieces) > 1 or (pieces and pieces[0].kind != "same") else []


def _marked(pieces: Sequence[Piece], paint: Paint) -> str:
    """Return an excerpt with what is gone and what is new in brackets, as `git diff` marks words."""
    looks = {"gone": ("[-", "-]", "error"), "new": ("{+", "+}", "good")}
    parts = []
    for piece in pieces:
        text = printable(piece.text)
        if piece.kind in looks:
            before, after, look = looks[piece.kind]
            text = paint(f"{before}{text}{after}", look)
        parts.append(text)
    return "".join(parts)


def _author(author: Author, words: Words) -> str:
    day = author.signed.isoformat() if author.signed else ""
    said = words.texts(f"cli.words.agreement.{author.agreement}", day=day)
    return f"{words.member(author.member)} · {said}"


def _names(value: object) -> list[str]:
    return [str(name) for name in value] if isinstance(value, list) else []
