import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const openRow = (text, cell) => ({
    trigger: `.o_data_row:contains(${text}) .o_data_cell[name=${cell}]`,
    run: "click",
});

const noDialog = { trigger: "body:not(:has(.modal))" };

/** The order desk confirms: too much for the account's credit, and too cheap for the seller. */
tours.add("b2b_order_desk_confirms", {
    steps: () => [
        openRow("PO-TOUR", "partner_id"),
        {
            content: "Confirm",
            trigger: ".o_statusbar_buttons button[name=action_confirm]:enabled",
            run: "click",
        },
        {
            content: "It is held, and both reasons are told",
            trigger: ".o_b2b_held:contains(over the limit):contains(under the computed price)",
        },
    ],
});

/** The credit controller reads how it adds up and raises the limit for a week. */
tours.add("b2b_credit_controller_raises", {
    steps: () => [
        openRow("Northside Foods", "account_id"),
        {
            content: "The sum, line by line",
            trigger:
                ".o_b2b_arithmetic:contains(This order):contains(140.00):contains(Limit):contains(100.00)",
        },
        { trigger: ".o_b2b_arithmetic .text-danger:contains(Over the limit):contains(40.00)" },
        {
            content: "Raise it",
            trigger: ".o_statusbar_buttons button:contains(Raise Limit)",
            run: "click",
        },
        {
            content: "By what is missing",
            trigger: ".modal .o_field_widget[name=extra_amount] input:value(/40/)",
        },
        {
            trigger: ".modal .o_field_widget[name=reason] input",
            run: "edit Transfer announced for Friday",
        },
        { trigger: ".modal button[name=action_raise]", run: "click" },
        noDialog,
    ],
});

/** The approver reads what was found and says yes with a word. */
tours.add("b2b_approver_says_yes", {
    steps: () => [
        openRow("under the computed price", "account_id"),
        {
            content: "Decide",
            trigger: ".o_statusbar_buttons button:contains(Decide)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=comment] input",
            run: "edit They order for the whole year",
        },
        { trigger: ".modal button[name=action_approve]", run: "click" },
        noDialog,
        { trigger: ".o_arrow_button_current:contains(Approved)" },
    ],
});

/** The order desk finds the order released, and who decided what. */
tours.add("b2b_order_desk_sees_it_released", {
    steps: () => [
        { trigger: ".o_data_row:contains(PO-TOUR) [name=b2b_state]:contains(Released)" },
        openRow("PO-TOUR", "partner_id"),
        { trigger: ".o_arrow_button_current:contains(Sales Order)" },
        { trigger: ".o_form_view:not(:has(.o_b2b_held))" },
        { trigger: ".o_notebook .nav-link[name=b2b]", run: "click" },
        {
            content: "The ledger tells it",
            trigger: "[name=b2b_event_ids] .o_data_row:contains(They order for the whole year)",
        },
    ],
});

/** On the phone: the link of the mail, what was found, yes. */
tours.add("b2b_approval_link", {
    steps: () => [
        { trigger: "#b2b_approval:contains(under the computed price)" },
        {
            content: "The page is no wider than the phone",
            trigger: "#b2b_approval",
            run() {
                const { scrollWidth, clientWidth } = document.documentElement;
                if (scrollWidth > clientWidth) {
                    throw new Error(`The page is ${scrollWidth} wide, the phone ${clientWidth}.`);
                }
            },
        },
        { trigger: "#b2b_comment", run: "edit From the train" },
        {
            content: "Approve",
            trigger: "#b2b_approval button[value=approved]",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "#b2b_approval_done:contains(Approved)" },
        { trigger: "body:not(:has(#b2b_approval form))" },
    ],
});
