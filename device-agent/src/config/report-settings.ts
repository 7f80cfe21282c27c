/** How long counts are kept for the reports; part of the one schema in `settings.ts`. */
import Type from 'typebox'

export const ReportSettings = Type.Object(
  {
    keepHoursMonths: Type.Integer({
      minimum: 1,
      maximum: 120,
      default: 25,
      unit: 'months',
      description:
        'So long counts are kept by the hour. Older ones are summed to days, which are kept for ten years.',
    }),
  },
  { additionalProperties: false, default: {} },
)
