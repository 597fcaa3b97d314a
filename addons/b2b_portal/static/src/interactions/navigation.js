import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/** On a phone the entries scroll: the one of this page is in sight. */
export class Navigation extends Interaction {
    static selector = ".o_b2b_nav";

    start() {
        const active = this.el.querySelector(".nav .active");
        if (active) {
            const list = active.closest(".nav");
            // By how far apart the middles are: right in both directions of writing.
            list.scrollLeft += middle(active) - middle(list);
        }
    }
}

function middle(el) {
    const { left, width } = el.getBoundingClientRect();
    return left + width / 2;
}

registry.category("public.interactions").add("b2b_portal.navigation", Navigation);
