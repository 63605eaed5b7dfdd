"""What is done with exchanges that are kept: comparing them, marking them, and handing them on."""
