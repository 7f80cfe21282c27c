/** A receipt printer that speaks ESC/POS: knows its paper, and believes in a receipt only when the printer says so. */
import type { PrinterSettings } from '../../../config/settings.ts'
import type { ErrorCode } from '../../../contract/errors.ts'
import type { Clock, TimerHandle } from '../../../runtime/clock.ts'
import type { ByteStream, Transport } from '../../../transports/transport.ts'
import { type Session, superviseDevice } from '../../supervised.ts'
import { PRINT_TIMEOUT_MILLISECONDS, type PrintOutcome, type ReceiptPrinter } from '../contract.ts'
import {
  CONFIRM_ID_CHARACTERS,
  confirmRequest,
  ENABLE_AUTO_STATUS,
  GOOD,
  PrinterParser,
  type PrinterSays,
  type PrinterState,
  STATUS_REQUEST,
  statusRequest,
  withStatus,
} from './codec.ts'

export interface EscPosPrinterOptions {
  readonly id: string
  readonly transport: Transport
  readonly settings: Pick<PrinterSettings, 'confirms'>
  readonly clock: Clock
  readonly random?: () => number
}

/** How often the printer is asked how it is: many cousins of the family never tell by themselves. */
export const POLL_MILLISECONDS = 300
/** A printer that leaves a question unanswered for so long is not there: staff are told within a second. */
export const ANSWER_MILLISECONDS = 600
/** The same while something is printed: the question stands behind the job on its way to some printers. */
export const BUSY_ANSWER_MILLISECONDS = 3_000
/** After a job that is not confirmed: so long its status must stay good for it to count as printed. */
export const SETTLE_MILLISECONDS = 3_000
/** Receipts waiting for each other. */
const JOBS_MAX = 8

const ASKED = [STATUS_REQUEST.printer, STATUS_REQUEST.offline, STATUS_REQUEST.error, STATUS_REQUEST.paper]

export function createEscPosPrinter(options: EscPosPrinterOptions): ReceiptPrinter {
  const { id, transport, settings, clock, random } = options
  let state: PrinterState = GOOD
  let stream: ByteStream | null = null
  let answers: ((byte: number) => void) | null = null
  let confirmed: (confirmId: string) => void = () => undefined
  let changed: () => void = () => undefined
  let jobs = 0
  /** A job was sent, and the printer has not answered since it ended. */
  let loaded = false
  let queue: Promise<unknown> = Promise.resolve()
  let lastId = 0

  const device = superviseDevice({
    id,
    kind: 'printer',
    transport,
    clock,
    awayCode: 'PRINTER_AWAY',
    ...(random === undefined ? {} : { random }),
    work,
    ended: () => {
      stream = null
      state = GOOD
      changed()
    },
  })

  async function work(opened: ByteStream, session: Session): Promise<void> {
    const parser = new PrinterParser(() => session.count('strayByte'))
    const hear = (said: PrinterSays) => {
      if (said.kind === 'status') answers?.(said.byte)
      else if (said.kind === 'confirmed') confirmed(said.id)
      else become(said.state, session)
    }
    opened.onData((chunk) => {
      for (const said of parser.push(chunk)) hear(said)
    })
    await opened.write(ENABLE_AUTO_STATUS)
    stream = opened
    while (!session.signal.aborted) {
      await askAll(opened, session)
      await rest(POLL_MILLISECONDS, session.signal)
    }
  }

  /** The four answers together make the state. */
  async function askAll(opened: ByteStream, session: Session): Promise<void> {
    let fresh: PrinterState = GOOD
    for (const n of ASKED) {
      const [byte] = await Promise.all([answer(session.signal), opened.write(statusRequest(n))])
      fresh = withStatus(fresh, n, byte)
    }
    become(fresh, session)
  }

  function answer(signal: AbortSignal): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>()
    const timer = clock.setTimeout(
      () => reject(new Error('no answer in time')),
      loaded ? BUSY_ANSWER_MILLISECONDS : ANSWER_MILLISECONDS,
    )
    const ended = () => reject(signal.reason)
    signal.addEventListener('abort', ended, { once: true })
    answers = (byte) => {
      loaded = jobs > 0
      resolve(byte)
    }
    return promise.finally(() => {
      answers = null
      clock.clearTimeout(timer)
      signal.removeEventListener('abort', ended)
    })
  }

  function become(now: PrinterState, session: Session): void {
    state = now
    const code = trouble(now)
    if (code !== null) session.report('fault', code)
    else if (now.paperNearEnd) session.report('reduced', 'PRINTER_PAPER_LOW')
    else session.report('ready')
    changed()
  }

  function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clock.clearTimeout(timer)
        signal.removeEventListener('abort', done)
        resolve()
      }
      const timer = clock.setTimeout(done, milliseconds)
      signal.addEventListener('abort', done)
    })
  }

  const canPrint = (): boolean =>
    stream !== null &&
    trouble(state) === null &&
    (device.status.state === 'ready' || device.status.state === 'reduced')
  const obstacle = (): ErrorCode => trouble(state) ?? (stream === null ? 'PRINTER_AWAY' : 'PRINTER_FAULT')

  async function printOne(job: Uint8Array): Promise<PrintOutcome> {
    const line = stream
    if (line === null || !canPrint()) return { printed: false, code: obstacle(), came: 'nothing' }
    lastId = (lastId + 1) % 10_000
    const wanted = String(lastId).padStart(CONFIRM_ID_CHARACTERS, '0')
    return new Promise((resolve) => {
      let settling: TimerHandle = null
      const end = (outcome: PrintOutcome) => {
        clock.clearTimeout(limit)
        clock.clearTimeout(settling)
        confirmed = () => undefined
        changed = () => undefined
        resolve(outcome)
      }
      const failed = (code: ErrorCode) => end({ printed: false, code, came: 'unknown' })
      const limit = clock.setTimeout(() => failed('PRINTER_NOT_CONFIRMED'), PRINT_TIMEOUT_MILLISECONDS)
      confirmed = (confirmId) => {
        if (confirmId === wanted) end({ printed: true })
      }
      changed = () => {
        if (!canPrint()) failed(obstacle())
      }
      const bytes = settings.confirms ? Uint8Array.of(...job, ...confirmRequest(wanted)) : job
      loaded = true
      line.write(bytes).then(
        () => {
          // Nothing will say that it is out: it counts as printed when nothing was wrong for as long as it takes.
          if (!settings.confirms)
            settling = clock.setTimeout(() => end({ printed: true }), SETTLE_MILLISECONDS)
        },
        () => failed('PRINTER_AWAY'),
      )
    })
  }

  return {
    id: device.id,
    kind: device.kind,
    get status() {
      return device.status
    },
    onStatus: (listener) => device.onStatus(listener),
    start: () => device.start(),
    stop: () => device.stop(),
    get canPrint() {
      return canPrint()
    },
    print: async (job) => {
      if (jobs >= JOBS_MAX) return { printed: false, code: 'PRINTER_FAULT', came: 'nothing' }
      jobs++
      const mine = queue.then(() => printOne(job))
      queue = mine
      return mine.finally(() => {
        jobs--
      })
    },
  }
}

/** What keeps the printer from printing, or null. */
function trouble(state: PrinterState): ErrorCode | null {
  if (state.coverOpen) return 'PRINTER_COVER_OPEN'
  if (state.paperOut) return 'PRINTER_PAPER_OUT'
  if (state.cutterError) return 'PRINTER_CUTTER'
  return state.fault || state.offline ? 'PRINTER_FAULT' : null
}
