from odoo import api, fields, models

from ..readiness.point import CHAPTERS

STATES = [("good", "Done"), ("choice", "May Wait"), ("missing", "Missing")]


class Setup(models.TransientModel):
    """The guided first set-up: what a company needs before it goes live, and what is missing."""

    _name = "b2b.setup"
    _description = "Set-up and go-live check"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    point_ids = fields.One2many("b2b.setup.point", "setup_id", readonly=True)
    done = fields.Integer(compute="_compute_done")
    total = fields.Integer(compute="_compute_done")
    is_ready = fields.Boolean(compute="_compute_done")

    @api.depends("point_ids.state")
    def _compute_done(self):
        for setup in self:
            states = setup.point_ids.mapped("state")
            setup.done = states.count("good")
            setup.total = len(states)
            setup.is_ready = "missing" not in states

    @api.depends("company_id")
    def _compute_display_name(self):
        for setup in self:
            setup.display_name = self.env._("Set Up %s", setup.company_id.name)

    @api.model
    def _open(self):
        """Ask every point and show the answers. Returns the window action."""
        setup = self.create({})
        setup.action_ask()
        return setup._get_records_action(name=self.env._("Set Up"), target="main")

    def action_ask(self):
        """Ask every point again."""
        self.ensure_one()
        self.point_ids.unlink()
        order = [chapter for chapter, _label in CHAPTERS]
        points = sorted(
            self.env["b2b.readiness.point"]._all(), key=lambda point: order.index(point._chapter)
        )
        self.env["b2b.setup.point"].create([self._prepare(point) for point in points])
        return True

    def _prepare(self, point):
        answer = point._answer(self.company_id)
        open_state = "missing" if point._is_must else "choice"
        return {
            "setup_id": self.id,
            "code": point._code,
            "chapter": point._chapter,
            "name": point._title(),
            "words": answer.words,
            "state": "good" if answer.good else open_state,
            "can_open": bool(answer.action),
        }


class SetupPoint(models.TransientModel):
    """One point, as it was answered."""

    _name = "b2b.setup.point"
    _description = "Point of a set-up"

    setup_id = fields.Many2one("b2b.setup", required=True, ondelete="cascade")
    code = fields.Char(required=True)
    chapter = fields.Selection(CHAPTERS, required=True)
    name = fields.Char(required=True)
    words = fields.Char()
    state = fields.Selection(STATES, required=True)
    can_open = fields.Boolean()

    def action_open(self):
        """Show what is missing, as it is now."""
        self.ensure_one()
        point = next(
            point for point in self.env["b2b.readiness.point"]._all() if point._code == self.code
        )
        return point._answer(self.setup_id.company_id).action
