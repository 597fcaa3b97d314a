from odoo import models

from .point import Answer

# Who must be there: somebody sets rules, somebody works through holds, somebody decides on money.
ROLES = ("b2b_oms.group_manager", "b2b_oms.group_order_desk", "b2b_oms.group_credit")


class PointPeople(models.AbstractModel):
    """A hold nobody may release stops for ever."""

    _name = "b2b.readiness.point.people"
    _inherit = "b2b.readiness.point"
    _description = "Somebody has each role"
    _code = "people"
    _sequence = 60
    _chapter = "golive"

    def _title(self):
        return self.env._("Who does what")

    def _answer(self, company):
        groups = [self.env.ref(role).sudo() for role in ROLES]
        # The first administrator has every right at once; that is not yet somebody with the role.
        admin = self.env.ref("base.user_admin", raise_if_not_found=False)
        empty = [
            group.name
            for group in groups
            if not (group.all_user_ids - admin).filtered(lambda user: not user.share)
        ]
        action = self._opening("base.action_res_users") if self.env.user._is_system() else None
        if empty:
            return Answer(
                False,
                self.env._("Nobody but the administrator is: %s", ", ".join(empty)),
                action,
            )
        return Answer(True, self.env._("Managers, order desk and credit controllers are named."))
