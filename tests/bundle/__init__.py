"""The bundle, built by build.spec and started as on a machine without Python."""
