from django.apps import AppConfig


class InflytandeConfig(AppConfig):
    name = "inflytande"
    verbose_name = "Portalen"
