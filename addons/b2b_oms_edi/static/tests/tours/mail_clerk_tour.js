import { registry } from "@web/core/registry";

/** The clerk's mail: the document beside its lines, one of them put right, accepted, nothing left. */
registry.category("web_tour.tours").add("b2b_mail_clerk", {
    steps: () => [
        { content: "The document is at the left", trigger: ".o_b2b_review .o_field_widget[name=letter]:contains(THEIR-9)" },
        { content: "Why it waits", trigger: ".alert-warning:contains(THEIR-9)" },
        { content: "Its number is not certain", trigger: ".o_field_widget[name=doubts]:contains(PO number)" },
        { content: "An item nobody knows", trigger: ".o_data_row:contains(THEIR-9) .o_data_cell[name=product_id]", run: "click" },
        { content: "We call it a hex nut", trigger: ".o_selected_row .o_field_widget[name=product_id] input", run: "edit TEST-NUT" },
        { trigger: ".o-autocomplete--dropdown-item:contains(Hex nut)", run: "click" },
        { trigger: ".o_field_widget[name=product_id] input:value(Hex nut)" },
        { content: "Accept, by the keyboard", trigger: "button[name=action_accept]", run: "press Alt+y" },
        { content: "Nothing waits any more", trigger: ".o_list_view:contains(Nothing waits for you)" },
    ],
});
