import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";
import { showCartCount } from "./add_to_cart";

/** The cart saves what is changed and shows what becomes of it, without leaving the page. */
export class CartPage extends Interaction {
    static selector = ".o_b2b_cart";
    dynamicContent = {
        _root: {
            "t-on-change": this.onChange,
            "t-on-click": this.onClick,
            "t-on-submit": this.onSubmit,
        },
    };

    setup() {
        this.asked = 0;
        this.sent = false;
    }

    start() {
        if (this.el.dataset.later) {
            this.show(fetch("/my/b2b/cart?review=1&fragment=1"));
        }
    }

    onChange(ev) {
        if (ev.target.form?.matches(".o_b2b_cart_form")) {
            this.save("save");
        }
    }

    onClick(ev) {
        const button = ev.target.closest("button[name=action]");
        if (!button || button.value === "submit" || !button.form?.matches(".o_b2b_cart_form")) {
            return;
        }
        ev.preventDefault();
        this.save(button.value);
    }

    /** A second click must not look as if it did something; the server makes one order anyway. */
    onSubmit(ev) {
        if (ev.submitter?.value !== "submit") {
            return;
        }
        if (this.sent) {
            ev.preventDefault();
            return;
        }
        this.sent = true;
        this.waitForTimeout(() => {
            ev.submitter.classList.add("disabled");
            ev.submitter.textContent = _t("Placing the order…");
        }, 0);
    }

    save(action) {
        const form = new FormData(this.el.querySelector(".o_b2b_cart_form"));
        form.set("action", action);
        form.set("fragment", "1");
        const body = new URLSearchParams(form);
        return this.show(fetch("/my/b2b/cart/update", { method: "POST", body }));
    }

    async show(question) {
        const turn = ++this.asked;
        const summary = this.el.querySelector(".o_b2b_summary");
        summary?.setAttribute("aria-busy", "true");
        summary?.style.setProperty("opacity", "0.6");
        let html = "";
        try {
            const response = await this.waitFor(question);
            html = response.ok ? await this.waitFor(response.text()) : "";
        } catch {
            html = "";
        }
        if (turn !== this.asked || this.sent) {
            return;
        }
        if (!html) {
            summary?.style.removeProperty("opacity");
            this.services.notification.add(_t("The cart could not be checked. Reload the page."), {
                type: "danger",
            });
            return;
        }
        this.put(html);
    }

    /** Draw the cart anew and leave the reader where he was. */
    put(html) {
        const answer = new DOMParser().parseFromString(html, "text/html");
        const name = document.activeElement?.name;
        const open = this.el.querySelector("details")?.open;
        this.el.replaceChildren(...answer.body.childNodes);
        if (open) {
            this.el.querySelector("details")?.setAttribute("open", "open");
        }
        const again = name && this.el.querySelector(`[name="${CSS.escape(name)}"]:not([type=hidden])`);
        if (again && !again.matches("button")) {
            again.focus({ preventScroll: true });
        }
        showCartCount(this.el.querySelectorAll(".o_b2b_cart_form .o_b2b_row").length);
    }
}

registry.category("public.interactions").add("b2b_portal.cart", CartPage);
