"""Puts reporting on the map without losing who said it."""
