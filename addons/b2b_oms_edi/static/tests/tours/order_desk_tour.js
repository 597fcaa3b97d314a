import { registry } from "@web/core/registry";

// Placeholder
registry.category("web_tour.tours").add("b2b_order_desk", { url: "/odoo", steps: () => [] });
