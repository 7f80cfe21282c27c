import { type ErrorCode, LecternError } from '../../contract/errors.ts'
import type { RfidPad } from '../../devices/rfid/contract.ts'
import type { ReturnId } from '../../journal/returns-contract.ts'
import { tagUid } from '../../tags/tag.ts'
import type { ChooseBin, Resecured, Returns, Slip } from './contract.ts'
import type { GiveBackInput, GiveBackOutcome, SecureInput, SlipFate } from './return-effects.ts'

/** What returns at the patron's screen need from the house. */
export interface AttendedPorts {
  readonly returns: Returns
  readonly chooseBin: ChooseBin
  /** What the library calls a bin's shelf or box; null where it has no name. */
  readonly shelfName: (bin: number) => string | null
  /** Prints a slip for staff, or keeps it until that can be done; says which at once. Never throws. */
  readonly printSlip: (slip: Slip) => SlipFate
}

type Ports = AttendedPorts & { readonly pad: RfidPad | null }

/** One item back: journal first, then the service does the rest. Rejects for no failure it knows. */
export async function giveBack(
  ports: Ports,
  { isBack, item, tags }: GiveBackInput,
): Promise<GiveBackOutcome> {
  const { chooseBin, pad, printSlip, returns, shelfName } = ports
  let entry: ReturnId
  try {
    entry = returns.begin('pad')
  } catch (error) {
    if (!(error instanceof LecternError)) throw error
    return { kind: 'unrecorded', problem: { code: sayable(error.code) } }
  }
  const taken = await returns.takeBack({ entry, item, tags: tags.map(tagUid), pad })
  if (!('secured' in taken)) {
    // A row does not go on by itself, as a door does.
    const code = taken.problem.code === 'ILS_AWAY' ? 'RETURN_PAUSED' : sayable(taken.problem.code)
    const problem = { ...taken.problem, code }
    return { kind: 'answered', entry, taken: { ...taken, problem }, shelf: null, slip: 'none' }
  }
  return {
    kind: 'answered',
    entry,
    taken,
    shelf: shelfName(chooseBin(item, taken).bin),
    slip: !isBack && taken.slip !== null ? printSlip(taken.slip) : 'none',
  }
}

export async function secureBack({ pad, returns }: Ports, { entry }: SecureInput): Promise<Resecured> {
  return pad === null ? 'left' : returns.secure(entry, pad)
}

/** Some failures have words for patrons that speak of borrowing: those who return are told so in a row of their own. */
export const sayable = (code: ErrorCode): ErrorCode => (OF_BORROWING.includes(code) ? 'RETURN_PAUSED' : code)

const OF_BORROWING: readonly ErrorCode[] = [
  'ILS_LOGIN_REFUSED',
  'JOURNAL_DISK_FULL',
  'JOURNAL_FAILED',
  'OFFLINE_BACKLOG_FULL',
]
