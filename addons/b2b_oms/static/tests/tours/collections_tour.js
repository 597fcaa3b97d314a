import { registry } from "@web/core/registry";

const openMenu = (section, entry) => [
    { trigger: `.o_menu_sections [data-menu-xmlid="b2b_oms.${section}"]`, run: "click" },
    { trigger: `.o-dropdown--menu [data-menu-xmlid="b2b_oms.${entry}"]`, run: "click" },
];

const openAccount = [
    { trigger: ".o_breadcrumb:contains(Open Items)" },
    { trigger: ".o_group_header:contains(Northside Foods)", run: "click" },
];

const tours = registry.category("web_tour.tours");

/** Morning: what is due, and off it goes. */
tours.add("b2b_accountant_bills", {
    steps: () => [
        ...openMenu("menu_billing", "menu_billing_preview"),
        { trigger: ".modal .o_field_widget[name=schedule_id] input", run: "edit Fridays" },
        { trigger: ".o-autocomplete--dropdown-item:contains(Fridays)", run: "click" },
        { content: "What is due", trigger: ".modal .o_data_row:contains(Northside Foods):contains(45.00)" },
        { content: "And what is not", trigger: ".modal .o_data_row:contains(Shipped after)" },
        { trigger: ".modal button[name=action_bill]", run: "click" },
        { content: "It is on its way", trigger: ".o_arrow_button_current:contains(In Progress)" },
    ],
});

/** Later: it is done, the invoices are with the accounts. */
tours.add("b2b_accountant_sees_invoices", {
    steps: () => [
        { trigger: ".o_data_row:contains(Fridays):contains(Done)" },
        { trigger: ".o_data_row:contains(Fridays) .o_data_cell[name=moment]", run: "click" },
        { trigger: ".o_arrow_button_current:contains(Done)" },
        { trigger: "button[name=action_open_invoices]", run: "click" },
        { trigger: ".o_form_view:contains(INV):contains(Northside Foods)" },
        ...openMenu("menu_billing", "menu_billing_sending"),
        { trigger: ".o_data_row:contains(INV):contains(Northside Foods):contains(Sent)" },
    ],
});

/** Afternoon: ageing to Excel, a dispute, a reminder run. */
tours.add("b2b_collections", {
    steps: () => [
        ...openAccount,
        { content: "All of it to Excel", trigger: "button[name=action_xlsx]", run: "click" },
        { content: "Dispute the small one", trigger: ".o_data_row:contains(40.00) button[name=action_dispute]", run: "click" },
        { trigger: ".modal .o_field_widget[name=note] textarea", run: "edit Wrong price" },
        { trigger: ".modal .o_form_button_save, .modal footer .btn-primary", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        ...openMenu("menu_collections", "menu_reminder_runs"),
        { content: "Look for letters", trigger: "button[name=action_run]", run: "click" },
        { trigger: ".o_form_view .o_data_row:contains(Northside Foods)" },
        { content: "Send them", trigger: "button[name=action_approve]", run: "click" },
        { trigger: ".o_form_view .o_data_row:contains(To send)" },
    ],
});

/** Evening: the money is there. */
tours.add("b2b_accountant_is_paid", {
    steps: () => [
        ...openAccount,
        { trigger: ".o_data_row:contains(100.00) .o_data_cell[name=name]", run: "click" },
        { trigger: ".o_form_view button[name=action_register_payment]", run: "click" },
        { trigger: ".modal button[name=action_create_payments]", run: "click" },
        { trigger: "body:not(:has(.modal)) .ribbon:contains(Paid)" },
    ],
});
