"""One placement and who holds the post."""

from django.urls import path

from peersupport.views import placements as views
from peersupport.views import posts

urlpatterns = [
    path("ny/", views.create, name="create"),
    path("<int:pk>/", views.placement, name="placement"),
    path("<int:pk>/andra/", views.edit, name="edit"),
    path("<int:pk>/flytta/", views.move, name="move"),
    path("<int:pk>/vila/", views.rest, name="rest"),
    path("<int:pk>/fortsatt/", views.resume, name="resume"),
    path("<int:pk>/ny-dag/", views.postpone, name="postpone"),
    path("<int:pk>/avsluta/", views.end, name="end"),
    path("<int:pk>/byt-verksamhet/", views.move_unit, name="move_unit"),
    path("<int:pk>/visa/", views.show, name="show"),
    path("<int:pk>/tjansten/", posts.posts, name="posts"),
    path("<int:pk>/tjansten/ny/", posts.add, name="post_add"),
    path("<int:pk>/tjansten/<int:post>/", posts.edit, name="post_edit"),
    path("<int:pk>/tjansten/<int:post>/ta-bort/", posts.remove, name="post_remove"),
    path("<int:pk>/tjansten/<int:post>/ta-bort-namnet/", posts.erase, name="post_erase"),
]
