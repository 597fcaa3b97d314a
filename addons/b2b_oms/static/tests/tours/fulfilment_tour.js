import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const openMenu = (section, entry) => [
    { trigger: `.o_menu_sections [data-menu-xmlid="b2b_oms.${section}"]`, run: "click" },
    { trigger: `.o-dropdown--menu [data-menu-xmlid="b2b_oms.${entry}"]`, run: "click" },
];

const noDialog = { trigger: "body:not(:has(.modal))" };

/** The dispatcher: who waits, who would get what arrived, give it out, send the rest from elsewhere. */
tours.add("b2b_dispatcher", {
    steps: () => [
        { content: "Two wait for gears", trigger: ".o_data_row:contains(Gear):eq(1)" },
        ...openMenu("menu_fulfilment", "menu_allocation_runs"),
        { content: "Look first", trigger: ".o_list_button_add", run: "click" },
        { trigger: "button[name=action_simulate]", run: "click" },
        {
            content: "The oldest would get it",
            trigger: ".o_data_row:contains(PO-OLD), .o_data_row.text-success:contains(Gear)",
        },
        { content: "Give it out", trigger: "button[name=action_commit]", run: "click" },
        { trigger: ".modal .btn-primary", run: "click" },
        noDialog,
        { trigger: ".o_arrow_button_current:contains(Done)" },
        ...openMenu("menu_fulfilment", "menu_backorders"),
        {
            content: "Only one waits now",
            trigger: ".o_list_view:not(:has(.o_data_row:eq(1))) .o_data_row:contains(Gear) .o_data_cell[name=product_id]",
            run: "click",
        },
        {
            content: "The other warehouse has some",
            trigger: ".o_statusbar_buttons button:contains(Other Warehouse)",
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name=warehouse_id] input", run: "edit Second" },
        { trigger: ".o-autocomplete--dropdown-item:contains(Second)", run: "click" },
        { trigger: ".modal .o_field_widget[name=available]:contains(4)" },
        { trigger: ".modal button[name=action_move]", run: "click" },
        noDialog,
        ...openMenu("menu_fulfilment", "menu_routing_trial"),
        { content: "Where would more come from?", trigger: ".o_field_widget[name=account_id] input", run: "edit Northside" },
        { trigger: ".o-autocomplete--dropdown-item:contains(Northside Foods)", run: "click" },
        { trigger: ".o_field_x2many_list_row_add a", run: "click" },
        { trigger: ".o_selected_row [name=product_id] input", run: "edit Hex bolt" },
        { trigger: ".o-autocomplete--dropdown-item:contains(Hex bolt M8)", run: "click" },
        { trigger: "button[name=action_try]", run: "click" },
        { trigger: "[name=share_ids] .o_data_row:contains(Hex bolt M8):contains(From stock)" },
        { trigger: "[name=verdict_ids] .o_data_row:contains(Second)" },
    ],
});

/** The warehouse: print the list, report what is not on the shelf, send the rest. */
tours.add("b2b_warehouse_worker", {
    steps: () => [
        { content: "What the buyer wants", trigger: ".o_field_widget[name=b2b_packing_note]:contains(Label every carton)" },
        { content: "Print the list", trigger: "button[name=do_print_picking]:enabled" },
        {
            content: "Found four of six",
            trigger: ".o_field_widget[name=move_ids] .o_data_row:contains(Gear) .o_data_cell[name=quantity]",
            run: "click",
        },
        { trigger: ".o_selected_row .o_field_widget[name=quantity] input", run: "edit 4" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_view .o_form_saved" },
        { content: "Say so", trigger: "button[name=action_b2b_report_shortage]", run: "click" },
        {
            content: "This delivery asks for four now",
            trigger: ".o_field_widget[name=move_ids] .o_data_row:contains(Gear) .o_data_cell[name=product_uom_qty]:contains(4)",
        },
        { content: "They leave", trigger: "button[name=button_validate]", run: "click" },
        { trigger: ".o_arrow_button_current:contains(Done)" },
    ],
});
