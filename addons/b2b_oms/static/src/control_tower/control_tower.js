import { Component, onMounted, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { formatMonetary } from "@web/views/fields/formatters";
import { _t } from "@web/core/l10n/translation";
import { Layout } from "@web/search/layout";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const { DateTime } = luxon;
const MODEL = "b2b.control.tower";
const REFRESH_SECONDS = 20;
const TILES = 8; // a card shows at first
// Labels of a filter that is off.
const EVERYTHING = {
    warehouse: _t("All warehouses"),
    team: _t("All teams"),
    tier: _t("All tiers"),
    channel: _t("All channels"),
    days: _t("All time"),
};

/** Where every order is: numbers that open what is behind them, read again while one looks. */
export class ControlTower extends Component {
    static template = "b2b_oms.ControlTower";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = { controlPanel: { layoutActions: true } };
        this.storageKey = `b2b_oms.control_tower.${user.userId}`;
        this.state = useState({ figures: null, choices: {}, filters: this.remembered, expanded: {}, failed: false });
        onWillStart(async () => {
            [this.state.choices] = await Promise.all([this.orm.call(MODEL, "choices"), this.load()]);
        });
        onMounted(() => {
            this.timer = browser.setInterval(() => this.refresh(), REFRESH_SECONDS * 1000);
        });
        onWillUnmount(() => browser.clearInterval(this.timer));
    }

    get remembered() {
        try {
            return JSON.parse(browser.localStorage.getItem(this.storageKey)) || {};
        } catch {
            return {};
        }
    }

    get filterNames() {
        return Object.keys(EVERYTHING);
    }

    get isFiltered() {
        return Object.values(this.state.filters).some(Boolean);
    }

    get clock() {
        const at = DateTime.fromSQL(this.state.figures.at, { zone: "utc" }).setZone("default");
        return at.toLocaleString(DateTime.TIME_WITH_SECONDS);
    }

    shown(section) {
        return this.state.expanded[section.code] ? section.tiles : section.tiles.slice(0, TILES);
    }

    hidden(section) {
        return section.tiles.length - this.shown(section).length;
    }

    expand(section) {
        this.state.expanded[section.code] = true;
    }

    everything(filter) {
        return EVERYTHING[filter];
    }

    money(amount) {
        return formatMonetary(amount, {
            currencyId: this.state.figures.currency,
            digits: [16, 0],
            humanReadable: false,
        });
    }

    /** Several answers may be on their way; only the last question's counts. */
    async load() {
        const asked = (this.asked = {});
        try {
            const figures = await this.orm.silent.call(MODEL, "figures", [this.state.filters]);
            if (asked === this.asked) {
                Object.assign(this.state, { figures, failed: false });
            }
        } catch (error) {
            // What a browser remembered may be gone, and a server may be away for a moment.
            if (this.isFiltered && error.exceptionName?.endsWith("UserError")) {
                return this.forget();
            }
            if (!this.state.figures) {
                throw error;
            }
            this.state.failed = true;
        }
    }

    refresh() {
        return document.visibilityState === "visible" ? this.load() : undefined;
    }

    forget() {
        this.state.filters = {};
        browser.localStorage.removeItem(this.storageKey);
        return this.load();
    }

    choose(filter, text) {
        const choice = this.state.choices[filter].find(([value]) => String(value) === text);
        this.state.filters[filter] = choice ? choice[0] : false;
        browser.localStorage.setItem(this.storageKey, JSON.stringify(this.state.filters));
        return this.load();
    }

    async open(section, tile) {
        const action = await this.orm.call(MODEL, "action_open", [
            section.code,
            tile.code,
            this.state.filters,
        ]);
        return this.action.doAction(action);
    }
}

registry.category("actions").add("b2b_oms.control_tower", ControlTower);
