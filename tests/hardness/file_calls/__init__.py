"""Let each call on a file or folder that our source makes fail in turn, and look at what becomes of it."""
