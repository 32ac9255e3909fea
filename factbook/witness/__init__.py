"""Independent sources that a fact is held against."""
