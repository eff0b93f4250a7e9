"""Front matter means what was put in, whatever that is."""

from __future__ import annotations

import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from kocbook.site.templates.render import dump_front_matter

_VALUES = st.recursive(
    st.text() | st.booleans() | st.integers() | st.none(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(["title", "description", "hide", "search"]), _VALUES))
@example({"title": "---\n\u0085\u2028\ufeff\ufffe\x7f\x00\U0001f697'\"\\"})
def test_front_matter_is_read_as_it_was_meant(values: dict[str, object]) -> None:
    written = dump_front_matter(values)
    assert (yaml.safe_load(written) or {}) == values
    assert written.count("\n") == len(values)  # nothing can end it early
