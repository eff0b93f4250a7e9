"""Taking in what exists, through the real command, from sources that the tests write themselves."""
