import { registry } from "@web/core/registry";

const openMenu = (section, entry) => [
    { trigger: `.o_menu_sections [data-menu-xmlid="b2b_oms.${section}"]`, run: "click" },
    { trigger: `.o-dropdown--menu [data-menu-xmlid="b2b_oms.${entry}"]`, run: "click" },
];

/** The accountant's afternoon: ageing to Excel, a dispute, a reminder run. */
registry.category("web_tour.tours").add("b2b_collections", {
    steps: () => [
        { trigger: ".o_group_name:contains(Northside Foods)", run: "click" },
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
