"""From assembled pages to a site in its place: whole builds, previews, archives, and its links."""
