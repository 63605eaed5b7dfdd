"""Questions of the host about the guest's app, and how each is answered."""
