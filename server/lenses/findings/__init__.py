"""What is wrong in an exchange, where, and what to write instead."""
