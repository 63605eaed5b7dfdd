"""Finding the app in a folder, file or module, and the interpreter to run it on."""
