"""Facts and notes of AWS Developer Notes: read, checked and published. The command is `python -m factbook`."""
