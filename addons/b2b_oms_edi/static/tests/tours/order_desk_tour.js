import { registry } from "@web/core/registry";
import { inputFiles } from "@web/../tests/utils";

const PURCHASE_ORDER = [
    "PO,Account,SKU,Qty",
    "PO-TOUR,N-100,TEST-BOLT,20",
    "PO-TOUR,N-100,TEST-NUTT,50",
].join("\n");

/** The day of the order desk: a file, its hold, the correction, the delivery, the invoice. */
registry.category("web_tour.tours").add("b2b_order_desk", {
    steps: () => [
        {
            content: "Upload a purchase order with one unknown item",
            trigger: ".o_list_view .o_control_panel button:contains(Upload)",
            async run() {
                const file = new File([PURCHASE_ORDER], "po-tour.csv", { type: "text/csv" });
                await inputFiles(".o_control_panel .o_input_file", [file]);
            },
        },
        {
            content: "The order is held, and the reason names the item",
            trigger: ".o_form_view .o_b2b_held:contains(TEST-NUTT)",
        },
        {
            content: "Go to the row that was kept",
            trigger: ".o_data_row:contains(Unknown item) .o_data_cell[name^=product]",
            run: "click",
        },
        {
            content: "Say which product was meant",
            trigger: ".o_selected_row .o_field_widget[name^=product] input",
            run: "edit TEST-NUT",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Hex nut)",
            run: "click",
        },
        {
            content: "Its price for this account has arrived",
            trigger: ".o_selected_row .o_field_widget[name=price_unit] input:value(/3.6/)",
        },
        {
            content: "Save",
            trigger: ".o_form_button_save:enabled",
            run: "click",
        },
        {
            content: "Nothing holds the order any more",
            trigger: ".o_form_view:not(:has(.o_b2b_held)) .o_form_saved",
        },
        {
            content: "Release it",
            trigger: ".o_statusbar_buttons button[name=action_confirm]:enabled",
            run: "click",
        },
        {
            trigger: ".o_arrow_button_current:contains(Sales Order)",
        },
        {
            content: "Ship it",
            trigger: "button[name=action_view_delivery]",
            run: "click",
        },
        {
            trigger: ".o_statusbar_buttons button[name=button_validate]:enabled",
            run: "click",
        },
        {
            trigger: ".o_arrow_button_current:contains(Done)",
        },
        {
            content: "Back to the order",
            trigger: ".o_breadcrumb .o_back_button",
            run: "click",
        },
        {
            content: "Invoice it",
            trigger: ".o_statusbar_buttons button:contains(Create Invoice):enabled",
            run: "click",
        },
        {
            trigger: ".modal button[name=create_invoices]",
            run: "click",
        },
        {
            trigger: ".o_statusbar_buttons button[name=action_post]:enabled",
            run: "click",
        },
        {
            trigger: ".o_arrow_button_current:contains(Posted)",
        },
    ],
});
