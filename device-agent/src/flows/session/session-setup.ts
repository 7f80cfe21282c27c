/** What the session machine is made of: its guards, its actions, and the names of its effects. */
import { assign, enqueueActions, setup } from 'xstate'
import type { Problem } from '../../contract/view.ts'
import { blockOf } from '../checkout/explain.ts'
import { itemMachine } from '../checkout/item-machine.ts'
import type { KnownPatron } from '../ils.ts'
import { returnMachine } from '../return/return-machine.ts'
import { followBarcode, followField, framablePatron, introduce, type SpawnItem } from './pad-actions.ts'
import {
  beginReturns,
  dismissRow,
  followReturnCode,
  followReturnField,
  noteReturnRow,
  returnsInNeed,
  stillHere,
} from './return-actions.ts'
import type {
  PatronFacts,
  SessionContext,
  SessionEvent,
  SessionSettings,
  Surroundings,
} from './session-context.ts'
import { sessionEffects } from './session-effects.ts'
import type { StaffHere } from './staff-port.ts'
import { judge, type Verdict } from './verdict.ts'

export interface SessionInput {
  readonly settings: SessionSettings
  readonly around: Surroundings
}

export const NOBODY = {
  card: null,
  pin: null,
  wrongPins: 0,
  patron: null,
  leaving: null,
  problem: null,
  dialog: null,
  secondsLeft: 0,
  wantsReceipt: false,
  receipt: 'none',
  reason: 'finished',
  dismissed: [],
  adopted: new Map<string, string>(),
  returning: null,
  staff: null,
} as const satisfies Partial<SessionContext>

export const NO_STAFF: StaffHere = { page: 'home', said: null, scan: null, pauseSeconds: 0 }

const needsPatron = (context: SessionContext): number =>
  context.returning !== null
    ? returnsInNeed(context.returning)
    : context.rows.filter(
        (row) =>
          (row.state === 'refused' || row.state === 'attention' || row.state === 'uncertain') &&
          !context.dismissed.includes(row.id),
      ).length

const answerOf = (event: SessionEvent): KnownPatron | null =>
  event.type === 'xstate.done.actor.findPatron' ? event.output : null

const verdictIs =
  (kind: Verdict['kind']) =>
  ({ context, event }: { context: SessionContext; event: SessionEvent }): boolean => {
    const answer = answerOf(event)
    return answer !== null && judge(answer, context.pin !== null, context.settings.pin).kind === kind
  }

const settled = ({ returning, rows }: SessionContext): boolean =>
  (returning === null ? rows : returning.rows).every((row) => row.settled)

const takesBack = ({ around, settings }: SessionContext): boolean =>
  settings.offers.returns && around.returnsClosedBecause === null
const lends = ({ around, settings }: SessionContext): boolean =>
  settings.offers.lending && around.closedBecause === null
const asksForReceipt = ({ around, settings }: SessionContext): boolean =>
  settings.receipt === 'ask' && around.devices.printer !== 'none'
const somethingCameBack = ({ returning }: SessionContext): boolean =>
  returning?.rows.some((row) => row.outcome !== null) ?? false

/** Items that waited begin. */
function begin(context: SessionContext, patron: PatronFacts, spawn: SpawnItem): Partial<SessionContext> {
  for (const item of context.items) introduce(item, patron)
  return { patron, problem: null, ...followField({ ...context, patron }, spawn) }
}

