"""Distances on the earth. No Odoo here."""

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0


def great_circle_km(latitude, longitude, other_latitude, other_longitude):
    """Kilometres between two points given in degrees."""
    north, other_north = radians(latitude), radians(other_latitude)
    half_north = (other_north - north) / 2
    half_east = radians(other_longitude - longitude) / 2
    chord = sin(half_north) ** 2 + cos(north) * cos(other_north) * sin(half_east) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))
