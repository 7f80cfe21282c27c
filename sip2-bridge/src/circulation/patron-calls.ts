/** Calls about a patron: 23, 63, 35, 01, 25. */
import type { Dialect, PatronExtension } from '../dialects/dialect.ts'
import type { Fields, Message } from '../protocol/codec.ts'
import { FIELDS, type FieldName } from '../protocol/fields.ts'
import { MESSAGES } from '../protocol/messages.ts'
import type { Caller } from './caller.ts'
import type { Asking } from './contract.ts'
import { entriesOf, itemsIn } from './entries.ts'
import { languageCode, languageOf, type PatronLanguage } from './languages.ts'
import { LIST_NAMES, listIn, summaryOf } from './lists.ts'
import { amount, count, currencyOf, messages, money, orNull, patronOf, privileges, told } from './read.ts'
import { ruleFor } from './reasons.ts'
import {
  IlsError,
  type ListKind,
  type PatronAnswer,
  type PatronId,
  type PatronStatusAnswer,
  type Told,
} from './types.ts'

type Asked = Asking & { readonly language?: PatronLanguage }
type Status = Omit<Fields<'patronStatusResponse'>, 'transactionDate'>

/** Whether this is a card of the library's: what 24, 26 and 64 have in common. */
function standing(
  { dialect, options }: Caller,
  about: 'patronStatus' | 'patronInformation',
  asked: { readonly patron: PatronId; readonly pin?: string | undefined },
  fields: Status,
): PatronStatusAnswer {
  const screenMessages = messages(fields.screenMessage)
  const pinTold = told(fields.validPatronPassword)
  const silentYes = asked.pin !== undefined && dialect.answers.silenceMeansPinRight
  const rule = ruleFor(dialect, about, screenMessages)
  const reason = rule?.reason ?? null
  return {
    patron: patronOf(fields.patronId) ?? asked.patron,
    known: reason === 'unknownPatron' ? 'no' : told(fields.validPatron),
    pinRight: pinTold === 'unknown' && silentYes ? 'yes' : pinTold,
    name: orNull(fields.personalName),
    language: languageOf(fields.language),
    ...privileges(fields),
    ...(rule?.refuses === true ? MAY_NOTHING : {}),
    owed: amount(fields, options.currency),
    reason,
    screenMessages,
    printLines: messages(fields.printLine),
  }
}

const MAY_NOTHING = { mayCheckout: false, mayRenew: false, mayHold: false } as const

export async function patronStatus(caller: Caller, asked: Asked): Promise<PatronStatusAnswer> {
  const request = {
    language: languageCode(asked.language),
    transactionDate: caller.now(),
    patronPassword: '',
    ...caller.from(asked),
  }
  try {
    const { fields } = await caller.askAbout(asked.patron, 'patronStatus', request)
    return standing(caller, 'patronStatus', asked, fields)
  } catch (error) {
    return unknownPatron(error, asked.patron)
  }
}

export async function patron(caller: Caller, asked: Asked): Promise<PatronAnswer> {
  const { answers } = caller.dialect
  // Standing, name and PIN are enough to lend; a server without 63 tells no more.
  if (caller.abilities.of('patronInformation') === 'no') {
    return { ...(await patronStatus(caller, asked)), ...NOTHING }
  }
  let message: Message<'patronInformationResponse'>
  try {
    message = await caller.askAbout(asked.patron, 'patronInformation', {
      language: languageCode(asked.language),
      transactionDate: caller.now(),
      summary: summaryOf('charged'),
      ...caller.from(asked),
    })
  } catch (error) {
    return { ...unknownPatron(error, asked.patron), ...NOTHING }
  }
  const { fields } = message
  const { currency } = caller.options
  const counts = Object.fromEntries(LIST_NAMES.map((list) => [list, listIn(fields, list).count])) as Record<
    ListKind,
    number | null
  >
  return {
    ...standing(caller, 'patronInformation', asked, fields),
    feeLimit: money(fields.feeLimit, currencyOf(fields, currency)),
    limits: {
      holds: count(fields.holdItemsLimit),
      overdue: count(fields.overdueItemsLimit),
      charged: count(fields.chargedItemsLimit),
    },
    counts,
    contact: {
      address: orNull(fields.homeAddress),
      email: orNull(fields.emailAddress),
      phone: orNull(fields.homePhone),
    },
    more: extensions(caller.dialect, message),
    chargedCount: counts.charged,
    charged: itemsIn(entriesOf(fields.chargedItem, answers.listsIdentifiers)),
    holdsReady: answers.holdsAreReady ? counts.holds : null,
  }
}

const NOTHING = {
  feeLimit: null,
  limits: { holds: null, overdue: null, charged: null },
  counts: { holds: null, overdue: null, charged: null, fines: null, recalls: null, pendingHolds: null },
  contact: { address: null, email: null, phone: null },
  more: {},
  chargedCount: null,
  charged: [],
  holdsReady: null,
} as const

/** A server that closes the connection instead of saying so (`closesOnUnknown`) knows no such patron. */
function unknownPatron(error: unknown, asked: PatronId): PatronStatusAnswer {
  if (!(error instanceof IlsError) || error.failure !== 'closedInstead') throw error
  const no: Told = 'no'
  return {
    patron: asked,
    known: no,
    pinRight: 'unknown',
    name: null,
    language: null,
    ...MAY_NOTHING,
    cardLost: false,
    standing: [],
    owed: null,
    reason: 'unknownPatron',
    screenMessages: [],
    printLines: [],
  }
}

/** The same identifier means different things to different servers: only the dialect's are read. */
function extensions(
  { answers }: Dialect,
  { fields, extra }: Message<'patronInformationResponse'>,
): Partial<Record<PatronExtension, string>> {
  const found: Partial<Record<PatronExtension, string>> = {}
  const row: readonly FieldName[] = MESSAGES.patronInformationResponse.optional
  const values: Readonly<Record<string, unknown>> = fields
  for (const [id, means] of Object.entries(answers.patronExtensions)) {
    const name = row.find((field) => FIELDS[field].id === id)
    const value = name === undefined ? extra.find(([other]) => other === id)?.[1] : values[name]
    if (typeof value === 'string' && value !== '') found[means] = value
  }
  return found
}

export async function endSession(caller: Caller, asked: Asking): Promise<boolean> {
  const { fields } = await caller.ask('endSession', {
    transactionDate: caller.now(),
    ...caller.from(asked),
  })
  return fields.endSession === 'Y'
}

export async function blockPatron(
  caller: Caller,
  {
    patron: blocked,
    message,
    cardRetained,
  }: { readonly patron: PatronId; readonly message: string; readonly cardRetained: boolean },
): Promise<PatronStatusAnswer> {
  const { fields } = await caller.ask('blockPatron', {
    cardRetained: cardRetained ? 'Y' : 'N',
    transactionDate: caller.now(),
    blockedCardMessage: message,
    ...caller.from({ patron: blocked }),
  })
  return standing(caller, 'patronStatus', { patron: blocked }, fields)
}

export async function enablePatron(caller: Caller, asked: Asking): Promise<PatronStatusAnswer> {
  const { fields } = await caller.ask('patronEnable', {
    transactionDate: caller.now(),
    ...caller.from(asked),
  })
  return standing(caller, 'patronStatus', asked, fields)
}
