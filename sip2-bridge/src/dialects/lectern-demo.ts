import type { Dialect } from './dialect.ts'
import { GENERIC } from './generic.ts'

/** This project's own demo library (simulator/personalities/lectern-demo.ts). */
export const LECTERN_DEMO: Dialect = {
  ...GENERIC,
  label: 'Lectern demo library',
  answers: { ...GENERIC.answers, holdsAreReady: true, listsIdentifiers: true },
  fees: { ...GENERIC.fees, details: 'groups', payOne: true },
  offline: { checkout: 'honoured', checkin: 'honoured' },
}
