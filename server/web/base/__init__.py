"""What every page uses: services of the app, errors, translations, filters and static files."""
