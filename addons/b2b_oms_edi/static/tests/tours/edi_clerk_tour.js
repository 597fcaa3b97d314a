import { registry } from "@web/core/registry";

/** The EDI clerk's morning: an item nobody knows, what it means, the order goes on. */
registry.category("web_tour.tours").add("b2b_edi_clerk", {
    steps: () => [
        { content: "An order waits", trigger: ".o_data_row:contains(PO-TOUR) .o_data_cell[name=message_type]", run: "click" },
        { content: "The reason names the item", trigger: ".o_form_view .alert-warning:contains(THEIR-9)" },
        { content: "The document is readable", trigger: ".o_b2b_edi_readable:contains(Order line)" },
        { trigger: "button[name=action_open_correction]", run: "click" },
        { content: "They write THEIR-9", trigger: ".modal .o_data_row:contains(THEIR-9) .o_data_cell[name=product_id]", run: "click" },
        { content: "We call it a hex nut", trigger: ".modal .o_selected_row .o_field_widget[name=product_id] input", run: "edit TEST-NUT" },
        { trigger: ".o-autocomplete--dropdown-item:contains(Hex nut)", run: "click" },
        { trigger: ".modal .o_field_widget[name=product_id] input:value(Hex nut)" },
        { content: "Remember it, and go on", trigger: ".modal button[name=action_apply]", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { content: "Nothing waits any more", trigger: ".o_form_view:not(:has(.alert-warning:visible)) button[name=action_open_orders]", run: "click" },
        { content: "The order is released", trigger: ".o_form_view:contains(PO-TOUR)" },
    ],
});
