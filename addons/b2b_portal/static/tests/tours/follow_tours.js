import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

// A backorder is cancelled on the order's page.
tours.add("b2b_backorder_choice", {
    steps: () => [
        {
            trigger: "tr:contains(PO-SHORT) a",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".o_b2b_step[data-step=allocated][data-state=part]" },
        { trigger: ".o_b2b_cancel_rest summary", run: "click" },
        { trigger: ".o_b2b_cancel_rest input[name=reason]", run: "edit Not needed any more" },
        {
            trigger: ".o_b2b_cancel_rest button:contains(Cancel these)",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".alert-success:contains(What was not there is cancelled)" },
        { trigger: "body:not(:has(#backorders))" },
    ],
});

// Two invoices are ticked and paid with one payment.
tours.add("b2b_pay_two_invoices", {
    steps: () => [
        { trigger: ".o_b2b_pay.disabled" },
        { trigger: "tbody tr:nth-child(1) .o_b2b_one", run: "click" },
        { trigger: "tbody tr:nth-child(2) .o_b2b_one", run: "click" },
        { trigger: ".o_b2b_pay:contains((2))", run: "click", expectUnloadPage: true },
        { trigger: ".o_b2b_pay_table tbody tr:nth-child(2)" },
        { trigger: "input[name=o_payment_radio]", run: "click" },
        {
            trigger: "button[name=o_payment_submit_button]:enabled",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "[name=o_payment_status_alert]" },
    ],
});

const REORDER = [
    { trigger: "a:contains(Order again)", run: "click", expectUnloadPage: true },
    { trigger: "tr[data-product=TEST-NUT] .form-check-input", run: "click" },
    { trigger: "tr[data-product=TEST-BOLT] .o_b2b_quantity", run: "edit 30" },
    { trigger: "button:contains(Put in the cart)", run: "click", expectUnloadPage: true },
    { trigger: ".alert-success:contains(in your cart)" },
    { trigger: ".alert-success a", run: "click", expectUnloadPage: true },
    { trigger: ".o_b2b_portal:contains(Hex bolt M8)" },
];

// One of two products is ordered again, more of it.
tours.add("b2b_reorder", { steps: () => REORDER });

const BULK_ORDER = [
    { trigger: ".o_b2b_nav a:contains(Quick order)", run: "click", expectUnloadPage: true },
    {
        trigger: "#b2b_entries",
        run: (helpers) => helpers.edit("TEST-BOLT; 20\nTEST-NUT; 10"),
    },
    { trigger: "#b2b_code", run: "click" },
    { trigger: ".o_b2b_rows tbody tr:nth-child(2)" },
    {
        trigger: "button[name=action][value=add]:enabled",
        run: "click",
        expectUnloadPage: true,
    },
    { trigger: ".o_b2b_submit", run: "click", expectUnloadPage: true },
    { trigger: ".o_b2b_ordered" },
];

// The mission's buyer: an order in bulk, where is my last one, the invoice please, the same again.
// Nobody of ours helps.
tours.add("b2b_buyer_test", {
    steps: () => [
        ...BULK_ORDER,
        { trigger: ".o_b2b_nav a:contains(Overview)", run: "click", expectUnloadPage: true },
        { trigger: ".o_b2b_tile", run: "click", expectUnloadPage: true },
        { trigger: ".o_b2b_nav a:contains(Orders)", run: "click", expectUnloadPage: true },
        { trigger: "input[name=q]", run: "edit PO-MISSION" },
        { trigger: "form[role=search] button[type=submit]", run: "click", expectUnloadPage: true },
        { trigger: "tr:contains(PO-MISSION) a", run: "click", expectUnloadPage: true },
        { trigger: ".o_b2b_step[data-step=invoiced][data-state=done]" },
        { trigger: ".o_b2b_nav a:contains(Invoices)", run: "click", expectUnloadPage: true },
        {
            trigger: "tbody tr a[href$='/pdf']",
            async run() {
                const answer = await fetch(this.anchor.href);
                const name = answer.headers.get("Content-Disposition") || "";
                if (!answer.ok || !name.startsWith("attachment")) {
                    throw new Error("The invoice was not downloaded");
                }
            },
        },
        { trigger: ".o_b2b_nav a:contains(Orders)", run: "click", expectUnloadPage: true },
        { trigger: "tr:contains(PO-MISSION) a", run: "click", expectUnloadPage: true },
        ...REORDER,
    ],
});
