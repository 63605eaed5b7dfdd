"""The catalogue of labs: reading, indexing, copying, exporting and scaffolding them."""
