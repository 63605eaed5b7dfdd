"""The lens of the session, and the decoder of Flask's signed cookie."""
