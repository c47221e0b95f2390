from django.apps import AppConfig


class PeerSupportConfig(AppConfig):
    name = "peersupport"
    verbose_name = "Peer support"

    def ready(self) -> None:
        from peersupport import (  # noqa: PLC0415 - models are loaded only now
            basis_registrations,
            evaluation_registrations,
            funding_registrations,
            placement_registrations,
            public_registrations,
            readiness_registrations,
            support_registrations,
        )

        placement_registrations.register()
        readiness_registrations.register()
        funding_registrations.register()
        basis_registrations.register()
        evaluation_registrations.register()
        public_registrations.register()
        support_registrations.register()
