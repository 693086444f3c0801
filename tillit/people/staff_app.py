from wagtail.users.apps import WagtailUsersAppConfig


class StaffConfig(WagtailUsersAppConfig):
    """The library's screens for users, with our own forms."""

    user_viewset = "tillit.people.staff.StaffViewSet"
