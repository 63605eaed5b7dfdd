"""Reading of curl commands: words, options, and the request that they describe."""
