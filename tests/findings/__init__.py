"""What Fumehood finds in apps that were not written for its rules."""
