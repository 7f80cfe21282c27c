/** Staff look at the kiosk's screen from the desk; part of the one schema in `settings.ts`. */
import Type from 'typebox'

export const LookSettings = Type.Object(
  {
    enabled: Type.Boolean({
      default: true,
      description:
        "Staff may look at this screen from the staff's pages, with everything about a patron hidden, and help where the patron allows it. A banner on the screen says so as long as it lasts.",
    }),
    minutes: Type.Integer({
      minimum: 1,
      maximum: 60,
      default: 10,
      unit: 'min',
      description: 'So long after it began, looking ends by itself.',
    }),
    questionSeconds: Type.Integer({
      minimum: 10,
      maximum: 120,
      default: 30,
      unit: 's',
      description: 'So long staff’s question whether they may help is shown; no answer is a no.',
    }),
  },
  { additionalProperties: false, default: {} },
)
