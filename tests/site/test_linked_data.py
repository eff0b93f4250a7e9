"""What pages tell search engines (JSON-LD) is what schema.org knows: its own types, checked by a compiler."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from kocbook.base.texts import load_texts
from kocbook.insight.state import all_facts
from kocbook.site.views.context import make_contexts
from kocbook.site.views.structured_data import module_data
from tests.builders import FOLDER, TWO_SEATS, base_files, claim, load_files, review
from tests.site.test_built_site import read_page
from tests.write.pictures import png

ROOT = Path(__file__).parents[2]
PREAMBLE = "import type { Graph, Thing, WithContext } from 'schema-dts'\n"


def compile_data(folder: Path, told: Iterable[str]) -> str:
    """Return what the TypeScript compiler says of `told`, each taken for a thing of schema.org."""
    parts = [f"void ({text} satisfies WithContext<Thing> | Graph)\n" for text in told]
    folder.mkdir(exist_ok=True)
    (folder / "data.ts").write_text(PREAMBLE + "".join(parts), encoding="utf-8")
    link = folder / "node_modules"
    if not link.exists():
        link.symlink_to(ROOT / "node_modules")
    compiler = ROOT / "node_modules/.bin/tsc"
    options = ("--noEmit", "--strict", "--skipLibCheck", "--moduleResolution", "bundler")
    done = subprocess.run(
        [compiler, *options, "--module", "esnext", "--target", "es2022", "data.ts"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return done.stdout


def test_every_page_tells_what_schema_org_knows(site: Path, tmp_path: Path) -> None:
    told = {text for page in sorted(site.rglob("*.html")) for text in read_page(page).data}
    assert len(told) > 20
    assert {json.loads(text)["@context"] for text in told} == {"https://schema.org"}
    assert compile_data(tmp_path / "told", sorted(told)) == ""


def test_the_compiler_would_see_a_fault(site: Path, tmp_path: Path) -> None:
    page = next(page for page in sorted(site.rglob("*.html")) if read_page(page).data)
    data = json.loads(read_page(page).data[0])
    for change in ({"headlines": "x"}, {"@type": "Artikel"}):
        said = compile_data(tmp_path / "wrong", [json.dumps({**data, **change})])
        assert "error TS" in said


def test_each_picture_of_a_team_names_who_took_it(tmp_path: Path) -> None:
    files = base_files()
    files[f"{FOLDER}/module.yml"]["seats"] = TWO_SEATS
    for seat, who in (("writer", "owner-a"), ("camera", "owner-b")):
        files[f"{FOLDER}/claims/{seat}.yml"] = claim(who, "2026-04-02", delivered="2026-04-05")
        files[f"content/guide/tyres/{seat}/index.md"] = f"{seat} 的部分。\n"
    files["content/guide/tyres/camera/lake.png"] = png()
    files[f"{FOLDER}/reviews/1-staff-a.yml"] = review("2026-04-08", "fully")
    community = load_files(files)
    day = date(2026, 4, 9)
    languages = {name: load_texts(name) for name in ("zh", "en")}
    context = make_contexts(community, day, languages)["zh"]
    told = module_data(context, all_facts(community, day)["guide/tyres"])
    (picture,) = told["image"]
    assert picture["contentUrl"].endswith("/guide/tyres/camera/lake.png")
    assert picture["creator"]["name"] == "乙"
    assert compile_data(tmp_path / "team", [json.dumps(told)]) == ""
