"""A claim as a new file: the page remembers who one is, and the address follows."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from tests.browser.conftest import Visit

PAGE = "new-owner-guide/home-charger/"


@pytest.mark.parametrize("visit", ["phone-light"], indirect=True)
def test_the_claim_takes_ones_id_and_todays_date(visit: Visit) -> None:
    page = visit.go(PAGE)
    hand = page.locator("[data-kb-claim]").first
    hand.locator("summary").click()
    assert "member: your-id" in hand.locator("pre").inner_text()
    hand.locator("input").fill("lin-xiaoman")
    record = yaml.safe_load(hand.locator("pre").inner_text())
    assert record["member"] == "lin-xiaoman"
    assert abs((record["claimed"] - date.today()).days) <= 1  # noqa: DTZ011 (as the browser's clock)
    query = parse_qs(urlsplit(str(hand.locator("a").get_attribute("href"))).query)
    assert yaml.safe_load(query["value"][0]) == record
    assert query["filename"][0].endswith(".yml")
    hand.locator("input").fill("Not An Id")
    assert "member: your-id" in hand.locator("pre").inner_text()
    visit.go(PAGE)
    again = page.locator("[data-kb-claim]").first
    again.locator("summary").click()
    assert again.locator("input").input_value() == "lin-xiaoman"
    assert "member: lin-xiaoman" in again.locator("pre").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert visit.faults == []
