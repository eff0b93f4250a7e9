"""The command line: thin click commands that read options, call one function and print."""
