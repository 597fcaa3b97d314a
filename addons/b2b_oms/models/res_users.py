from odoo import fields, models


class ResUsers(models.Model):
    _name = "res.users"
    _inherit = ["res.users", "b2b.internal.fields"]
    _b2b_internal = {"comment", "picking_warn_msg", "sale_warn_msg"}
    _b2b_ours_are_internal = True

    b2b_manager_id = fields.Many2one(
        "res.users",
        string="Manager",
        domain=[("share", "=", False)],
        help="Is asked where an approval rule names the seller's manager.",
    )
    b2b_discount_authority = fields.Float(
        string="May Discount %",
        help="How far under the computed price this seller may go. Zero: what the check policy allows.",
    )

    def _b2b_manager(self):
        """The seller's manager: ours, else the one of the employee where Odoo's employees are used."""
        self.ensure_one()
        user = self.sudo()
        if user.b2b_manager_id:
            return user.b2b_manager_id
        if "employee_parent_id" in user._fields:
            return user.employee_parent_id.user_id
        return user.b2b_manager_id
