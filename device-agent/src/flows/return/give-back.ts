import { LecternError } from '../../contract/errors.ts'
import type { RfidPad } from '../../devices/rfid/contract.ts'
import type { ReturnId } from '../../journal/returns-contract.ts'
import { tagUid } from '../../tags/tag.ts'
import type { ChooseBin, Returns, Slip } from './contract.ts'
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
export async function giveBack(ports: Ports, { item, tags }: GiveBackInput): Promise<GiveBackOutcome> {
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
    return { kind: 'unrecorded', problem: { code: 'RETURN_PAUSED' } }
  }
  const taken = await returns.takeBack({ entry, item, tags: tags.map(tagUid), pad })
  const isBack = 'secured' in taken
  return {
    kind: 'answered',
    entry,
    taken,
    shelf: isBack ? shelfName(chooseBin(item, taken).bin) : null,
    slip: isBack && taken.slip !== null ? printSlip(taken.slip) : 'none',
  }
}

export function secureBack({ pad, returns }: Ports, { entry, item, tags }: SecureInput): Promise<boolean> {
  return returns.secure({ entry, item, tags: tags.map(tagUid), pad })
}
