"""Which rule a request leads to, and which rules, views and decorators of an app are lost."""
