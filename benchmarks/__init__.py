"""Measurements behind every claim of speed; `make bench` runs them."""
