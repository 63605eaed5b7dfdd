"""The bench: the list of exchanges, the composer, replay, previews and live updates."""
