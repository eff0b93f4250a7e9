"""The asset library holds what readers see, with who made it and what they agreed to."""

from __future__ import annotations

from datetime import date

import pytest

from kocbook.insight.assets import AssetKind, all_assets, may_use
from kocbook.insight.names import has_profile
from kocbook.insight.state import all_facts
from kocbook.model.community import Community
from tests.site.built import AS_OF, load_living


@pytest.fixture(scope="module")
def living() -> Community:
    return load_living()


def test_every_published_text_picture_and_video_is_there_once(living: Community) -> None:
    facts = all_facts(living, AS_OF)
    found = all_assets(living, facts, AS_OF)
    paths = [asset.path for asset in found]
    assert paths == sorted(set(paths))
    wanted = set()
    for fact in facts.values():
        content = fact.module.content
        if fact.state.is_on_site and content:
            wanted |= {content.text_path(part) for part in content.texts}
            wanted |= {file.path for file in content.media.values() if file.kind != "vtt"}
    assert set(paths) == wanted
    assert {asset.kind for asset in found} == set(AssetKind)


def test_nobody_made_nothing(living: Community) -> None:
    for asset in all_assets(living, all_facts(living, AS_OF), AS_OF):
        assert asset.members, asset.path
        assert all(living.knows_member(member) for member in asset.members)
        assert living.find_licence(asset.licence)


def test_a_picture_of_a_response_belongs_to_who_sent_it(living: Community) -> None:
    facts = all_facts(living, AS_OF)
    sent = {
        f"{fact.module.content.folder}/{name}": response.member
        for fact in facts.values()
        if fact.module.content
        for response in fact.module.responses.values()
        for name in response.media
    }
    found = {asset.path: asset.members for asset in all_assets(living, facts, AS_OF)}
    shared = sent.keys() & found.keys()
    assert shared
    assert all(found[path] == (sent[path],) for path in shared)
    assert any(has_profile(living, sent[path]) for path in shared)


def test_uses_count_from_their_day(living: Community) -> None:
    def uses(day: date) -> int:
        return sum(len(asset.reused) for asset in all_assets(living, all_facts(living, AS_OF), day))

    assert uses(date(2026, 1, 1)) == 0
    assert uses(AS_OF) > 0


def test_terms_say_where_and_until_when(living: Community) -> None:
    asset = next(
        asset for asset in all_assets(living, all_facts(living, AS_OF), AS_OF) if not asset.until
    )
    assert may_use(asset, asset.channels[0], date(2099, 1, 1))
    assert not may_use(asset, "不存在的渠道", AS_OF)
