"""What the guest asks of its databases, seen where the libraries hand it to them."""
