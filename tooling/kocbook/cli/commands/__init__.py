"""One file a command: read options, call one use case, print."""
