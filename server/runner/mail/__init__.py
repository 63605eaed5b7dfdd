"""Catches the mail of guests with an SMTP server on the loopback interface."""
