"""Forms that people filled in on a hosting service: an event in, records on a branch and a reply out."""
