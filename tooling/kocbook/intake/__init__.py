"""What people bring in: records, texts and media, as one branch and one commit."""

import os

# GitPython looks for Git when it is imported, and raises a page of advice where there is none.
# Asked to be quiet it lets us say that in the reader's language.
os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
