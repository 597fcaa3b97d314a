import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/** Sends the cart to the buyer's own system at once; without a script the button does. */
export class HandBack extends Interaction {
    static selector = ".o_b2b_hand_back form";

    start() {
        this.el.requestSubmit();
    }
}

registry.category("public.interactions").add("b2b_portal.hand_back", HandBack);
