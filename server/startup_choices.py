"""What the window must know before the store is open: its file, and the allowed values of some settings."""

from typing import Final

STORE_FILE: Final = "fumehood.sqlite3"  # in the folder of the user's data
THEMES: Final = ("system", "light", "dark")
# Code and own name of each language of the interface: that of the sources first, then one for each catalogue.
LANGUAGES: Final = {"en": "English", "sv": "Svenska"}
