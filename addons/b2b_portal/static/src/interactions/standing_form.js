import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/** Shows the fields of the chosen rhythm only, and adds rows. Without it all fields show: it works. */
export class StandingForm extends Interaction {
    static selector = ".o_b2b_standing_form";
    dynamicContent = {
        "#b2b_rhythm": { "t-on-change": () => {} },
        "[data-rhythm]": {
            "t-att-class": (el) => ({ "d-none": el.dataset.rhythm !== this.rhythm }),
        },
        ".o_b2b_more_rows": { "t-on-click": this.addRows },
    };

    get rhythm() {
        return this.el.querySelector("#b2b_rhythm").value;
    }

    addRows() {
        const body = this.el.querySelector("#b2b_lines tbody");
        const first = body.rows.length;
        for (let row = 0; row < 3; row++) {
            const copy = body.rows[0].cloneNode(true);
            for (const input of copy.querySelectorAll("input")) {
                input.value = "";
                input.setAttribute(
                    "aria-label",
                    input.getAttribute("aria-label").replace(/\d+/, first + row + 1)
                );
            }
            body.append(copy);
        }
        body.rows[first].querySelector("input").focus();
    }
}

registry.category("public.interactions").add("b2b_portal.standing_form", StandingForm);
