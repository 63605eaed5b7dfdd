"""What is printed of each file that was built: size, checksum, and where it runs."""
