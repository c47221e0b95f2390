"""Every write of the directory."""

from associations.services.confirmation import (
    advance_rounds,
    confirm_by_link,
    confirm_entry,
    plan_rounds,
    postpone_round,
    take_step,
)
from associations.services.entries import (
    approve_entry_change,
    create_association,
    list_association,
    propose_entry_change,
    reject_entry_change,
    restore_version,
    set_trusted,
    unlist_association,
    withdraw_entry_change,
)
from associations.services.networks import (
    NetworkFacts,
    add_member,
    create_network,
    edit_network,
    remove_member,
    set_network_listed,
)
from associations.services.people import (
    ContactDetails,
    add_contact_person,
    edit_contact_person,
    end_representation,
    give_representation,
    hide_contact_person,
    remove_contact_person,
)
from associations.services.reports import forget_old_reports, handle_report, reopen_report, report_error

__all__ = [
    "ContactDetails",
    "NetworkFacts",
    "add_contact_person",
    "add_member",
    "advance_rounds",
    "approve_entry_change",
    "confirm_by_link",
    "confirm_entry",
    "create_association",
    "create_network",
    "edit_contact_person",
    "edit_network",
    "end_representation",
    "forget_old_reports",
    "give_representation",
    "handle_report",
    "hide_contact_person",
    "list_association",
    "plan_rounds",
    "postpone_round",
    "propose_entry_change",
    "reject_entry_change",
    "remove_contact_person",
    "remove_member",
    "reopen_report",
    "report_error",
    "restore_version",
    "set_network_listed",
    "set_trusted",
    "take_step",
    "unlist_association",
    "withdraw_entry_change",
]
