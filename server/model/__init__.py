"""The values that all parts of Fumehood share, as frozen dataclasses; nothing here does input or output."""
