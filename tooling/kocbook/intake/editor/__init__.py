"""`koc edit`: the visual editor's requests, answered from the working tree of this machine."""
