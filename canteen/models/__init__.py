"""Canteens, the food samples they keep, and the health certificates of those who work there."""

from canteen.models.canteen import Canteen
from canteen.models.certificate import HealthCertificate
from canteen.models.food_sample import FoodSample

__all__ = ["Canteen", "FoodSample", "HealthCertificate"]
