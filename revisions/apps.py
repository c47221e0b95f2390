from django.apps import AppConfig


class RevisionsConfig(AppConfig):
    name = "revisions"
    verbose_name = "Brukarrevisioner"

    def ready(self) -> None:
        from revisions import work_registrations  # noqa: PLC0415 - models are loaded only now

        work_registrations.register()
