"""The SMTP server that catches the mail of guests."""
