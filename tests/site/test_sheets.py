"""Long lists in sheets: nothing is lost, nothing stands twice, no sheet grows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kocbook.site.outline.pagination import ON_A_SHEET, cut, sheet_url, show_sheets

groups = st.lists(
    st.tuples(st.text("ABC", min_size=1, max_size=2), st.integers(0, 3 * ON_A_SHEET)), max_size=12
)


@given(groups)
def test_every_entry_stands_once_in_order_and_no_sheet_is_longer(
    sizes: list[tuple[str, int]],
) -> None:
    listed = [
        (label, [(place, n) for n in range(size)]) for place, (label, size) in enumerate(sizes)
    ]
    sheets = cut(listed)
    told = [(label, entry) for sheet in sheets for label, found in sheet for entry in found]
    assert told == [(label, entry) for label, entries in listed for entry in entries]
    assert sheets
    assert all(sum(len(found) for _, found in sheet) <= ON_A_SHEET for sheet in sheets)
    assert len(sheets) == 1 or all(sheets)


@given(groups)
def test_a_group_that_fits_on_a_sheet_is_not_torn(sizes: list[tuple[str, int]]) -> None:
    listed = [(str(place), [place] * size) for place, (_, size) in enumerate(sizes)]
    for label, entries in listed:
        pieces = [found for sheet in cut(listed) for name, found in sheet if name == label]
        assert len(pieces) == -(-len(entries) // ON_A_SHEET)


@given(st.integers(2, 2_000), st.data())
def test_jumps_lead_on_are_few_and_tell_each_other_apart(count: int, data: st.DataObject) -> None:
    number = data.draw(st.integers(1, count))
    sheets = show_sheets("people/", number, [chr(65 + n * 26 // count) for n in range(count)])
    assert sheets is not None
    urls = [jump.url for jump in sheets.jumps]
    assert len(set(urls)) == len(urls) <= 42
    assert len({jump.label for jump in sheets.jumps}) == len(urls)
    assert [jump.url for jump in sheets.jumps if jump.is_here] == [sheet_url("people/", number)]
    assert urls[0] == "people/"
    assert urls[-1] == sheet_url("people/", count)
    assert (sheets.before is None) is (number == 1)
    assert (sheets.after is None) is (number == count)


def test_a_list_of_one_sheet_has_no_way_to_others() -> None:
    assert show_sheets("people/", 1, ["A"]) is None
    assert show_sheets("people/", 1, []) is None
