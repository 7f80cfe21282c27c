/** The staff's pages; part of the one schema in `settings.ts`. */
import Type from 'typebox'

export const StaffSettings = Type.Object(
  {
    enabled: Type.Boolean({
      default: false,
      description:
        "Serve the staff's pages under /staff/. There is no sign-in yet: whoever works on this machine, or comes in by a tunnel, is staff. See docs/staff.md before you switch it on.",
      restart: true,
    }),
  },
  { additionalProperties: false, default: {} },
)
