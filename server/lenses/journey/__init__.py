"""The Journey: all events of one exchange in one column, nested and to scale."""
