/** The demo library's codes and jargon about patrons and refusals. */
import type { Library, Refusal } from './library.ts'
import type { DemoPatron } from './patrons.ts'

export const REFUSAL: Readonly<Record<Refusal, string>> = {
  unknownItem: 'ITEM NOT FOUND',
  unknownPatron: 'PATRON NOT FOUND',
  notForLoan: 'REFERENCE ONLY - NOT FOR LOAN',
  onLoan: 'ITEM CHECKED OUT TO ANOTHER PATRON',
  onHold: 'ITEM ON HOLD - PLEASE GIVE TO STAFF',
  limit: 'CHECKOUT LIMIT REACHED',
  blocked: 'PATRON BLOCKED - SEE CIRC DESK',
  alreadyYours: 'ALREADY CHECKED OUT TO THIS PATRON',
  tooManyRenewals: 'MAX RENEWALS',
}

/** CQ: who has a PIN and gave none, or a wrong one, is told no. */
export function identity(patron: DemoPatron | undefined, pin: string | undefined) {
  if (patron === undefined) return { validPatron: 'N' }
  return {
    validPatron: patron.expired ? 'N' : 'Y',
    validPatronPassword: patron.pin === null || patron.pin === pin ? 'Y' : 'N',
  }
}

export function statusFlags(patron: DemoPatron | undefined, library: Library): string {
  if (patron === undefined) return 'YYYY'.padEnd(14)
  const flags = new Array<string>(14).fill(' ')
  const set = (position: number, on: boolean) => {
    if (on) flags[position] = 'Y'
  }
  const blocked = library.isBlocked(patron)
  const atLimit = library.isAtLimit(patron)
  for (const privilege of [0, 1, 2, 3]) set(privilege, blocked)
  set(0, blocked || atLimit)
  set(4, patron.cardLost)
  set(5, atLimit)
  set(
    6,
    library.loansOf(patron.patronId).some((loan) => library.isOverdue(loan)),
  )
  set(10, blocked && library.owes(patron.patronId) > 0)
  return flags.join('')
}

export function notes(patron: DemoPatron | undefined): readonly string[] | undefined {
  if (patron === undefined) return [REFUSAL.unknownPatron]
  if (patron.blocked) return [REFUSAL.blocked]
  if (patron.expired) return ['CARD EXPIRED']
  return undefined
}
