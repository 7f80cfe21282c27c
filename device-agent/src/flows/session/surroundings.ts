import type { IlsStatus } from 'sip2/circulation'
import type { ErrorCode } from '../../contract/errors.ts'
import type { Availability } from '../../contract/view.ts'
import type { Device, DeviceStatus } from '../../devices/device.ts'
import type { ReceiptPrinter } from '../../devices/printer/contract.ts'
import { sayable } from '../return/give-back.ts'
import type { Surroundings } from './session-context.ts'

export interface SurroundingsInput {
  readonly ils: IlsStatus
  /** False until the library system was reached once: the kiosk is starting, nothing is lost yet. */
  readonly ilsSeen: boolean
  readonly rfid: Device | null
  readonly scanner: Device | null
  readonly printer: ReceiptPrinter | null
  /** Why nothing is lent while the library system is away, or null where its rules for that allow it. */
  readonly offlineObstacle: ErrorCode | null
  /** Why the journal takes no new loan, or null. */
  readonly journalObstacle: ErrorCode | null
  /** Why nothing can be taken back now, or null. */
  readonly returnsObstacle: ErrorCode | null
  readonly standing: Pick<Surroundings, 'closedByStaff' | 'message'>
}

/** What the session must know about the world, from the devices', the library system's and the journal's own states. */
export function surroundings(input: SurroundingsInput): Surroundings {
  const { ils, printer } = input
  return {
    devices: {
      ils: ils.state === 'online' ? 'ready' : 'away',
      rfid: availability(input.rfid),
      scanner: availability(input.scanner),
      printer: availability(printer),
    },
    ilsOnline: ils.state === 'online',
    lendsOffline: ils.state !== 'online' && input.offlineObstacle === null,
    printerProblem:
      printer === null || printer.canPrint ? null : { code: printer.status.code ?? 'PRINTER_AWAY' },
    closedBecause: ilsObstacle(input) ?? input.journalObstacle,
    returnsClosedBecause: isStarting(input)
      ? 'KIOSK_STARTING'
      : input.returnsObstacle === null
        ? null
        : sayable(input.returnsObstacle),
    ...input.standing,
  }
}

const isStarting = ({ ils, ilsSeen }: SurroundingsInput): boolean => ils.state === 'connecting' && !ilsSeen

const AVAILABLE: Readonly<Record<DeviceStatus['state'], Availability>> = {
  starting: 'away',
  ready: 'ready',
  reduced: 'ready',
  fault: 'away',
  away: 'away',
}

const availability = (device: Device | null): Availability =>
  device === null ? 'none' : AVAILABLE[device.status.state]

/** Why the library system lends nothing now, or null. */
function ilsObstacle(input: SurroundingsInput): ErrorCode | null {
  const { ils, offlineObstacle } = input
  if (ils.state === 'refused') return 'ILS_LOGIN_REFUSED'
  if (isStarting(input)) return 'KIOSK_STARTING'
  if (ils.state !== 'online') return offlineObstacle
  return ils.checkoutOk === 'no' ? 'ILS_NO_CHECKOUT' : null
}
