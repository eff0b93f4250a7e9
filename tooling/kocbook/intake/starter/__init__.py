"""A new community's repository: what `koc init` writes, and how it is brought up to date later."""
