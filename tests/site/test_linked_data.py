"""What pages tell search engines (JSON-LD) is what schema.org knows: its own types, checked by a compiler."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path

from tests.site.test_built_site import read_page

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
