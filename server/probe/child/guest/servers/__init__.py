"""The servers that can serve the guest's application, one of which is chosen once the app is loaded."""
