"""The sensor of database statements, observed where the libraries pass them to the database."""
