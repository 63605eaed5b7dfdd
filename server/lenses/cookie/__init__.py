"""The cookies lens, and the rules by which browsers store or reject a cookie."""
