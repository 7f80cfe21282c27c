/** Carries out what staff do in staff mode, and says it as the screen shows it. */
import { ERRORS, type ErrorCode, LecternError } from '../contract/errors.ts'
import type { StaffAction, StaffRefusal } from '../contract/staff-actions.ts'
import type { Reached, StaffModeAction, StaffModeOutcome } from '../contract/staff-mode.ts'
import { type KioskCommand, type KioskCommands, LOG_TAIL_LINES_MAX } from '../monitoring/commands/contract.ts'
import type { LogRing } from '../monitoring/commands/log-ring.ts'
import type { StandingOrders } from '../monitoring/commands/standing.ts'
import type { Log } from '../monitoring/log.ts'
import type { Clock } from '../runtime/clock.ts'
import { detailOf, type RecordStaff } from '../staff/audit.ts'
import type { Backlight } from './backlight.ts'

/** Stands for the person in the log: who came in by PIN has no name. */
export const STAFF_AT_THE_KIOSK = 'staff mode'
/** In the audit nobody did it, at the screen: one PIN is everybody's, and who guesses would be wrong. */
export const AT_THE_SCREEN = { who: '', role: null, address: 'screen' } as const
/** So long an output is tried. */
export const OUTPUT_MILLISECONDS = 1_000

export interface PerformParts {
  readonly commands: KioskCommands
  readonly standing: StandingOrders
  readonly backlight: Backlight
  readonly ring: LogRing
  /** One status to the library system and back; rejects where it does not answer. */
  readonly checkIls: () => Promise<void>
  readonly network: () => Promise<readonly Reached[]>
  /** As at the staff's desk: with its interlocks. */
  readonly act: (action: StaffAction) => Promise<StaffRefusal | null>
  /** Resolves with the file's name; rejects with LecternError. */
  readonly exportLogs: (lines: readonly string[]) => Promise<string>
  readonly clock: Clock
  readonly log: Log
  readonly record: RecordStaff
}

/** Never rejects. */
export async function performStaff(parts: PerformParts, action: StaffModeAction): Promise<StaffModeOutcome> {
  const { type, ...about } = action
  const record = (result: string) =>
    parts.record({ ...AT_THE_SCREEN, action: `staffMode.${type}`, detail: detailOf(about), result })
  try {
    const outcome = await perform(parts, action)
    const how = outcome.ok ? 'done' : outcome.why
    parts.log.info('STAFF_MODE_ACTED', { detail: `${type}: ${how}` })
    record(how)
    return outcome
  } catch (error) {
    const why = error instanceof LecternError ? error.code : 'COMMAND_FAILED'
    parts.log.warning('STAFF_MODE_ACTED', { detail: `${type}: ${why}` })
    record(why)
    return refused(why)
  }
}

async function perform(parts: PerformParts, action: StaffModeAction): Promise<StaffModeOutcome> {
  switch (action.type) {
    case 'close':
      return order(parts, { verb: 'close', args: {} })
    case 'open':
      return order(parts, { verb: 'open', args: {} })
    case 'printTest':
      return order(parts, { verb: 'print_test', args: {} })
    case 'restartDriver':
      return order(parts, { verb: 'restart_driver', args: { device: action.device } })
    case 'restartAgent':
      return order(parts, { verb: 'restart_agent', args: {} })
    case 'output':
      return tryOutput(parts, action.signal)
    case 'ilsTest':
      return testIls(parts)
    case 'networkTest':
      return { ok: true, reached: await parts.network() }
    case 'volume':
      parts.standing.setVolume(action.percent)
      return { ok: true }
    case 'brightness':
      return parts.backlight.set(action.percent) ? { ok: true } : refused('STAFF_SCREEN_FIXED')
    case 'exportLogs':
      return { ok: true, file: await parts.exportLogs(parts.ring.tail(LOG_TAIL_LINES_MAX)) }
  }
}

async function order({ commands }: PerformParts, command: KioskCommand): Promise<StaffModeOutcome> {
  const outcome = await commands.perform(command, STAFF_AT_THE_KIOSK)
  return outcome.ok ? { ok: true } : refused(outcome.why)
}

async function tryOutput({ act, clock }: PerformParts, signal: string): Promise<StaffModeOutcome> {
  const why = await act({ type: 'exercise', signal, hold: true })
  if (why !== null) return refused(why === 'gone' ? 'COMMAND_NOT_HERE' : 'STAFF_OUTPUT_REFUSED')
  await new Promise<void>((resolve) => clock.setTimeout(resolve, OUTPUT_MILLISECONDS))
  await act({ type: 'exercise', signal, hold: false })
  return { ok: true }
}

async function testIls({ checkIls, clock }: PerformParts): Promise<StaffModeOutcome> {
  const begun = clock.now()
  try {
    await checkIls()
  } catch {
    return refused('STAFF_ILS_SILENT')
  }
  return { ok: true, milliseconds: Math.round(clock.now() - begun) }
}

export function refused(why: ErrorCode): StaffModeOutcome {
  const { staff, whatToDo } = ERRORS[why]
  return { ok: false, why, text: staff, whatToDo }
}
