"""What is on each page: small frozen dataclasses, built by pure functions."""
