"""The commands, one module for each family: its arguments, and what it calls and prints."""
