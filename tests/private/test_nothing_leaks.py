"""Whatever is private in a random community: after the move no public file and no page holds it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.private.conftest import commit, found_club, git, merge, set_up

AMOUNTS = st.integers(10_000_000, 99_999_999)
WORDS = st.text("聊忙病搬考孩父母钱离", min_size=12, max_size=40)


def write(folder: Path, path: str, text: str) -> None:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def add_private_things(folder: Path, note: str, budget: int, cash: int, paid: int) -> None:
    """Write them as communities did before: in plain text, in public."""
    write(
        folder,
        "members/recognition/2026/2026-06-01-talk.yml",
        f"member: old-he\nby: zhou-lan\ndate: 2026-06-01\nkind: coaching\nreason: {note}\n"
        "private: true\n",
    )
    write(
        folder,
        "modules/guide/payouts/2026-06-02-first.yml",
        f"date: 2026-06-02\nby: gu-heng\nreference: REF-{paid}\ncurrency: CNY\nlines:\n"
        f"  - {{module: first-day, seat: writer, member: old-he, cash_minor: {paid}}}\n",
    )
    write(
        folder,
        "members/gifts/2026/2026-06-03-talk.yml",
        "member: old-he\nby: zhou-lan\ndate: 2026-06-03\nkind: fee\nwhat: 讲课的酬劳\n",
    )
    write(
        folder,
        "members/gift-details/2026/2026-06-03-talk.yml",
        f"by: zhou-lan\ndate: 2026-06-03\ncash: {paid}\ncurrency: CNY\naddress: {note}\n",
    )
    book, brief = folder / "modules/guide/handbook.yml", folder / "modules/trip/packing/module.yml"
    book.write_text(book.read_text() + f"budget: {{cash: {budget}, currency: CNY}}\n")
    brief.write_text(brief.read_text().replace("points: 20", f"points: 20, cash: {cash}"))


def read_all(folder: Path) -> str:
    files = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts)
    return "\n".join(path.read_bytes().decode("utf-8", "replace") for path in sorted(files))


def shown(amount: int) -> set[str]:
    """Return how an amount can be written, whole or in minor units."""
    return {str(amount), f"{amount:,}", f"{amount / 100:,.2f}", f"{amount / 100:.2f}"}


# An example takes seconds, and one that fails says enough without being made smaller.
@settings(max_examples=3, phases=(Phase.explicit, Phase.generate))
@given(WORDS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_no_public_file_and_no_page_holds_it(note: str, budget: int, cash: int, paid: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        koc = found_club(Path(place) / "club")
        add_private_things(koc.folder, note, budget, cash, paid)
        commit(koc.folder)
        private = set_up(koc)
        moved = koc("private", "move", "--member", "gu-heng", "--yes")
        assert moved.code == 0, moved
        merge(koc.folder)
        merge(private)
        secrets = {note, *shown(budget), *shown(cash), *shown(paid)}
        held = read_all(private)
        assert all(str(one) in held for one in (note, budget, cash, paid))
        # With the private repository beside it: pages must not look there.
        site = Path(place) / "pages"
        made = koc("assemble", "--out", str(site))
        assert made.code == 0, made
        public = read_all(koc.folder) + read_all(site)
        git(koc.folder, "config", "--unset", "koc.private")
        public += "".join(koc(*words, "--format", "json").out for words in TABLES)
        assert not {secret for secret in secrets if secret in public}


TABLES = (
    ("rewards",),
    ("gifts",),
    ("board",),
    ("board", "--for", "project-lead"),
    ("board", "--for", "community-operator"),
    ("credits",),
    ("tiers",),
    ("remind",),
    ("agreements", "trip/packing"),
)


def test_the_built_site_and_its_search_hold_nothing(tmp_path: Path) -> None:
    koc = found_club(tmp_path / "club")
    note, amounts = "孩子要高考了这一阵先不催", (73_190_241, 86_420_135, 51_730_928)
    add_private_things(koc.folder, note, *amounts)
    commit(koc.folder)
    set_up(koc)
    assert koc("private", "move", "--member", "gu-heng", "--yes").code == 0
    merge(koc.folder)
    built = koc.process("build", "--site-dir", str(tmp_path / "site"))
    assert built.code == 0, built
    text = read_all(tmp_path / "site")
    assert (tmp_path / "site/index.html").exists()
    secrets = {note, *(way for amount in amounts for way in shown(amount))}
    assert not {secret for secret in secrets if secret in text}
