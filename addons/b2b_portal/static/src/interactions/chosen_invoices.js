import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";

/** Ticked invoices of the list go into the addresses of its buttons: pay these, download these. */
export class ChosenInvoices extends Interaction {
    static selector = ".o_b2b_chosen_invoices";
    dynamicContent = {
        ".o_b2b_all": { "t-on-change": this.onAll },
        ".o_b2b_one": { "t-on-change": this.show },
    };

    start() {
        this.show();
    }

    onAll(ev) {
        for (const box of this.el.querySelectorAll(".o_b2b_one")) {
            box.checked = ev.target.checked;
        }
        this.show();
    }

    show() {
        const chosen = [...this.el.querySelectorAll(".o_b2b_one:checked")];
        const payable = chosen.filter((box) => box.dataset.payable);
        this.offer(".o_b2b_pay", payable);
        this.offer(".o_b2b_zip", chosen);
        this.el.querySelector(".o_b2b_chosen_said").textContent = chosen.length
            ? _t("%s chosen", chosen.length)
            : "";
    }

    offer(selector, boxes) {
        const button = this.el.querySelector(selector);
        if (!button) {
            return;
        }
        const able = boxes.length > 0 && boxes.length <= Number(this.el.dataset.most);
        button.classList.toggle("disabled", !able);
        button.setAttribute("aria-disabled", able ? "false" : "true");
        button.querySelector(".o_b2b_chosen_count").textContent = able ? `(${boxes.length})` : "";
        if (able) {
            button.href = button.dataset.href + boxes.map((box) => box.value).join("-");
        } else {
            button.removeAttribute("href");
        }
    }
}

registry
    .category("public.interactions")
    .add("b2b_portal.chosen_invoices", ChosenInvoices);
