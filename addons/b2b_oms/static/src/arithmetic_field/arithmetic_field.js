import { Component } from "@odoo/owl";
import { formatFloat } from "@web/core/utils/numbers";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** A sum written out: rows of label and amount, the last ones set apart as results. */
export class ArithmeticField extends Component {
    static template = "b2b_oms.ArithmeticField";
    static props = { ...standardFieldProps };

    get sum() {
        return this.props.record.data[this.props.name] || { rows: [] };
    }

    amount(value) {
        return formatFloat(value, { digits: [16, this.sum.decimals ?? 2] });
    }
}

registry.category("fields").add("b2b_arithmetic", {
    component: ArithmeticField,
    supportedTypes: ["json"],
});
