"""Unit tests: standard library only, so that they run on every Python there is."""
