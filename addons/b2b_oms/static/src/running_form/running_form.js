import { onMounted, onWillUnmount } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { formView } from "@web/views/form/form_view";
import { registry } from "@web/core/registry";

const REFRESH_SECONDS = 3;

/** A form of something that runs in the background: read again while it runs and one looks. */
export class RunningFormController extends formView.Controller {
    setup() {
        super.setup();
        onMounted(() => {
            this.timer = browser.setInterval(() => this.refresh(), REFRESH_SECONDS * 1000);
        });
        onWillUnmount(() => browser.clearInterval(this.timer));
    }

    async refresh() {
        const record = this.model.root;
        if (record.data.state !== "running" || document.visibilityState !== "visible") {
            return;
        }
        // What somebody is typing is worth more than the newest number.
        if (!(await record.isDirty())) {
            await record.load();
        }
    }
}

registry.category("views").add("b2b_running_form", {
    ...formView,
    Controller: RunningFormController,
});