export const sessionSetup = setup({
  types: {
    context: {} as SessionContext,
    events: {} as SessionEvent,
    input: {} as SessionInput,
  },
  actors: { ...sessionEffects, item: itemMachine, return: returnMachine },
  delays: {
    inactivity: ({ context }) => context.settings.inactivityMilliseconds,
    second: 1_000,
    staffQuiet: ({ context }) => context.settings.staff.quietMilliseconds,
    goodbye: ({ context }) => context.settings.goodbyeMilliseconds * (context.receipt === 'failed' ? 2 : 1),
  },
  guards: {
    open: ({ context }) => lends(context) && context.around.closedByStaff === null,
    takesBack: ({ context }) => takesBack(context) && context.around.closedByStaff === null,
    staffByCorner: ({ context }) => context.settings.staff.corner,
    isStaffCard: ({ event }) => event.type === 'code' && event.asStaff === 'pin',
    isStaffCardAlone: ({ event }) => event.type === 'code' && event.asStaff === 'enter',
    closedByStaff: ({ context }) => context.around.closedByStaff !== null,
    ilsOnline: ({ event }) => event.type === 'around' && event.around.ilsOnline,
    isCard: ({ context, event }) => event.type === 'code' && event.asCard && lends(context),
    /** A card where none helps. */
    isCardInVain: ({ event }) => event.type === 'code' && event.asCard,
    isItem: ({ event }) => event.type === 'code' && event.asItem,
    isItemToLend: ({ context, event }) => event.type === 'code' && event.asItem && lends(context),
    isItemToReturn: ({ context, event }) => event.type === 'code' && event.asItem && takesBack(context),
    isOwnCard: ({ context, event }) => event.type === 'code' && event.code === context.card,
    rowsNeedPatron: ({ context }) => needsPatron(context) > 0,
    welcome: verdictIs('welcome'),
    askPin: verdictIs('askPin'),
    wrongPin: ({ context, event }) =>
      verdictIs('wrongPin')({ context, event }) && context.wrongPins + 1 < context.settings.pinTries,
    lastSecond: ({ context }) => context.secondsLeft <= 1,
    somebodyIsIn: ({ context }) => context.patron !== null,
    somethingReturns: ({ context }) => (context.returning?.rows.length ?? 0) > 0,
    receiptIsAsked: ({ context }) => asksForReceipt(context),
    returnReceiptIsAsked: ({ context }) =>
      asksForReceipt(context) && (somethingCameBack(context) || !settled(context)),
    allSettled: ({ context }) => settled(context),
    wantsReceipt: ({ context }) =>
      context.wantsReceipt && (somethingCameBack(context) || context.rows.some((row) => row.lentNow)),
  },
  actions: {
    hearAround: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'around') return
      const { around } = event
      const { ilsOnline: online, lendsOffline } = around
      for (const item of context.items) enqueue.sendTo(item.ref, { type: 'ils', online, lendsOffline })
      enqueue.assign({ around })
    }),
    hearSettings: assign(({ event }) => (event.type === 'settings' ? { settings: event.settings } : {})),
    takePreference: assign(({ context, event }) =>
      event.type === 'prefer' ? { preferences: { ...context.preferences, ...event.preferences } } : {},
    ),
    seeField: assign(({ context, event, spawn }) => {
      if (event.type !== 'field') return {}
      const { field } = event
      const onPad = (uid: string) => field.some((tag) => tag.uid === uid)
      const leftovers = context.leftovers.filter(onPad)
      const cameBack = context.cameBack.filter(onPad)
      const now = { ...context, field, leftovers, cameBack }
      const followed =
        context.returning === null
          ? followField(now, (input) => spawn('item', { id: input.id, input }))
          : followReturnField(now, context.returning, (input) => spawn('return', { id: input.id, input }))
      return { field, leftovers, cameBack, ...followed }
    }),
    beginReturns: assign(({ context, spawn }) =>
      beginReturns(context, (input) => spawn('return', { id: input.id, input })),
    ),
    takeReturnBarcode: assign(({ context, event, spawn }) =>
      event.type === 'code'
        ? followReturnCode(context, event.code, (input) => spawn('return', { id: input.id, input }))
        : {},
    ),
    takeReturnRow: assign(({ context, event }) =>
      event.type === 'returnRow' ? noteReturnRow(context, event.row) : {},
    ),
    takeBarcode: assign(({ context, event, spawn }) => {
      if (event.type !== 'code') return {}
      const spawnItem: SpawnItem = (input) => spawn('item', { id: input.id, input })
      return { problem: null, ...followBarcode(context, event.code, spawnItem) }
    }),
    takeRow: assign(({ context, event }) => {
      if (event.type !== 'row') return {}
      const known = context.rows.some((row) => row.id === event.row.id)
      const rows = known
        ? context.rows.map((row) => (row.id === event.row.id ? event.row : row))
        : [event.row, ...context.rows]
      return { rows }
    }),
    passOn: ({ context, event }) => {
      if (event.type === 'confirmSet' || event.type === 'retry')
        context.items.find((item) => item.rowId === event.row)?.ref.send({ type: event.type })
      if (event.type === 'returnAnyway' || event.type === 'retry')
        context.returning?.items.find((item) => item.rowId === event.row)?.ref.send({ type: event.type })
    },
    dismissRow: assign(({ context, event }) =>
      event.type === 'dismiss' ? dismissRow(context, event.row) : {},
    ),
    takeCard: assign(({ event }) => {
      if (event.type === 'code') return { card: event.code, pin: null, wrongPins: 0, problem: null }
      if (event.type === 'enterNumber')
        return { card: event.number.trim(), pin: null, wrongPins: 0, problem: null }
      return {}
    }),
    takePin: assign(({ event }) => (event.type === 'enterPin' ? { pin: event.pin, problem: null } : {})),
    /** The patron is known: items that waited begin, also those that lay there since the last visit. */
    welcome: assign(({ context, event, spawn }) => {
      const answer = answerOf(event)
      if (answer === null) return {}
      const patron = {
        patron: answer.patron,
        pin: context.pin,
        name: answer.name,
        charged: answer.charged,
        holdsReady: answer.holdsReady,
        vouched: blockOf(answer) === null,
        promisedBefore: 0,
      }
      return begin(context, patron, (input) => spawn('item', { id: input.id, input }))
    }),
    /** The rules for the library system's absence let this card borrow. */
    admitOffline: assign(({ context, event, spawn }) => {
      const card = framablePatron(context.card ?? '')
      if (event.type !== 'xstate.done.actor.admitOffline' || !event.output.admitted || card === null)
        return {}
      const { promisedBefore } = event.output
      const nobodyAsked = { pin: null, name: null, charged: [], holdsReady: null }
      const patron = { ...nobodyAsked, patron: card, vouched: true, promisedBefore }
      return begin(context, patron, (input) => spawn('item', { id: input.id, input }))
    }),
    tellWhyNotOffline: assign(({ event }) =>
      event.type === 'xstate.done.actor.admitOffline' && !event.output.admitted
        ? { problem: event.output.problem }
        : { problem: { code: 'ILS_AWAY' as const } },
    ),
    countWrongPin: assign(({ context }) => ({
      pin: null,
      wrongPins: context.wrongPins + 1,
      problem: { code: 'PIN_WRONG' as const },
    })),
    refusePatron: assign(({ context, event }) => {
      const answer = answerOf(event)
      if (answer === null) return {}
      const verdict = judge(answer, context.pin !== null, context.settings.pin)
      const problem: Problem =
        verdict.kind === 'refused'
          ? { code: verdict.code, libraryMessages: answer.screenMessages }
          : { code: 'PIN_TRIES_USED_UP' }
      return { card: null, pin: null, problem }
    }),
    /** The library system hears that the session is over; it does not hold the screen. */
    endSession: (_, _params: SessionContext['leaving']) => {
      throw new Error('effect endSession is not provided')
    },
    notRecognised: assign({ problem: { code: 'CODE_NOT_RECOGNISED' } }),
    refuseCard: assign(({ event }) => (event.type === 'cardRefused' ? { problem: { code: event.why } } : {})),
    needsNoCard: assign(({ context: { around, returning, settings } }) => {
      const why = returning === null && settings.offers.lending ? around.closedBecause : null
      return { problem: { code: why ?? ('RETURN_NEEDS_NO_CARD' as const) } }
    }),
    askForTouch: assign({ problem: { code: 'RETURN_TOUCH_FIRST' } }),
    otherCard: assign({ problem: { code: 'PATRON_OTHER_CARD' } }),
    forgetProblem: assign({ problem: null }),
    closeDialog: assign({ dialog: null }),
    askToLeave: assign(({ context }) => ({
      dialog: {
        name: 'leaveAnyway' as const,
        visit: context.returning === null ? ('borrow' as const) : ('return' as const),
        unsettled: needsPatron(context),
      },
    })),
    startCountdown: assign(({ context }) => ({ secondsLeft: context.settings.countdownSeconds })),
    countDown: assign(({ context }) => ({ secondsLeft: context.secondsLeft - 1 })),
    stopCountdown: assign({ secondsLeft: 0 }),
    forgetPatron: assign({ ...NOBODY }),
    tellItemsItIsOver: ({ context }) => {
      for (const item of context.items)
        item.ref.send({ type: 'over', abandoned: context.reason !== 'finished' })
      for (const item of context.returning?.items ?? []) item.ref.send({ type: 'over' })
    },
    /** What is laid down during goodbye waits for whoever comes next. */
    closeReturns: assign(({ context: { returning } }) =>
      returning === null ? {} : { returning: { ...returning, over: true } },
    ),
    endVisit: assign(({ context, spawn }) => {
      const preferences = context.settings.preferences
      const yours = context.rows.filter((row) => row.state === 'yours').flatMap((row) => row.tags)
      const onPad = new Set<string>(context.field.map((tag) => tag.uid))
      const leftovers = [...new Set([...yours, ...context.leftovers])].filter((uid) => onPad.has(uid))
      const nobody = { ...NOBODY, preferences, leftovers, cameBack: stillHere(context), items: [], rows: [] }
      const spawnItem: SpawnItem = (input) => spawn('item', { id: input.id, input })
      return { ...nobody, ...followField({ ...context, ...nobody }, spawnItem) }
    }),
    stopItems: enqueueActions(({ context, enqueue }) => {
      for (const item of [...context.items, ...(context.returning?.items ?? [])]) enqueue.stopChild(item.ref)
    }),
    resetPreferences: assign(({ context }) => ({ preferences: context.settings.preferences })),
  },
})
