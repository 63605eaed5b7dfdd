"""The bill of materials: which components a bundle contains, written as a CycloneDX document."""
