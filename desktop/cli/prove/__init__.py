"""`fumehood prove`: decide the claims of the handbook and print the verdicts."""
