import { registry } from "@web/core/registry";
import { inputFiles } from "@web/../tests/utils";

const openMenu = (section, entry) => [
    { trigger: `.o_menu_sections [data-menu-xmlid="b2b_oms.${section}"]`, run: "click" },
    { trigger: `.o-dropdown--menu [data-menu-xmlid="b2b_oms.${entry}"]`, run: "click" },
];

const saved = { trigger: ".o_form_view .o_form_saved" };

/** The day of the pricing manager: a tier, an agreement, new prices from a file, a question answered. */
registry.category("web_tour.tours").add("b2b_pricing_manager", {
    steps: () => [
        { content: "Make a tier", trigger: ".o_list_button_add", run: "click" },
        { trigger: ".o_field_widget[name=name] input", run: "edit Silver tour" },
        { trigger: ".o_form_button_save", run: "click" },
        saved,
        ...openMenu("menu_prices", "menu_agreements"),
        { content: "Agree on a price", trigger: ".o_list_button_add", run: "click" },
        { trigger: ".o_field_widget[name=name] input", run: "edit Northside 2030" },
        { trigger: ".o_field_widget[name=account_id] input", run: "edit Northside" },
        { trigger: ".o-autocomplete--dropdown-item:contains(Northside Foods)", run: "click" },
        { trigger: ".o_field_x2many_list_row_add a", run: "click" },
        { trigger: ".o_selected_row [name=product_tmpl_id] input", run: "edit Hex bolt" },
        { trigger: ".o-autocomplete--dropdown-item:contains(Hex bolt M8)", run: "click" },
        { trigger: ".o_selected_row [name=fixed_price] input", run: "edit 7.25" },
        { trigger: ".o_form_button_save", run: "click" },
        saved,
        ...openMenu("menu_prices", "menu_price_imports"),
        { content: "Import new prices", trigger: ".o_list_button_add", run: "click" },
        { trigger: ".o_field_widget[name=pricelist_id] input", run: "edit Gold" },
        { trigger: ".o-autocomplete--dropdown-item:contains(Gold)", run: "click" },
        {
            trigger: ".o_field_widget[name=content]",
            async run() {
                const file = new File(["SKU,Price\nTEST-NUT,3.10\n"], "prices.csv");
                await inputFiles(".o_field_widget[name=content] .o_input_file", [file]);
            },
        },
        { trigger: ".o_field_widget[name=content] input:value(prices.csv)" },
        { content: "Look first", trigger: "button[name=action_check]", run: "click" },
        { trigger: ".o_arrow_button_current:contains(Checked)" },
        { trigger: ".o_data_row:contains(Hex nut) .o_data_cell[name=new_price]:contains(3.1)" },
        { trigger: "button[name=action_activate]", run: "click" },
        { trigger: ".modal .btn-primary", run: "click" },
        { trigger: ".o_arrow_button_current:contains(Active)" },
        ...openMenu("menu_orders", "menu_orders_all"),
        { trigger: ".o_data_row:contains(PO-WHY) .o_data_cell[name=partner_id]", run: "click" },
        { content: "Why this price?", trigger: ".o_data_row:first .o_b2b_why", run: "click" },
        { trigger: ".modal .o_data_row.text-success:contains(Northside 2030)" },
        { trigger: ".modal .o_data_row:contains(Gold):contains(Asked after)" },
        { trigger: ".modal footer .btn-secondary", run: "click" },
        { trigger: "body:not(:has(.modal))" },
    ],
});
