"""Rules: each one small pure function that looks at a Community and yields findings."""
