import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SessionIntent } from '../../contract/intent.ts'
import { itemTag, uid } from '../fakes.test-support.ts'
import type { TakenBack } from '../return/contract.ts'
import { ADA, BOOK, TestKiosk } from './kiosk.test-support.ts'

/** Ways through a visit: anything anybody may do, in any order. */
const WAYS = 150
const STEPS_MAX = 40
const BOOKS = 5

type Step =
  | { readonly do: 'intent'; readonly intent: Exclude<SessionIntent, { readonly row: string }> }
  | { readonly do: 'row'; readonly action: 'retry' | 'dismiss' | 'returnAnyway'; readonly which: number }
  | { readonly do: 'lay'; readonly books: readonly number[] }
  | { readonly do: 'scan'; readonly book: number }
  | {
      readonly do: 'answer'
      readonly book: number
      readonly with: 'again' | 'kept' | 'refused' | 'unresolved'
    }
  | { readonly do: 'tagFails' }
  | { readonly do: 'wait'; readonly seconds: number }

const bare = (['start', 'startReturn', 'finish', 'leaveAnyway', 'back', 'cancel', 'stay'] as const).map(
  (type) => ({ type }),
)
const intents: readonly Exclude<SessionIntent, { readonly row: string }>[] = [
  ...bare,
  { type: 'startReturn' },
  { type: 'end', receipt: 'print' },
  { type: 'scan', code: ADA },
]
const book = fc.integer({ min: 1, max: BOOKS })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...intents).map((intent) => ({ do: 'intent' as const, intent })) },
  {
    weight: 4,
    arbitrary: fc.uniqueArray(book, { maxLength: BOOKS }).map((books) => ({ do: 'lay' as const, books })),
  },
  { weight: 2, arbitrary: book.map((n) => ({ do: 'scan' as const, book: n })) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('row' as const),
      action: fc.constantFrom('retry' as const, 'dismiss' as const, 'returnAnyway' as const),
      which: fc.nat(BOOKS),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('answer' as const),
      book,
      with: fc.constantFrom('again' as const, 'kept' as const, 'refused' as const, 'unresolved' as const),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'tagFails' as const }) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 100 }).map((seconds) => ({ do: 'wait' as const, seconds })),
  },
)

const answerOf = (
  kiosk: TestKiosk,
  item: string,
  kind: Extract<Step, { do: 'answer' }>['with'],
): TakenBack =>
  kind === 'again' || kind === 'kept'
    ? kiosk.returns.back(item, { kind })
    : { kind, title: null, problem: { code: 'RETURN_REFUSED' } }

async function take(kiosk: TestKiosk, now: Step): Promise<void> {
  if (now.do === 'intent') await kiosk.do(now.intent)
  else if (now.do === 'lay') await kiosk.lay(...now.books.map((n) => itemTag(n, BOOK(n))))
  else if (now.do === 'scan') await kiosk.do({ type: 'scan', code: BOOK(now.book) })
  else if (now.do === 'row') {
    const row = kiosk.returnRows[now.which]?.id
    if (row !== undefined) await kiosk.do({ type: now.action, row })
  } else if (now.do === 'answer') {
    const item = BOOK(now.book)
    kiosk.returns.answers.set(item, Promise.resolve(answerOf(kiosk, item, now.with)))
  } else if (now.do === 'tagFails') kiosk.pad.outcomes.push({ ok: false, why: 'gone', detail: '' })
  else for (let second = 0; second < now.seconds; second++) await kiosk.pass(1_000)
}

describe('on any way through the kiosk', () => {
  it('nothing is returned unasked, nothing laid down is missed, the numbers are right, and it ends', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: STEPS_MAX }), async (way) => {
        const kiosk = new TestKiosk()
        for (const now of way) {
          const asked = kiosk.returns.asked.length
          const lent = kiosk.ils.checkouts.length
          const before = kiosk.screen.name
          await take(kiosk, now)
          const { screen } = kiosk
          const touched = now.do === 'intent' && now.intent.type === 'startReturn'
          const returns = before === 'returns' || before === 'returnsFinish' || touched
          // Returned only where somebody returns, lent only where nobody does.
          if (!returns) expect(kiosk.returns.asked.length).toBe(asked)
          if (before === 'returns' && screen.name === 'returns') expect(kiosk.ils.checkouts.length).toBe(lent)
          if (screen.name !== 'returns') continue
          const { counts, rows } = screen
          expect(counts.returned + counts.inProgress + counts.notReturned).toBe(rows.length)
          expect(counts.onPad).toBe(kiosk.pad.field.length)
          // What says that it is returned was taken back, and lies here secured, or says what is left to do.
          for (const row of rows.filter(({ state }) => state === 'returned')) {
            expect(kiosk.returns.asked.map((request) => request.item)).toContain(row.itemId)
            const n = Number(row.itemId?.at(-1))
            if (row.onPad && row.problem === null) expect(kiosk.pad.security.get(uid(n))).not.toBe('onLoan')
          }
        }
        // Whoever walks away leaves a kiosk for the next one.
        for (let second = 0; second < 300; second++) await kiosk.pass(1_000)
        expect(kiosk.screen.name).toBe('attract')
        expect(kiosk.returnRows).toEqual([])
        // No item of the screen is asked about twice at once, and no entry is left to nobody.
        expect(kiosk.returns.begun.length).toBe(kiosk.returns.asked.length)
      }),
      { numRuns: WAYS, seed: 20_261_125 },
    )
  }, 60_000)
})
