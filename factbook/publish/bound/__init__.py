"""The site bound for reading without a network: a book as PDF and as EPUB, and the whole site as an archive."""
