from django.apps import AppConfig


class RevisionsConfig(AppConfig):
    name = "revisions"
    verbose_name = "Brukarrevisioner"

    def ready(self) -> None:
        from common.site_map import register_places  # noqa: PLC0415
        from revisions import (  # noqa: PLC0415 - models are loaded only now
            analysis_registrations,
            data_told,
            guide_registrations,
            interview_registrations,
            public_registrations,
            report_registrations,
            site_map,
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
        register_places(site_map.places)
        data_told.register()
