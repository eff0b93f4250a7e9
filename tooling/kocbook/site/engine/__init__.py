"""The engine of the site: the only folder that imports MkDocs, or ProperDocs in its place.

ProperDocs, the maintained fork, answers for MkDocs' modules once it is told to (its own
`replacement`). `KOC_ENGINE=properdocs` chooses it, before anything here asks for MkDocs.
"""

import importlib
import os

if os.environ.get("KOC_ENGINE") == "properdocs":
    importlib.import_module("properdocs.replacement")
