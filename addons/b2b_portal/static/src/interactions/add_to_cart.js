import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";

/** Puts a product into the cart without leaving the page; without a script the form posts as it is. */
export class AddToCart extends Interaction {
    static selector = ".o_b2b_add";
    dynamicContent = {
        _root: { "t-on-submit.prevent": this.locked(this.add) },
    };

    async add() {
        const form = new FormData(this.el);
        form.set("script", "1");
        let answer;
        try {
            const response = await this.waitFor(
                fetch(this.el.getAttribute("action"), { method: "POST", body: new URLSearchParams(form) })
            );
            answer = await this.waitFor(response.json());
        } catch {
            answer = { done: false, said: _t("This did not work. Are you online?") };
        }
        this.services.notification.add(answer.said, {
            type: answer.done ? "success" : "warning",
        });
        if (answer.done) {
            showCartCount(answer.count);
        }
    }
}

export function showCartCount(count) {
    for (const badge of document.querySelectorAll(".o_b2b_cart_count")) {
        badge.classList.toggle("d-none", !count);
        badge.querySelector(".o_b2b_cart_number").textContent = count;
    }
}

registry.category("public.interactions").add("b2b_portal.add_to_cart", AddToCart);
