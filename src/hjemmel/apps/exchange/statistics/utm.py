"""Turns UTM coordinates (EUREF89) into longitude and latitude: Krüger's series, to a millimetre."""

from __future__ import annotations

import math

_A, _F = 6_378_137.0, 1 / 298.257222101
_SCALE, _EAST = 0.9996, 500_000.0
_N = _F / (2 - _F)
_RADIUS = _A / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_BETA = (
    _N / 2 - 2 / 3 * _N**2 + 37 / 96 * _N**3,
    _N**2 / 48 + _N**3 / 15,
    17 / 480 * _N**3,
)
_DELTA = (
    2 * _N - 2 / 3 * _N**2 - 2 * _N**3,
    7 / 3 * _N**2 - 8 / 5 * _N**3,
    56 / 15 * _N**3,
)


def to_degrees(east: float, north: float, zone: int) -> tuple[float, float]:
    """Return longitude and latitude of a point in a UTM zone of the northern hemisphere.

    >>> longitude, latitude = to_degrees(500_000, 6_651_411.190, 33)
    >>> round(longitude, 6), round(latitude, 6)
    (15.0, 60.0)
    """
    xi = north / (_SCALE * _RADIUS)
    eta = (east - _EAST) / (_SCALE * _RADIUS)
    terms = list(enumerate(_BETA, start=1))
    xi_flat = xi - sum(b * math.sin(2 * j * xi) * math.cosh(2 * j * eta) for j, b in terms)
    eta_flat = eta - sum(b * math.cos(2 * j * xi) * math.sinh(2 * j * eta) for j, b in terms)
    chi = math.asin(math.sin(xi_flat) / math.cosh(eta_flat))
    latitude = chi + sum(d * math.sin(2 * j * chi) for j, d in enumerate(_DELTA, start=1))
    longitude = math.atan2(math.sinh(eta_flat), math.cos(xi_flat))
    return zone * 6 - 183 + math.degrees(longitude), math.degrees(latitude)
