import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** A first order: a list pasted from a spreadsheet, looked at, mended, placed. */
tours.add("b2b_quick_order_paste", {
    steps: () => [
        {
            content: "Paste into the item field",
            trigger: ".o_b2b_entry:not(.d-none) #b2b_code",
            run({ anchor }) {
                const clipboardData = new DataTransfer();
                clipboardData.setData("text/plain", "TEST-BOLT\t23\nTEST-NUT\t10\nTEST-BOLD\t2");
                anchor.dispatchEvent(
                    new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true })
                );
            },
        },
        {
            content: "Take the pack the bolt comes in",
            trigger: "tr[data-code=TEST-BOLT] .o_b2b_take:contains(30)",
            run: "click",
        },
        {
            content: "The typing mistake: the bolt is meant",
            trigger: "tr[data-code=TEST-BOLD] .o_b2b_mean:contains(TEST-BOLT)",
            run: "click",
        },
        {
            content: "Both are one line now, no multiple again",
            trigger: "tr[data-code=TEST-BOLT]:contains(2 lines merged) .o_b2b_take:contains(40)",
            run: "click",
        },
        {
            content: "Type one more by keyboard",
            trigger: "tr[data-code=TEST-BOLT]:not(:has(.o_b2b_take))",
        },
        { trigger: "#b2b_code", run: "edit TEST-NU" },
        { content: "It is suggested", trigger: "#b2b_code_options li:contains(TEST-NUT)" },
        { trigger: "#b2b_code", run: "press ArrowDown" },
        { trigger: "#b2b_code", run: "press Enter" },
        { trigger: "#b2b_amount", run: "edit 5" },
        { trigger: "#b2b_amount", run: "press Enter" },
        { trigger: "tr[data-code=TEST-NUT] .o_b2b_change:value(15)" },
        {
            content: "Into the cart",
            trigger: "button[value=add]",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".o_b2b_cart #b2b_po", run: "edit PO-TOUR && click body" },
        { content: "It is saved and checked", trigger: ".o_b2b_summary:not([aria-busy]) .o_b2b_total" },
        { trigger: ".o_b2b_submit", run: "click", expectUnloadPage: true },
        { trigger: ".o_b2b_ordered h1:contains(is accepted)" },
        { trigger: ".o_b2b_ordered:contains(PO-TOUR)" },
    ],
});

/** On a phone: find a product, put it into the cart, order. */
tours.add("b2b_catalogue_on_a_phone", {
    steps: () => [
        { trigger: "#b2b_search", run: "edit hex bolt" },
        { trigger: "#b2b_search_options li:contains(TEST-BOLT)" },
        { trigger: ".o_b2b_finder button[type=submit]", run: "click", expectUnloadPage: true },
        { trigger: ".o_b2b_card:contains(TEST-BOLT) input[name=amount]", run: "edit 20" },
        { trigger: ".o_b2b_card:contains(TEST-BOLT) .o_b2b_add button", run: "click" },
        { content: "Still on the page, and told", trigger: ".o_b2b_cart_number:contains(1)" },
        { trigger: ".o_b2b_nav_cart", run: "click", expectUnloadPage: true },
        {
            content: "Nothing is wider than the screen",
            trigger: ".o_b2b_cart .o_b2b_total",
            run() {
                const width = document.documentElement.clientWidth;
                const wide = [...document.querySelectorAll(".o_b2b_portal *")].filter(
                    (el) => !el.closest(".nav") && el.getBoundingClientRect().right > width + 1
                );
                if (wide.length) {
                    throw new Error(`Wider than ${width} px: ${wide[0].outerHTML.slice(0, 300)}`);
                }
            },
        },
        { trigger: ".o_b2b_submit", run: "click", expectUnloadPage: true },
        { trigger: ".o_b2b_ordered h1:contains(is accepted)" },
    ],
});
