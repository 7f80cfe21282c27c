/** How the library writes its tags; part of the one schema in `settings.ts`. */
import Type, { type Static } from 'typebox'

export const TagSettings = Type.Object(
  {
    model: Type.Union([Type.Literal('iso28560-3'), Type.Literal('iso28560-2')], {
      default: 'iso28560-3',
      description:
        'Data model that the staff’s tag tool writes. `iso28560-3`: the fixed block of Denmark, Germany, Finland, France and others. `iso28560-2`: object identifiers, as in the United States, Australia and China.',
    }),
    country: Type.String({
      pattern: '^([A-Z]{2})?$',
      default: '',
      examples: ['DE'],
      description: 'Country of the owner on the tags (ISO 3166, two letters); the first part of its ISIL.',
    }),
    owner: Type.String({
      pattern: '^[-A-Za-z0-9:/]{0,11}$',
      default: '',
      examples: ['526'],
      description: 'The rest of the owner’s ISIL, behind the hyphen. Leave both empty to write no owner.',
    }),
    title: Type.Boolean({
      default: false,
      description: 'Write the title on the tag as well, where the chip has room for it.',
    }),
  },
  { additionalProperties: false, default: {} },
)

export type TagSettings = Static<typeof TagSettings>
