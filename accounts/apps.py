from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Konton"

    def ready(self) -> None:
        # Models exist only now.
        from accounts import data_told, grants, held_roles, personal_data, signals  # noqa: PLC0415
        from accounts.rules import PORTAL_ROLE_GRANT  # noqa: PLC0415
        from common import registries  # noqa: PLC0415

        registries.register_roles(held_roles.portal_roles_held)
        registries.register_personal_data(
            registries.PersonalData("accounts", personal_data.extract, personal_data.erase)
        )
        grants.register_grant(
            PORTAL_ROLE_GRANT,
            "Roller i hela portalen",
            held_roles.portal_role_choices,
            held_roles.give_portal_role,
        )
        signals.connect()
        data_told.register()
