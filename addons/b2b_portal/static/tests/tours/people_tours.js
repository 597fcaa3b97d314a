import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const nav = (name) => ({
    content: `Go to ${name}`,
    trigger: `.o_b2b_nav a:contains(${name})`,
    run: "click",
    expectUnloadPage: true,
});
const button = (name) => ({
    content: name,
    trigger: `.o_b2b_portal button:contains(${name}):enabled`,
    run: "click",
    expectUnloadPage: true,
});
const link = (name) => ({
    content: name,
    trigger: `.o_b2b_portal a:contains(${name})`,
    run: "click",
    expectUnloadPage: true,
});
const fill = (selector, text) => ({ trigger: selector, run: `edit ${text}` });

tours.add("b2b_portal_approve", {
    steps: () => [
        nav("Approvals"),
        link("PO-TOUR"),
        { content: "What it is about", trigger: ".o_b2b_portal .alert:contains(above the limit)" },
        fill("#b2b_reason", "Fine"),
        button("Approve the order"),
        { content: "It goes on", trigger: "#b2b_told:contains(Approved)" },
        { trigger: "#b2b_answered:contains(PO-TOUR):contains(Fine)" },
    ],
});

tours.add("b2b_portal_standing", {
    steps: () => [
        nav("Standing orders"),
        link("New standing order"),
        fill("#b2b_name", "Tour bolts"),
        { trigger: "#b2b_rhythm", run: "select monthly" },
        { content: "Only the fields of the rhythm", trigger: "[data-rhythm=weekly].d-none:not(:visible)" },
        fill("#b2b_day", "5"),
        fill("#b2b_lines tr:nth-child(1) input[name=sku]", "TEST-BOLT"),
        fill("#b2b_lines tr:nth-child(1) input[name=quantity]", "20"),
        fill("#b2b_lines tr:nth-child(2) input[name=sku]", "TEST-NUT"),
        fill("#b2b_lines tr:nth-child(2) input[name=quantity]", "10"),
        { trigger: ".o_b2b_more_rows", run: "click" },
        { trigger: "#b2b_lines tr:nth-child(6)" },
        button("Save"),
        { trigger: "#b2b_told:contains(Saved)" },
        button("Skip this date"),
        { trigger: "#b2b_told:contains(left out)" },
        { trigger: "#b2b_runs:contains(Skipped)" },
    ],
});

tours.add("b2b_portal_return", {
    steps: () => [
        nav("Returns"),
        link("Return something"),
        link("PO-BACK"),
        fill("input[name^=quantity_]", "3"),
        { trigger: "select[name^=reason_]", run: "select wrong" },
        button("Ask for the return"),
        { trigger: "#b2b_told:contains(received your request)" },
        { trigger: "#b2b_return_lines:contains(Hex bolt M8):contains(3)" },
    ],
});

tours.add("b2b_portal_invite", {
    steps: () => [
        nav("Colleagues"),
        link("Invite a colleague"),
        fill("#b2b_name", "Tour Mate"),
        fill("#b2b_email", "tour.mate@buyer.example"),
        { trigger: "#role_approver", run: "click" },
        fill("#b2b_order_limit", "750"),
        button("Send the invitation"),
        { trigger: "#b2b_told:contains(on its way)" },
        { trigger: "#b2b_colleagues:contains(Tour Mate):contains(Approver)" },
    ],
});
