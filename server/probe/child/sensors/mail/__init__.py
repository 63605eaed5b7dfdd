"""The sensor of mail, which redirects what the guest sends to the host's mail catcher."""
