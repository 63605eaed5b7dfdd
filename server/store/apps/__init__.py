"""The apps that were opened: which ones, which are trusted, and what was chosen for each."""
