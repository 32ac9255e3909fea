"""What is made from the built site, whichever generator built it."""
