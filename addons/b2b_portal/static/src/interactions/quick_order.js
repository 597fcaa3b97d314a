import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";

/**
 * The quick order as a sheet: type item and quantity, paste into any field, change a quantity.
 * What is entered is text, one item a line; the server prices and checks it and draws the table.
 */
export class QuickOrder extends Interaction {
    static selector = ".o_b2b_quick_order";
    dynamicContent = {
        ".o_b2b_entry": {
            "t-on-submit.prevent": this.onEntry,
            "t-on-keydown": this.onEntryKey,
            "t-on-paste": this.onPaste,
        },
        "#b2b_entries": {
            "t-on-paste": () => this.waitForTimeout(() => this.check(), 0),
            "t-on-change": () => this.check(),
        },
        "#b2b_file": { "t-on-change": this.onFile },
        ".o_b2b_rows": {
            "t-on-click": this.onRowClick,
            "t-on-change": this.onRowChange,
            "t-on-keydown": this.onRowKey,
        },
    };

    setup() {
        this.form = this.el.querySelector(".o_b2b_sheet");
        this.text = this.el.querySelector("#b2b_entries");
        this.rows = this.el.querySelector(".o_b2b_rows");
        this.code = this.el.querySelector("#b2b_code");
        this.amount = this.el.querySelector("#b2b_amount");
        this.asked = 0;
    }

    start() {
        this.el.querySelector(".o_b2b_entry").classList.remove("d-none");
        this.code.focus({ preventScroll: true });
    }

    // === ENTERING === //

    onEntryKey(ev) {
        if (ev.key === "Enter" && ev.target === this.code && !ev.defaultPrevented) {
            ev.preventDefault();
            if (this.code.value.trim()) {
                this.amount.focus();
                this.amount.select();
            }
        }
    }

    onEntry() {
        const code = this.code.value.trim();
        if (!code) {
            this.code.focus();
            return;
        }
        this.append(`${code}\t${this.amount.value.trim() || "1"}`);
        this.code.value = this.amount.value = "";
        this.code.focus();
    }

    onPaste(ev) {
        const pasted = ev.clipboardData.getData("text/plain");
        if (/[\n\t]/.test(pasted.trim())) {
            ev.preventDefault();
            this.append(pasted);
        }
    }

    onFile(ev) {
        if (ev.target.files.length) {
            this.check().then(() => (ev.target.value = ""));
        }
    }

    append(text) {
        this.text.value = [this.text.value.trimEnd(), text.trim()].filter(Boolean).join("\n");
        return this.check();
    }

    // === THE TABLE === //

    onRowClick(ev) {
        const row = ev.target.closest("tr[data-code]");
        const button = ev.target.closest("button");
        if (!row || !button?.matches(".o_b2b_take, .o_b2b_mean, .o_b2b_drop")) {
            return;
        }
        // What is chosen stands in the row at once: the next choice may come before the answer.
        if (button.matches(".o_b2b_take")) {
            row.querySelector(".o_b2b_change").value = button.dataset.quantity;
        } else if (button.matches(".o_b2b_mean")) {
            row.dataset.code = button.dataset.code;
        } else {
            row.remove();
        }
        this.checkRows();
    }

    onRowChange(ev) {
        if (ev.target.matches(".o_b2b_change")) {
            this.checkRows();
        }
    }

    onRowKey(ev) {
        if (ev.key === "Enter" && ev.target.matches(".o_b2b_change")) {
            ev.preventDefault();
            ev.target.blur();
            this.code.focus();
        }
    }

    checkRows() {
        this.text.value = [...this.rows.querySelectorAll("tr[data-code]")]
            .map((row) => `${row.dataset.code}\t${row.querySelector(".o_b2b_change").value.trim()}`)
            .join("\n");
        return this.check();
    }

    // === ASKING === //

    async check() {
        const turn = ++this.asked;
        const form = new FormData(this.form);
        form.set("fragment", "1");
        form.set("action", "check");
        this.rows.setAttribute("aria-busy", "true");
        this.rows.style.opacity = 0.6;
        let html = "";
        try {
            const response = await this.waitFor(
                fetch(this.form.getAttribute("action"), { method: "POST", body: form })
            );
            html = response.ok ? await this.waitFor(response.text()) : "";
        } catch {
            html = "";
        }
        if (turn !== this.asked) {
            return; // a later question is on its way
        }
        this.rows.removeAttribute("aria-busy");
        this.rows.style.opacity = "";
        if (!html) {
            this.services.notification.add(_t("The lines could not be checked. Try again."), {
                type: "danger",
            });
            return;
        }
        const answer = new DOMParser().parseFromString(html, "text/html");
        this.rows.replaceChildren(...answer.body.childNodes);
        this.text.value = this.rows.querySelector(".o_b2b_text_now").value;
        this.makeRoom();
    }

    /** Once there are lines, they matter more than the field they came from. */
    makeRoom() {
        const paste = this.el.querySelector("details");
        if (this.rows.querySelector("tr[data-code]") && !paste.contains(document.activeElement)) {
            paste.open = false;
        }
    }
}

registry.category("public.interactions").add("b2b_portal.quick_order", QuickOrder);
