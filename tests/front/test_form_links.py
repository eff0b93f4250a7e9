"""The doors of the pages: a form filled in, and a claim as a new file, both by their addresses alone."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kocbook.base.languages import LANGUAGES
from kocbook.base.texts import load_texts
from kocbook.insight.fingerprint import terms_fingerprint
from kocbook.insight.form_link import MAX_ADDRESS
from kocbook.intake.change import try_change
from kocbook.model.community import Community
from kocbook.model.enums import Access
from kocbook.model.forms import FORMS, FieldKind, FormName
from kocbook.policy.actor import Account
from kocbook.records.loader import load_community
from kocbook.records.tree import WorkingTree
from kocbook.site.views.brief import SeatView, make_brief_view
from kocbook.site.views.context import SiteContext, make_contexts
from kocbook.site.views.form_links import NOBODY, claim_text, form_link
from kocbook.site.views.module import make_module_view
from kocbook.site.views.roster import make_profile_view
from tests.site.built import AS_OF, ROOT
from tests.site.conftest import load_living


def context_of(community: Community, language: str = "zh") -> SiteContext:
    return make_contexts(community, AS_OF, {language: load_texts(language)})[language]


def free_seats(context: SiteContext) -> list[tuple[str, SeatView]]:
    """Every seat of the sample that a page offers, with its module."""
    return [
        (key, seat)
        for key, facts in context.facts.items()
        if facts.state.is_claimable or facts.state.is_under_way
        for seat in make_brief_view(context, facts).seats
        if seat.is_claimable
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_claim_form_is_filled_in_by_its_address(language: str) -> None:
    context = context_of(load_living(), language)
    seats = free_seats(context)
    assert len(seats) > 5
    inputs = {f.id for f in FORMS[FormName.CLAIM].fields if f.kind is FieldKind.LINE}
    for key, seat in seats:
        assert len(seat.claim_link) <= MAX_ADDRESS
        assert seat.claim_link.isascii()
        query = parse_qs(urlsplit(seat.claim_link).query, strict_parsing=True)
        assert query.pop("template") == ["claim.yml"]
        assert context.community.modules[key].brief.title in query.pop("title")[0]
        # A list or a box among the answers would show the whole form blank.
        assert set(query) <= inputs
        module = context.community.modules[key]
        assert query == {
            "module": [key],
            "seat": [seat.id],
            "terms": [terms_fingerprint(module.brief)],
        }


def test_the_new_file_is_a_claim_that_check_and_policy_accept() -> None:
    loaded = load_community(WorkingTree(ROOT))
    context = context_of(loaded.community)
    member = loaded.community.members["lin-xiaoman"]
    accepted = 0
    for key, seat in free_seats(context):
        if seat.claim_text is None:
            continue
        module = loaded.community.modules[key]
        query = parse_qs(urlsplit(seat.claim_text.link).query, strict_parsing=True)
        assert len(seat.claim_text.link) <= MAX_ADDRESS
        assert query["filename"] == [seat.claim_text.path]
        assert query["value"] == [seat.claim_text.text]
        assert yaml.safe_load(query["value"][0])["member"] == NOBODY
        text = query["value"][0].replace(NOBODY, member.id)
        account = Account(member.github, member.github_id)
        trial = try_change(loaded, {query["filename"][0]: text.encode()}, AS_OF, account)
        if module.brief.access is Access.OPEN and seat.offered_until is None:
            assert not trial.is_refused, (key, seat.id, trial.findings)
            accepted += 1
    assert accepted >= 2


def test_a_claim_in_nobodys_name_is_refused() -> None:
    loaded = load_community(WorkingTree(ROOT))
    context = context_of(loaded.community)
    claim = next(seat.claim_text for _, seat in free_seats(context) if seat.claim_text)
    member = loaded.community.members["lin-xiaoman"]
    account = Account(member.github, member.github_id)
    assert try_change(loaded, {claim.path: claim.text.encode()}, AS_OF, account).is_refused


def test_a_lapsed_seat_has_the_form_alone() -> None:
    """Its file is there: the claim before has to be kept among the past ones, which the form does."""
    context = context_of(load_living())
    lapsed = [seat for _, seat in free_seats(context) if seat.state == "lapsed"]
    assert lapsed
    assert all(
        seat.claim_text is None and "template=claim.yml" in seat.claim_link for seat in lapsed
    )


LIVING = load_living()


@given(st.text(max_size=400), st.sampled_from(["github", "gitlab", "gitea", "gitee", "code"]))
def test_no_title_makes_an_address_too_long(title: str, service: str) -> None:
    site = replace(LIVING.settings.site, repository=f"https://{service}.hills.example/a/b")
    community = replace(LIVING, settings=replace(LIVING.settings, site=site))
    context = context_of(community)
    module = community.modules["new-owner-guide/home-charger"]
    seat = module.brief.seats[0]
    named = replace(module, brief=replace(module.brief, title=title))
    for address in (
        form_link(context, FormName.CLAIM, named, seat.id),
        getattr(claim_text(context, named, seat.id), "link", ""),
    ):
        assert len(address) <= MAX_ADDRESS
        assert address.isascii()


def test_pages_lead_to_the_forms() -> None:
    context = context_of(load_living())
    for facts in context.facts.values():
        view = make_brief_view(context, facts)
        assert "template=feedback.yml" in view.ask_link
        if facts.state.is_under_way and facts.seats:
            assert "template=deliver.yml" in str(view.deliver_link)


def test_pages_lead_to_taking_back_where_a_member_meets_their_own() -> None:
    context = context_of(load_living())
    for facts in context.facts.values():
        module = facts.module
        link = make_brief_view(context, facts).withdraw_link
        assert (link is not None) == bool(module.responses or module.questions or module.text)
        for address in (link, make_module_view(context, facts).withdraw_link):
            if address is not None:
                asked = parse_qs(urlsplit(address).query)
                assert (asked["template"], asked["module"]) == (["withdraw.yml"], [module.key])
    for member in context.community.members.values():
        asked = parse_qs(urlsplit(make_profile_view(context, member).withdraw_link).query)
        assert asked["template"] == ["withdraw.yml"]
