import type { ErrorCode } from '../../contract/errors.ts'
import type { ReturnId } from '../../journal/returns-contract.ts'
import type { Belt } from './belt.ts'
import {
  ASTRAY_MILLISECONDS,
  EXCEPTIONS_SHOWN_MAX,
  PLACE_SLACK_MILLIMETRES,
  STILL_STUCK_MILLISECONDS,
} from './limits.ts'
import type { Piece } from './piece.ts'
import type { DropPorts } from './ports.ts'
import type { DropRecord } from './record.ts'
import type { Astray } from './recovery.ts'

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
  /** May have fallen off the end of the belt unheard, where their diverter failed. */
  readonly #passed = new Set<ReturnId>()
  /** Since the belt was last known to be empty a diverter has pushed something where nothing was expected. */
  #isAstray = false
  /** What was missing, and need not have been written as found yet. */
  readonly #found = new Set<ReturnId>()
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
    const { number } = this.#parts.ports.plan.exception
    this.#doubtPlace(pieces.filter(({ bin, silent }) => silent !== 'missing' && bin !== number))
  }
  #doubtPlace(pieces: readonly Piece[]): void {
    for (const piece of pieces) {
      for (const id of piece.reasons.keys()) piece.reasons.set(id, 'DROP_PLACE_UNSURE')
      this.write(piece)
    }
  }

  /** So near to the end of the belt that nobody would have heard either where they fell. `astray`: what was pushed so before. */
  mayHavePassed(pieces: readonly Piece[], astray: Astray | null): void {
    const { belt, ports } = this.#parts
    this.#isAstray ||= astray !== null && ports.clock.wall() - astray.at <= ASTRAY_MILLISECONDS
    const { blind, exception } = ports.plan
    const near = exception.place - blind - PLACE_SLACK_MILLIMETRES
    for (const { reasons } of pieces.filter(({ entered }) => belt.travel - entered >= near))
      for (const id of reasons.keys()) this.#passed.add(id)
  }
  /** Nobody has heard of them: staff look in both bins, and where a diverter has pushed others astray since. */
  doubtPassed(pieces: readonly Piece[]): void {
    const passed = pieces.filter(({ reasons }) => reasons.keys().some((id) => this.#passed.has(id)))
    if (this.#isAstray) this.#doubtPlace(passed)
    else this.unsure(passed)
    this.#passed.clear()
    this.#isAstray = false
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
    if (asPlanned) return
    this.#isAstray ||= bin !== ports.plan.exception.number
    ports.notices.raise('DROP_UNEXPECTED_ARRIVAL', `bin ${bin}`)
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
    else if (!this.#isFound(bin)) {
      record.stranger(bin)
      ports.notices.raise('DROP_UNEXPECTED_ARRIVAL', `bin ${bin}`)
    }
  }
  /** What did not come out a while ago was stuck still, and has come now: most likely the foremost of them. */
  #isFound(bin: number): boolean {
    const { ports, record } = this.#parts
    const { clock, journal } = ports
    const missing = journal
      .listed(EXCEPTIONS_SHOWN_MAX)
      .filter(({ id, reason }) => reason === 'DROP_ITEM_MISSING' && !this.#found.has(id))
      .filter(({ at }) => clock.wall() - at <= STILL_STUCK_MILLISECONDS)
    const found = missing.at(-1)
    if (found === undefined) return false
    this.#found.add(found.id)
    record.write(() => journal.found(found.id, bin, 'DROP_PLACE_UNSURE'))
    return true
  }
}
