from django.apps import AppConfig


class RevisionsConfig(AppConfig):
    name = "revisions"
    verbose_name = "Brukarrevisioner"

    def ready(self) -> None:
        from revisions import (  # noqa: PLC0415 - models are loaded only now
            analysis_registrations,
            guide_registrations,
            interview_registrations,
            public_registrations,
            report_registrations,
            survey_registrations,
            work_registrations,
        )

        work_registrations.register()
        interview_registrations.register()
        report_registrations.register()
        public_registrations.register()
        analysis_registrations.register()
        guide_registrations.register()
        survey_registrations.register()
