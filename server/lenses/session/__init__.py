"""The session lens, and the decoder of Flask's signed cookie."""
