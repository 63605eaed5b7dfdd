"""Has no app."""

number = 1
