import type { ErrorCode } from '../../contract/errors.ts'
import type { ReturnId } from '../../journal/returns-contract.ts'
import type { Belt } from './belt.ts'
import type { Piece } from './piece.ts'
import type { DropPorts } from './ports.ts'
import type { DropRecord } from './record.ts'

export interface PieceRecordParts {
  readonly ports: DropPorts
  readonly record: DropRecord
  readonly belt: Belt
}

/** What becomes of the pieces, as the record says and staff are told. */
export class PieceRecord {
  readonly #parts: PieceRecordParts
  /** What covers the entry is taken for the last one that is known, and may be another. */
  mayBeMore = false
  /** Of a heap more than one may fall. */
  #heap = { bin: 0, left: 0, until: 0 }

  constructor(parts: PieceRecordParts) {
    this.#parts = parts
  }

  /** Where it is, and where it goes. */
  write({ bin, entered, reasons }: Piece): void {
    const { ports, record } = this.#parts
    for (const [id, reason] of reasons)
      record.write(() => ports.journal.sort(id, { bin, reason, beltMillimetres: entered }))
  }

  /** It is not sure what fell before without being heard. */
  doubt(pieces: readonly Piece[]): void {
    for (const piece of pieces) {
      if (![...piece.reasons.values()].includes(null)) continue
      for (const [id, reason] of piece.reasons) piece.reasons.set(id, reason ?? 'DROP_INTERRUPTED')
      this.write(piece)
    }
  }

  /** What was found out about some of them meanwhile. */
  learn(pieces: readonly Piece[], found: ReadonlyMap<ReturnId, ErrorCode | null>): void {
    for (const piece of pieces) {
      if (![...found.keys()].some((id) => piece.reasons.has(id))) continue
      for (const [id, reason] of found)
        if (reason !== null && piece.reasons.has(id)) piece.reasons.set(id, reason)
      this.write(piece)
    }
  }

  /** What nobody heard fall lies in its bin, or in the exception bin: staff look for it in both. */
  unsure(pieces: readonly Piece[]): void {
    for (const piece of pieces) {
      if (piece.silent === 'missing' || piece.bin === this.#parts.ports.plan.exception.number) continue
      for (const id of piece.reasons.keys()) piece.reasons.set(id, 'DROP_PLACE_UNSURE')
      this.write(piece)
    }
  }

  /** What fell there, where one of those was expected of which nobody heard, may be another: then nobody can tell which it is. */
  isOneMore(bin: number, pieces: readonly Piece[]): boolean {
    const isOneMore = this.mayBeMore && bin === this.#parts.ports.plan.exception.number
    if (isOneMore) this.unsure(pieces)
    this.mayBeMore &&= !isOneMore
    return isOneMore
  }

  /** It lies in that bin; `isSure`: and no other in its place. */
  lies(piece: Piece, bin: number, asPlanned: boolean, isSure: boolean): void {
    const { belt, ports, record } = this.#parts
    for (const [id, reason] of piece.reasons) {
      const item = ports.journal.entry(id)?.item ?? null
      record.lies(id, bin, asPlanned ? reason : isSure ? 'DROP_UNEXPECTED_ARRIVAL' : 'DROP_PLACE_UNSURE')
      if (item !== null) ports.onSorted(item, bin)
    }
    if (piece.reasons.size > 1)
      this.#heap = { bin, left: piece.reasons.size - 1, until: belt.travel + ports.plan.arrival }
    if (!asPlanned) ports.notices.raise('DROP_UNEXPECTED_ARRIVAL', `bin ${bin}`)
  }

  /** It did not come out of the belt. */
  misses(piece: Piece): void {
    const { ports, record } = this.#parts
    const code = piece.mayBeNothing ? 'DROP_READ_ZONE_ONLY' : 'DROP_ITEM_MISSING'
    for (const id of piece.reasons.keys()) record.lies(id, ports.plan.exception.number, code)
    ports.notices.raise(code, '')
  }

  /** Something has fallen that is none of the pieces. */
  beyond(bin: number): void {
    const { belt, ports, record } = this.#parts
    if (this.#heap.bin === bin && this.#heap.left > 0 && belt.travel <= this.#heap.until) this.#heap.left--
    else {
      record.stranger(bin)
      ports.notices.raise('DROP_UNEXPECTED_ARRIVAL', `bin ${bin}`)
    }
  }
}
