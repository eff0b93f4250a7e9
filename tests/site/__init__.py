"""Tests of the site."""  # noqa: A005 (named as the package it tests; nothing imports it bare)
