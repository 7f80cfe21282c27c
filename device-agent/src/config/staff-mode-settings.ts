/** Staff mode at the kiosk's own screen; part of the one schema in `settings.ts`. */
import Type, { type Static } from 'typebox'

export const StaffModeSettings = Type.Object(
  {
    pin: Type.Optional(
      Type.String({
        pattern: '^scrypt\\$[0-9]{1,2}\\$[A-Za-z0-9_-]{22}\\$[A-Za-z0-9_-]{43}$',
        examples: [`scrypt$15$${'A'.repeat(22)}$${'A'.repeat(43)}`],
        description: "The PIN's salted hash, as `npm run staff-pin` prints it; never the PIN itself.",
      }),
    ),
    pinFile: Type.Optional(
      Type.String({
        minLength: 1,
        examples: ['/etc/lectern/staff-pin'],
        description:
          'File that holds such a hash and nothing else, in place of `pin`. It is read at each try.',
      }),
    ),
    cardPattern: Type.Optional(
      Type.String({
        format: 'regex',
        examples: ['^99\\d{12}$'],
        description: "What the number of a staff card looks like. Such a card is no patron's any more.",
      }),
    ),
    cards: Type.Array(Type.String({ pattern: '^sha256\\$[A-Za-z0-9_-]{22}\\$[A-Za-z0-9_-]{43}$' }), {
      maxItems: 100,
      default: [],
      description: 'Single staff cards, each as `npm run staff-pin -- --card` prints it.',
    }),
    cardNeedsPin: Type.Boolean({
      default: true,
      description:
        'A staff card asks for the PIN too. Off: the card alone is enough, and whoever prints its barcode is in.',
    }),
    quietSeconds: Type.Integer({
      minimum: 15,
      maximum: 1_800,
      default: 120,
      unit: 's',
      description: 'Without a touch for so long, staff mode ends by itself.',
    }),
    exportFolder: Type.String({
      minLength: 1,
      default: '/media/lectern',
      description: 'Where USB sticks are mounted, each in a folder of its own: logs are exported there.',
    }),
  },
  {
    additionalProperties: false,
    description: "Staff mode at the kiosk's own screen. Leave out where none is wanted. See docs/operate.md.",
  },
)
export type StaffModeSettings = Static<typeof StaffModeSettings>
