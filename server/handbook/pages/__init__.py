"""The pages of labs: Markdown, its directives, diagrams and anchors."""
