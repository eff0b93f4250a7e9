"""`python -m kocbook` is `koc`."""

from kocbook.cli.main import main

main()
