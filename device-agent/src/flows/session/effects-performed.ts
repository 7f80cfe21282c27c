import { IlsError, type ItemId } from 'sip2/circulation'
import { fromCallback, fromPromise } from 'xstate'
import { type ErrorCode, LecternError } from '../../contract/errors.ts'
import type { PrintOutcome } from '../../devices/printer/contract.ts'
import { countRefusal } from '../checkout/count-refusal.ts'
import { itemMachine } from '../checkout/item-machine.ts'
import { lend } from '../checkout/lend.ts'
import type { Resolver } from '../checkout/resolver.ts'
import { secure } from '../checkout/secure.ts'
import { Turnstile } from '../checkout/turnstile.ts'
import type { KnownPatron } from '../ils.ts'
import type { Admission } from '../offline/desk.ts'
import type { CheckoutPorts } from '../ports.ts'
import { type AttendedPorts, giveBack, secureBack } from '../return/give-back.ts'
import { returnMachine } from '../return/return-machine.ts'
import { framablePatron } from './pad-actions.ts'
import { PinGuard } from './pin-guard.ts'
import type { ReceiptData } from './receipt-data.ts'
import type { SessionSettings } from './session-context.ts'
import { sessionMachine } from './session-machine.ts'
import type { StaffModePort } from './staff-port.ts'
import { judge, type Verdict } from './verdict.ts'

export interface SessionPorts extends CheckoutPorts {
  /** Null where nothing is taken back. */
  readonly attended: AttendedPorts | null
  readonly resolver: Resolver
  /** Prints a receipt; never rejects. */
  readonly printReceipt: (data: ReceiptData) => Promise<PrintOutcome>
  readonly settings: () => SessionSettings
  /** Whether a card may borrow while nobody can be asked about it. */
  readonly admitOffline: (card: string) => Admission
  /** Null where there is no staff mode. */
  readonly staff: () => StaffModePort | null
  /** The library system answered about a card. */
  readonly remember: (card: string, answer: KnownPatron, verdict: Verdict['kind'], pinGiven: boolean) => void
}

/** The session machine with its effects performed. */
export function performedSession(ports: SessionPorts) {
  const turnstile = new Turnstile()
  const pins = new PinGuard(ports.clock)
  const { circulation, resolver } = ports
  return sessionMachine.provide({
    actors: {
      item: itemMachine.provide({
        actors: {
          lend: fromPromise(({ input }) => lend(ports, input)),
          secure: fromPromise(({ input }) => secure(ports, input)),
          describe: fromPromise(({ input }) => circulation.item(input.item)),
          settle: fromPromise(({ input }) => resolver.settle(input.entry)),
          turn: fromCallback(({ sendBack }) => turnstile.request(() => sendBack({ type: 'turn' }))),
        },
        actions: { leaveArmed: (_, { entry, item, locked }) => resolver.leaveArmed(entry, item, locked) },
      }),
      return: performedReturn(ports, turnstile),
      findPatron: fromPromise(async ({ input: { card, pin } }) => {
        const patron = framablePatron(card)
        const turnAway = (code: ErrorCode) => {
          countRefusal(ports.journal, code)
          return new LecternError(code)
        }
        if (patron === null) throw turnAway('PATRON_UNKNOWN')
        if (pins.isLocked(card, ports.settings().pinTries)) throw turnAway('PIN_TRIES_USED_UP')
        const answer = await circulation.patron({ patron, ...(pin === null ? {} : { pin }) })
        if (pin !== null && answer.pinRight === 'no') pins.wrong(card)
        if (answer.pinRight === 'yes') pins.right(card)
        const verdict = judge(answer, pin !== null, ports.settings().pin)
        if (verdict.kind === 'refused') countRefusal(ports.journal, verdict.code)
        if (verdict.kind === 'wrongPin') countRefusal(ports.journal, 'PIN_WRONG')
        ports.remember(card, answer, verdict.kind, pin !== null)
        // What came back while the library system was away may not be known to it yet.
        const isBack = (item: ItemId) => ports.stored.latest(item)?.kind === 'checkin'
        return { ...answer, charged: answer.charged.filter((item) => !isBack(item)) }
      }),
      admitOffline: fromPromise(async ({ input }) => {
        const admission = ports.admitOffline(input.card)
        if (!admission.admitted) countRefusal(ports.journal, admission.problem.code)
        return admission
      }),
      printReceipt: fromPromise(({ input }) => ports.printReceipt(input)),
      checkStaffPin: fromPromise(async ({ input }) => {
        const verdict = await ports.staff()?.checkPin(input.pin)
        return verdict ?? { right: false, pauseSeconds: 0 }
      }),
      performStaff: fromPromise(async ({ input }) => {
        const staff = ports.staff()
        if (staff === null) throw new LecternError('COMMAND_NOT_HERE')
        return { action: input.type, outcome: await staff.perform(input) }
      }),
    },
    actions: {
      endSession: (_, leaving) => {
        if (leaving === null) return
        const { patron, pin } = leaving
        circulation.endSession({ patron, ...(pin === null ? {} : { pin }) }).catch((error: unknown) => {
          // The session is over here in any case; the library system learns it from the next patron's.
          if (!(error instanceof IlsError)) throw error
        })
      },
    },
  })
}

/** One item's way back with its effects performed; never begun where nothing is taken back. */
function performedReturn({ attended, circulation, pad }: SessionPorts, turnstile: Turnstile) {
  if (attended === null) return returnMachine
  const ports = { ...attended, pad }
  return returnMachine.provide({
    actors: {
      giveBack: fromPromise(({ input }) => giveBack(ports, input)),
      secure: fromPromise(({ input }) => secureBack(ports, input)),
      describe: fromPromise(({ input }) => circulation.item(input.item)),
      turn: fromCallback(({ sendBack }) => turnstile.request(() => sendBack({ type: 'turn' }))),
    },
    actions: {
      giveUp: (_, entry) => {
        if (entry !== null) attended.returns.giveUp(entry)
      },
    },
  })
}
