"""The handbook: labs, their claims, and the experiments that decide them."""
