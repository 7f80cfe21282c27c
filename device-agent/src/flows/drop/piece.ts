/** One thing on the belt, and what becomes of it. Pure. */
import type { ErrorCode } from '../../contract/errors.ts'
import type { ReturnId } from '../../journal/returns-contract.ts'
import type { Recovered, Silent } from './recovery.ts'
import type { OnBelt } from './tracker.ts'

/** More than one record where several items lie on one place. */
export interface Piece extends OnBelt {
  readonly entered: number
  bin: number
  readonly reasons: Map<ReturnId, ErrorCode | null>
  /** False until it is known what it is and where it goes. */
  decided: boolean
  /** Its front was seen at the end of the read zone. */
  reached: boolean
  /** It did not come where it should have, or lies behind such a one: the bin it was on its way to. */
  readonly stuck: number | null
  /** Where nothing more is heard of it when the belt has been emptied. */
  silent: Silent
  /** Only the beam at the end of the read zone saw it. */
  readonly mayBeNothing: boolean
}

/** Until it is decided otherwise, it goes to the exception bin. */
export const newPiece = (id: ReturnId, entered: number, exceptionBin: number, reason: ErrorCode): Piece => ({
  entered,
  bin: exceptionBin,
  reasons: new Map([[id, reason]]),
  decided: false,
  reached: reason === 'DROP_READ_ZONE_ONLY',
  stuck: null,
  silent: 'missing',
  mayBeNothing: reason === 'DROP_READ_ZONE_ONLY',
})

/** `known`: what is known better than the record knows it. */
export const recoveredPiece = (
  { bin, entered, entries, mayBeNothing, silent }: Recovered,
  known: Silent | null,
): Piece => ({
  entered,
  bin,
  reasons: new Map(entries.map(({ id, reason }) => [id, reason])),
  decided: true,
  reached: true,
  stuck: null,
  silent: known ?? silent,
  mayBeNothing,
})

/** It lies still, at the belt's way `entered`, and goes to the exception bin from there. `because`: null: as it was. */
export const heldPiece = (
  piece: Piece,
  entered: number,
  exceptionBin: number,
  because: ErrorCode | null,
): Piece => ({
  ...piece,
  // That it may be nothing is not forgotten.
  reasons: new Map(
    [...piece.reasons].map(([id, reason]) => [
      id,
      (piece.mayBeNothing ? null : because) ?? reason ?? 'DROP_JAM',
    ]),
  ),
  entered,
  bin: exceptionBin,
  stuck: piece.bin,
})
