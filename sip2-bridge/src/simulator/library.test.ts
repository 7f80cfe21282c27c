import { beforeEach, describe, expect, it } from 'vitest'
import { demoItem } from './items.ts'
import { Library } from './library.ts'
import { demoPatron } from './patrons.ts'
import { dueAfter, RULES } from './rules.ts'

const id = (title: string) => demoItem(title).itemId
const card = (name: string) => demoPatron(name).patronId
const MIRA = card('Mira K.')
const JONAS = card('Jonas B.')
const INES = card('Ines M.')
const TIME_MACHINE = id('The Time Machine')
const noon = (month: number, day: number, year = 2026) => new Date(year, month - 1, day, 12).getTime()
const text = (time: number) => {
  const date = new Date(time)
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()} ${date.toTimeString().slice(0, 8)}`
}

let now: number
let library: Library
beforeEach(() => {
  now = noon(10, 6)
  library = new Library(() => now)
})

describe('a due date', () => {
  it.each([
    ['book', '2026-11-3'],
    ['audiobook', '2026-10-27'],
    ['music', '2026-10-20'],
    ['film', '2026-10-13'],
    ['magazine', '2026-10-13'],
    ['game', '2026-10-20'],
  ] as const)('of a %s lent on 6 October is the end of %s', (media, day) => {
    expect(text(dueAfter(now, media))).toBe(`${day} 23:59:00`)
  })

  it('moves past a Sunday to Monday', () => {
    expect(text(dueAfter(noon(10, 11), 'film'))).toBe('2026-10-19 23:59:00')
  })

  it('moves past two holidays and the Sunday behind them', () => {
    expect(text(dueAfter(noon(12, 18), 'film'))).toBe('2026-12-28 23:59:00')
  })

  it('is at the end of its day on either side of a change of the clocks', () => {
    for (let day = 1; day <= 366; day++) {
      expect(new Date(dueAfter(noon(1, day), 'book')).toTimeString().slice(0, 8)).toBe('23:59:00')
    }
  })
})

describe('a checkout', () => {
  it('makes a loan and counts once', () => {
    const outcome = library.checkout(MIRA, TIME_MACHINE)
    expect(outcome).toMatchObject({ renewed: false, loan: { patronId: MIRA, renewals: 0, since: now } })
    expect(library.loan(TIME_MACHINE)).toMatchObject({ due: dueAfter(now, 'book') })
    expect(library.history).toEqual([{ kind: 'checkout', patronId: MIRA, itemId: TIME_MACHINE }])
  })

  it.each([
    ['unknownPatron', '21173000000000', TIME_MACHINE],
    ['unknownItem', MIRA, '31173000000000'],
    ['blocked', card('Hugo P.'), TIME_MACHINE],
    ['blocked', card('Selma R.'), TIME_MACHINE],
    ['blocked', card('Emil T.'), TIME_MACHINE],
    ['blocked', card('Ottilie W.'), TIME_MACHINE],
    ['notForLoan', MIRA, id('The Complete Works of William Shakespeare')],
    ['onLoan', MIRA, id('Emma')],
    ['alreadyYours', card('Bruno F.'), id('Emma')],
    ['onHold', MIRA, id('The Secret Garden')],
    ['limit', card('Wanda S.'), TIME_MACHINE],
  ])('is refused: %s', (refused, patron, item) => {
    const before = library.state
    expect(library.checkout(patron, item)).toEqual({ refused })
    expect(library.state).toEqual(before)
    expect(library.history).toEqual([])
  })

  it('is granted to somebody who owes a little', () => {
    expect(library.checkout(card('Rafael D.'), TIME_MACHINE)).toHaveProperty('loan')
  })

  it('of a fourth item is refused to a child', () => {
    const child = card('Lotte (8)')
    for (const title of ['The Time Machine', 'Little Women', 'Treasure Island']) {
      expect(library.checkout(child, id(title))).toHaveProperty('loan')
    }
    expect(library.checkout(child, id('Nosferatu'))).toEqual({ refused: 'limit' })
  })

  it('by whom it is held fulfils the hold', () => {
    expect(library.checkout(INES, id('The Secret Garden'))).toHaveProperty('loan')
    expect(library.holdsOn(id('The Secret Garden'))).toEqual([])
  })

  it('by the first in the queue is granted although others wait', () => {
    library.addHold(MIRA, id('The Secret Garden'))
    expect(library.checkout(MIRA, id('The Secret Garden'))).toEqual({ refused: 'onHold' })
    expect(library.checkout(INES, id('The Secret Garden'))).toHaveProperty('loan')
  })

  it('of what the patron has already renews it where a renewal is welcome', () => {
    library.checkout(MIRA, TIME_MACHINE)
    now = noon(10, 20)
    expect(library.checkout(MIRA, TIME_MACHINE, { mayRenew: true })).toMatchObject({
      renewed: true,
      loan: { due: dueAfter(now, 'book'), renewals: 1 },
    })
    expect(library.loansOf(MIRA)).toHaveLength(1)
  })
})

describe('a renewal', () => {
  it('is refused after the last one', () => {
    library.checkout(MIRA, TIME_MACHINE)
    for (let time = 0; time < RULES.renewalsMax; time++) {
      expect(library.renew(MIRA, TIME_MACHINE)).toMatchObject({ renewed: true })
    }
    expect(library.renew(MIRA, TIME_MACHINE)).toEqual({ refused: 'tooManyRenewals' })
  })

  it('is refused for what others wait for, what is not the patron’s, and to the blocked', () => {
    expect(library.renew(card('Wanda S.'), id('Walden'))).toEqual({ refused: 'onHold' })
    expect(library.renew(MIRA, id('Emma'))).toEqual({ refused: 'notYours' })
    library.block(card('Bruno F.'))
    expect(library.renew(card('Bruno F.'), id('Emma'))).toEqual({ refused: 'blocked' })
  })
})

describe('a return', () => {
  it('ends the loan, and the next return of it changes nothing', () => {
    expect(library.checkin(id('Emma'))).toMatchObject({ patronId: card('Bruno F.') })
    expect(library.checkin(id('Emma'))).toBeUndefined()
    expect(library.history).toHaveLength(1)
  })

  it('makes the first hold ready, and only that', () => {
    library.addHold(MIRA, id('Walden'))
    library.checkin(id('Walden'))
    expect(library.holdsOn(id('Walden'))).toMatchObject([
      { patronId: INES, ready: true },
      { patronId: MIRA, ready: false },
    ])
  })
})

describe('a hold', () => {
  it('takes its place in the queue, once for each patron', () => {
    expect(library.addHold(MIRA, id('Walden'))).toBe(2)
    expect(library.addHold(MIRA, id('Walden'))).toBeNull()
    expect(library.addHold('nobody', id('Walden'))).toBeNull()
    expect(library.addHold(MIRA, 'nothing')).toBeNull()
    expect(library.cancelHold(MIRA, id('Walden'))).toBe(true)
    expect(library.cancelHold(MIRA, id('Walden'))).toBe(false)
  })
})

describe('fees', () => {
  it('are paid in part, never beyond what is owed, and free the card under the limit', () => {
    const ottilie = demoPatron('Ottilie W.')
    expect(library.isBlocked(ottilie)).toBe(true)
    for (const minor of [0, -1, 0.5, 2741]) expect(library.pay(ottilie.patronId, minor)).toBeUndefined()
    expect(library.pay(ottilie.patronId, 2000)).toHaveLength(2)
    expect(library.owes(ottilie.patronId)).toBe(740)
    expect(library.isBlocked(ottilie)).toBe(false)
  })
})

describe('a card', () => {
  it('is blocked and enabled again, whoever blocked it; unknown ones are not remembered', () => {
    library.unblock(card('Hugo P.'))
    expect(library.isBlocked(demoPatron('Hugo P.'))).toBe(false)
    library.block(JONAS)
    library.block('nobody')
    expect(library.state.blocked).toEqual([JONAS])
    expect(library.history.map(({ kind }) => kind)).toEqual(['unblock', 'block'])
  })
})

describe('a library that opens again', () => {
  it('stands as it stood', () => {
    library.checkout(MIRA, TIME_MACHINE)
    library.addHold(JONAS, id('Walden'))
    library.pay(card('Rafael D.'), 50)
    library.setProperties(TIME_MACHINE, 'spine torn')
    const again = new Library(() => now, { state: JSON.parse(JSON.stringify(library.state)) })
    expect(again.state).toEqual(library.state)
    expect(again.properties(TIME_MACHINE)).toBe('spine torn')
    expect(again.history).toEqual([])
  })
})
