"""Which visitor may open which page of an app: each GET route, requested as each visitor."""
