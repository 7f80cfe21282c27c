/** Reading with the checksum verified, and writing, of a patron information response with 20 charged items. */
import { buildMessage, type Fields, parseMessage } from 'sip2/protocol'
import { type Measures, median, round } from './measure.ts'

const ROUNDS = 9
const MESSAGES = 60_000

const FIELDS: Fields<'patronInformationResponse'> = {
  patronStatus: ' '.repeat(14),
  language: '001',
  transactionDate: '20261006    120501',
  holdItemsCount: '0002',
  overdueItemsCount: '0001',
  chargedItemsCount: '0020',
  fineItemsCount: '0001',
  recallItemsCount: '0000',
  unavailableHoldsCount: '0000',
  institutionId: 'MAIN',
  patronId: '21234000001234',
  personalName: 'Doe, Jane',
  validPatron: 'Y',
  validPatronPassword: 'Y',
  currency: 'EUR',
  feeAmount: '3.50',
  chargedItem: Array.from({ length: 20 }, (_, index) => String(31_234_000_005_000 + index)),
  screenMessage: ['Welcome'],
}

function perSecond(work: () => unknown): number {
  const rates: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now()
    for (let count = 0; count < MESSAGES; count++) work()
    rates.push((MESSAGES / (performance.now() - began)) * 1000)
  }
  return round(median(rates), 0)
}

export async function run(): Promise<Measures> {
  const bytes = buildMessage('patronInformationResponse', FIELDS, { sequence: 3 })
  const checked = parseMessage(bytes)
  if (!checked.ok || !checked.checked) throw new Error('the message to measure with is not read')
  return {
    'sip2.parse': {
      value: perSecond(() => parseMessage(bytes)),
      unit: 'messages/s',
      target: 300_000,
      better: 'higher',
    },
    'sip2.build': {
      value: perSecond(() => buildMessage('patronInformationResponse', FIELDS, { sequence: 3 })),
      unit: 'messages/s',
      target: 300_000,
      better: 'higher',
    },
  }
}
