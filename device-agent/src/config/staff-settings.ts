/** The staff's pages; part of the one schema in `settings.ts`. */
import Type from 'typebox'
import { OpenIdSettings } from './open-id-settings.ts'

export const StaffSettings = Type.Object(
  {
    enabled: Type.Boolean({
      default: true,
      description:
        "Serve the staff's pages under /staff/. They open to nobody until there is an account; see docs/staff.md.",
      restart: true,
    }),
    sessionHours: Type.Integer({
      minimum: 1,
      maximum: 168,
      default: 12,
      unit: 'h',
      description: 'So long after a sign-in staff must sign in again, whatever they do.',
    }),
    idleMinutes: Type.Integer({
      minimum: 5,
      maximum: 1440,
      default: 30,
      unit: 'min',
      description:
        'So long after the last touch or key at the page staff must sign in again. Raise it for a page on a wall.',
    }),
    keepAuditDays: Type.Integer({
      minimum: 7,
      maximum: 3650,
      default: 365,
      unit: 'days',
      description: 'So long it is kept what staff did, when and from where.',
    }),
    openId: Type.Optional(OpenIdSettings),
  },
  { additionalProperties: false, default: {} },
)
