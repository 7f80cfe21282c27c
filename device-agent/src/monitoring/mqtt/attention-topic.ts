/** What needs a person: of one kiosk one list, so that it is off all consoles at once. */
import Type from 'typebox'
import { closed, oneOf, orNull, payload, text, time, whole } from './envelope.ts'
import { code, item, row, SEVERITIES, whatItMeans } from './topic-row.ts'

/** Newest told; more are only counted. */
export const ATTENTION_MAX = 50
const KINDS = ['offline', 'drop', 'alarm', 'item'] as const

export const attention = row(
  'attention',
  'state',
  true,
  'What needs a person: refused or lost while the library system was away, set aside by the drop, left with the wrong tag, alarms nobody has seen to. `resolve` takes one off every list.',
  payload({
    count: whole('All there are.'),
    items: Type.Array(
      Type.Object(
        {
          id: text('For `resolve`.'),
          kind: oneOf(KINDS),
          at: time(),
          severity: oneOf(SEVERITIES),
          code,
          ...whatItMeans,
          ...item,
          place: orNull(text('A bin’s or a gate’s name.')),
          resolvable: Type.Boolean({ description: 'A person’s word ends it; else the kiosk does.' }),
        },
        closed,
      ),
      { maxItems: ATTENTION_MAX, description: 'Newest first.' },
    ),
  }),
)
