"""The public year wheel: below `/brukarrad/`, before the councils' own addresses."""

from django.urls import URLPattern, path

from councils.views import wheel

urlpatterns: list[URLPattern] = [path("arshjul/<int:year>/", wheel.public_wheel, name="wheel")]
