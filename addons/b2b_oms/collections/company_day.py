"""Which day it is for a company: due dates and promises end at midnight where the company is."""

from odoo import fields


def company_day(company):
    """Today in the time zone of the company's address, else of the user, else UTC."""
    tz = company.partner_id.tz or company.env.user.tz or "UTC"
    return fields.Date.context_today(company.with_context(tz=tz))
