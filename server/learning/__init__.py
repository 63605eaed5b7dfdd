"""What a reader does with the handbook: predictions, progress, edits and their effects. Knows no HTTP."""
