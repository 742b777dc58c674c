from django.urls import path

from logistics.school.views import places, setup

app_name = "school"
urlpatterns = [
    path("", setup.SchoolChange.as_view(), name="school_change"),
    path("campuses/", setup.CampusList.as_view(), name="campus_list"),
    path("campuses/add/", setup.CampusCreate.as_view(), name="campus_create"),
    path("campuses/<int:pk>/change/", setup.CampusChange.as_view(), name="campus_change"),
    path("departments/", setup.DepartmentList.as_view(), name="department_list"),
    path("departments/add/", setup.DepartmentCreate.as_view(), name="department_create"),
    path("departments/<int:pk>/change/", setup.DepartmentChange.as_view(), name="department_change"),
    path("classes/", setup.ClassList.as_view(), name="class_list"),
    path("classes/add/", setup.ClassCreate.as_view(), name="class_create"),
    path("classes/<int:pk>/change/", setup.ClassChange.as_view(), name="class_change"),
    path("terms/", setup.TermList.as_view(), name="term_list"),
    path("terms/add/", setup.TermCreate.as_view(), name="term_create"),
    path("terms/<int:pk>/change/", setup.TermChange.as_view(), name="term_change"),
    path("places/", places.PlaceList.as_view(), name="place_list"),
    path("places/add/", places.PlaceCreate.as_view(), name="place_create"),
    path("places/add-rooms/", places.RoomsCreate.as_view(), name="rooms_create"),
    path("places/<int:pk>/", places.PlaceDetail.as_view(), name="place_detail"),
    path("places/<int:pk>/change/", places.PlaceChange.as_view(), name="place_change"),
    path("places/<int:pk>/out-of-use/", places.PlaceOutOfUse.as_view(), name="place_out_of_use"),
    path("places/<int:pk>/into-use/", places.PlaceIntoUse.as_view(), name="place_into_use"),
]
