import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";
import { rpc } from "@web/core/network/rpc";

/**
 * A field that offers products while somebody types: a combobox as the ARIA authoring practices
 * describe it. What choosing does is said by ``choose``.
 */
export class Suggestions extends Interaction {
    static selector = ".o_b2b_finder";
    dynamicContent = {
        "input[role=combobox]": {
            "t-on-input": this.debounced(this.suggest, 200),
            "t-on-keydown": this.onKey,
            "t-on-blur": () => this.waitForTimeout(() => this.close(), 200),
        },
    };

    setup() {
        this.input = this.el.querySelector("input[role=combobox]");
        this.list = this.el.querySelector("[role=listbox]");
        this.found = [];
        this.at = -1;
    }

    async suggest() {
        const text = this.input.value.trim();
        const found = text.length < 2 ? [] : await this.waitFor(this.ask(text));
        if (text !== this.input.value.trim() || document.activeElement !== this.input) {
            return; // typed on meanwhile
        }
        this.found = found;
        this.at = -1;
        this.list.replaceChildren(...found.map((one, index) => this.option(one, index)));
        this.toggle(found.length > 0);
    }

    /** Without an answer (offline, asked too often) there is no suggestion, and no dialog. */
    async ask(text) {
        try {
            return await rpc("/my/b2b/suggest", { text }, { silent: true });
        } catch {
            return [];
        }
    }

    option(one, index) {
        const option = document.createElement("li");
        option.id = `${this.list.id}_${index}`;
        option.role = "option";
        option.ariaSelected = "false";
        const head = document.createElement("div");
        head.className = "d-flex justify-content-between gap-2";
        const name = document.createElement("strong");
        name.textContent = one.name;
        const price = document.createElement("span");
        price.className = "text-nowrap";
        price.textContent = one.price;
        head.append(name, price);
        const small = document.createElement("div");
        small.className = "small o_b2b_quiet";
        small.textContent = [one.sku, one.part, one.stock].filter(Boolean).join(" · ");
        option.append(head, small);
        option.addEventListener("mousedown", (ev) => {
            ev.preventDefault();
            this.choose(this.found[index]);
        });
        return option;
    }

    onKey(ev) {
        const open = !this.list.classList.contains("d-none");
        if (["ArrowDown", "ArrowUp"].includes(ev.key) && open) {
            ev.preventDefault();
            this.mark(this.at + (ev.key === "ArrowDown" ? 1 : -1));
        } else if (ev.key === "Escape" && open) {
            ev.preventDefault();
            this.close();
        } else if (ev.key === "Enter" && open && this.at >= 0) {
            ev.preventDefault();
            this.choose(this.found[this.at]);
        }
    }

    mark(index) {
        this.at = (index + this.found.length) % this.found.length;
        [...this.list.children].forEach((option, i) => {
            option.ariaSelected = String(i === this.at);
            if (i === this.at) {
                this.input.setAttribute("aria-activedescendant", option.id);
                option.scrollIntoView({ block: "nearest" });
            }
        });
    }

    toggle(open) {
        this.list.classList.toggle("d-none", !open);
        this.input.ariaExpanded = String(open);
        if (!open) {
            this.input.removeAttribute("aria-activedescendant");
        }
    }

    close() {
        this.at = -1;
        this.toggle(false);
    }

    choose(one) {
        window.location = one.url;
    }
}

registry.category("public.interactions").add("b2b_portal.suggestions", Suggestions);

/** The item field of the quick order: choosing writes the number and goes on to the quantity. */
export class ItemSuggestions extends Suggestions {
    static selector = ".o_b2b_entry";

    choose(one) {
        this.input.value = one.sku || one.part;
        this.close();
        const amount = this.el.querySelector("#b2b_amount");
        amount.value = amount.value || one.least;
        amount.focus();
        amount.select();
    }
}

registry.category("public.interactions").add("b2b_portal.item_suggestions", ItemSuggestions);
