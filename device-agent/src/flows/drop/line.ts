import type { ErrorCode } from '../../contract/errors.ts'
import type { ReturnId } from '../../journal/returns-contract.ts'
import type { Belt } from './belt.ts'
import type { Bins } from './bins.ts'
import { EXCEPTIONS_SHOWN_MAX } from './limits.ts'
import type { Outputs } from './outputs.ts'
import { heldPiece, newPiece, type Piece, recoveredPiece } from './piece.ts'
import { PieceRecord } from './piece-record.ts'
import { type DropPlan, heldAt } from './plan.ts'
import type { DropPorts } from './ports.ts'
import type { DropRecord } from './record.ts'
import { knownBefore, lastAstray, recovered } from './recovery.ts'
import { divert } from './roles.ts'
import {
  arrivalOf,
  type BeltPlace,
  divertersPassed,
  divertersWanted,
  isBeforeDiverter,
  isPastRecall,
  type OnBelt,
  overdue,
} from './tracker.ts'
import { whoArrived, whoSlipped } from './who-arrived.ts'
import { type Fall, whoFell } from './who-fell.ts'

export interface LineParts {
  readonly ports: DropPorts
  readonly record: DropRecord
  readonly belt: Belt
  readonly outputs: Outputs
  readonly bins: Bins
}

/** Everything on the belt: steered to its bin, and ended where it arrives. */
export class Line {
  readonly #parts: LineParts
  readonly #plan: DropPlan
  readonly #pieceRecord: PieceRecord
  #pieces: Piece[] = []
  /** After an interruption the plan's `blind`, else 0. */
  #span = 0
  /** The belt's way when everything was last taken from the record. */
  #recoveredAt = 0
  /** Since the belt was known to be empty, something may have fallen that nobody heard of. */
  #isUnseen = true
  /** What is just falling is not written as held before that would have been heard; null: all is written. */
  #jammedAt: number | null = null
  /** What has fallen since staff looked; null where they did not. */
  #falls: Fall[] | null = null

  constructor(parts: LineParts) {
    this.#parts = parts
    this.#plan = parts.ports.plan
    this.#pieceRecord = new PieceRecord(parts)
  }

  get pieces(): readonly Piece[] {
    return this.#pieces
  }
  get place(): BeltPlace {
    const { travel } = this.#parts.belt
    // Where the belt was seen to stand, it has hardly run on.
    return this.#isUnseen ? { travel, span: this.#span } : { travel, span: this.#span, likely: 0 }
  }
  get last(): Piece | null {
    return this.#pieces.at(-1) ?? null
  }
  frontOf(piece: OnBelt): number {
    return this.#parts.belt.travel - piece.entered
  }

  /** Until it is decided otherwise, and written, it goes to the exception bin. */
  add(id: ReturnId, entered: number, reason: ErrorCode): Piece {
    const piece = newPiece(id, entered, this.#plan.exception.number, reason)
    this.#pieces.push(piece)
    this.#pieceRecord.write(piece)
    return piece
  }

  /** Another record of what lies at that place, wherever that is by now. */
  join(known: Piece, id: ReturnId): void {
    const isIt = ({ reasons }: Piece) => reasons.keys().some((one) => known.reasons.has(one))
    const piece = this.#pieces.find(isIt) ?? known
    piece.reasons.set(id, 'DROP_INTERRUPTED')
    this.#pieceRecord.write(piece)
  }

  /** Where it goes from now on; `reasons` of its records, or one for all of them. */
  sort(piece: Piece, bin: number, reasons: ReadonlyMap<ReturnId, ErrorCode | null> | ErrorCode): void {
    piece.bin = bin
    for (const id of piece.reasons.keys()) {
      const reason = typeof reasons === 'string' ? reasons : reasons.get(id)
      if (reason !== undefined) piece.reasons.set(id, reason)
    }
    this.#pieceRecord.write(piece)
  }
  /** Its diverter is set, or was: where it goes can no longer be changed. */
  isPastRecall(piece: Piece): boolean {
    return isPastRecall(piece, this.place, this.#plan)
  }

  /** To the exception bin, as long as that is possible. */
  putAside(piece: Piece, reason: ErrorCode): void {
    if (!this.isPastRecall(piece)) this.sort(piece, this.#plan.exception.number, reason)
  }

  /** Sets the diverters; false where the belt has to wait for one. */
  steer(): boolean {
    const { bins, outputs } = this.#parts
    for (const piece of this.#pieces) {
      const obstacle = this.#span === 0 && piece.decided ? bins.obstacle(piece.bin) : null
      if (obstacle !== null) this.putAside(piece, obstacle)
      if (outputs.hasRefused(divert(piece.bin)) && this.#isAhead(piece))
        this.sort(piece, this.#plan.exception.number, 'DROP_DIVERTER_AWAY')
    }
    const wanted = divertersWanted(this.#pieces, this.place, this.#plan)
    for (const { number, exception } of this.#plan.bins)
      if (!exception) outputs.want(divert(number), wanted.has(number))
    // After an interruption something may lie so near that its diverter would turn against its side.
    const turn = this.#span === 0 ? 0 : (this.#plan.lead / this.#plan.speed) * 1000
    return divertersPassed(this.#pieces, this.place, this.#plan).every((bin) =>
      outputs.hasFollowed(divert(bin), wanted.has(bin), turn),
    )
  }
  #isAhead(piece: Piece): boolean {
    return piece.bin !== this.#plan.exception.number && isBeforeDiverter(piece, this.place, this.#plan)
  }

  /** Something has fallen into that bin. */
  arrived(bin: number): void {
    if (this.#falls !== null && !this.#isSentTo(bin)) {
      this.#falls.push({ bin, travel: this.#parts.belt.travel })
      return
    }
    const piece = whoArrived(this.#pieces, bin, this.place, this.#plan)
    if (piece !== null) this.#ends(piece, bin, piece.stuck === bin)
    else if (!this.#slipped(bin)) this.#pieceRecord.beyond(bin)
  }
  #isSentTo(bin: number): boolean {
    const sent = this.#pieces.filter((piece) => piece.bin === bin)
    return bin !== this.#plan.exception.number && arrivalOf(sent, bin, this.place, this.#plan) !== null
  }
  /** What covers the entry is taken for the last one, and may be another. */
  mayBeMore(): void {
    this.#pieceRecord.mayBeMore = true
  }
  /** Staff have freed what was stuck: places say little then, and what falls is told apart when the belt is empty. */
  looked(): void {
    this.#falls ??= []
  }
  /** Before it may no longer be heard what falls: each is most likely the foremost. */
  recordFalls(): void {
    const falls = this.#falls ?? []
    this.#falls = null
    this.#parts.record.together(() => {
      for (const { bin } of falls) if (!this.#slipped(bin)) this.#pieceRecord.beyond(bin)
    })
  }
  /** Recorded at once: another interruption may follow. */
  #slipped(bin: number): boolean {
    if (this.#span === 0) return false
    const ran = this.#parts.belt.travel - this.#recoveredAt
    // What had surely come by its diverter lies in its bin, rather than what must lie on the belt falls there.
    const isOnBelt = ({ silent }: Piece) => bin === this.#plan.exception.number || silent !== 'there'
    const onBelt = this.looksNeeded > 0 ? this.#pieces.filter(isOnBelt) : this.#pieces
    const piece = whoSlipped(onBelt, bin, ran, this.#plan)
    if (piece === null || (piece.silent !== 'missing' && this.#pieceRecord.isOneMore(bin, this.#pieces)))
      return false
    this.#ends(piece, bin)
    this.#pieceRecord.doubt(this.#pieces)
    return true
  }
  /** Where something is stuck; from then on it counts as lying there, on its way to the exception bin. Null: nowhere. */
  stuck(): string | null {
    const { belt } = this.#parts
    const piece = overdue(this.#pieces, this.place, this.#plan)
    if (piece === null) return null
    const { bin } = piece
    this.#freeze(piece, heldAt(this.#plan, bin), belt.travel)
    return `bin ${bin}`
  }
  /** It is stuck so many millimetres behind the entry. */
  stuckAt(piece: Piece, place: number): void {
    this.#freeze(piece, place, this.#parts.belt.travel)
  }

  /** Takes everything from the record again, after an interruption. `lost`: what fell meanwhile was perhaps not heard. */
  recover(lost: boolean): void {
    const { belt, ports, record } = this.#parts
    if (lost) this.recordFalls()
    this.#isUnseen ||= lost
    this.#jammedAt = null
    const before = this.#pieces
    const open = ports.journal.open().filter(({ id, place }) => place === 'drop' && !record.isEnding(id))
    this.#span = this.#plan.blind
    this.#recoveredAt = belt.travel
    const astray = lost ? lastAstray(ports.journal.listed(EXCEPTIONS_SHOWN_MAX), this.#plan) : null
    this.#pieces = recovered(open, belt.travel, this.#plan, astray).map((one) => {
      const known = this.#isUnseen ? knownBefore(one, before, lost, this.place, this.#plan) : 'missing'
      const piece = recoveredPiece(one, known)
      if (one.resorted) this.#pieceRecord.write(piece)
      return piece
    })
    if (lost) this.#pieceRecord.mayHavePassed(this.#pieces, astray)
  }

  /** What was found out meanwhile about an item that is on its way to the exception bin. */
  learn(reasons: ReadonlyMap<ReturnId, ErrorCode | null>): void {
    this.#pieceRecord.learn(this.#pieces, reasons)
  }

  /** How often staff look for what must lie on the belt still, or is in somebody's hands: again where of several nothing came. */
  get looksNeeded(): number {
    const { length } = this.#pieces.filter(({ silent }) => silent === 'missing')
    return Math.min(length, this.#falls?.length === 0 ? 2 : 1)
  }
  /** Staff look for it; then the belt is emptied once more. What lay apart stays apart. */
  seek(): void {
    const missing = this.#pieces.filter(({ silent }) => silent === 'missing')
    this.#pieceRecord.unsure(this.#pieces)
    for (const [index, piece] of missing.entries())
      this.#pieceRecord.write(this.#hold(piece, this.#plan.itemMax - index, this.#parts.belt.travel))
  }

  /**
   * The belt has been emptied: what was not heard of lies in its bin. What must have lain on the belt, and does not come
   * out after staff have looked, they took in hand; and what they do, they were asked to lay into the exception bin.
   */
  emptied(): void {
    this.#parts.record.together(() => this.#conclude())
    this.#pieces = []
    this.#span = 0
    this.#isUnseen = false
  }
  #conclude(): void {
    this.#tellApart()
    this.#pieceRecord.mayBeMore = false
    const missing = this.#pieces.filter(({ silent }) => silent === 'missing')
    for (const piece of missing) {
      this.#pieces.splice(this.#pieces.indexOf(piece), 1)
      this.#pieceRecord.misses(piece)
    }
    // What may be stuck is looked at, and where not everything came out, all that nobody heard fall.
    this.#pieceRecord.doubt(
      missing.length > 0 ? this.#pieces : this.#pieces.filter(({ silent }) => silent === 'maybe'),
    )
    this.#pieceRecord.doubtPassed(this.#pieces)
    for (const piece of [...this.#pieces]) this.#ends(piece, piece.bin)
  }
  #tellApart(): void {
    const falls = this.#falls ?? []
    const missing = this.#pieces.filter(({ silent }) => silent === 'missing')
    const isMore =
      falls.length > missing.length && this.#pieceRecord.isOneMore(this.#plan.exception.number, this.#pieces)
    const { fell, isSure } = whoFell(isMore ? [...this.#pieces, null] : this.#pieces, falls, this.#plan)
    this.#falls = null
    for (const { bin, piece } of fell) if (piece !== null) this.#ends(piece, bin, false, isSure)
    for (const { bin, piece } of fell) if (piece === null) this.#pieceRecord.beyond(bin)
    if (!isSure) this.#pieceRecord.unsure(this.#pieces)
  }
  #ends(piece: Piece, bin: number, isWell = false, isSure = true): void {
    this.#pieces.splice(this.#pieces.indexOf(piece), 1)
    this.#pieceRecord.lies(piece, bin, isWell || piece.bin === bin, isSure)
  }

  /** While the belt stands after a jam: what has not fallen by now lies still, and goes to the exception bin. */
  stand(): void {
    const { belt, ports, record } = this.#parts
    const { arrival, speed } = this.#plan
    if (this.#jammedAt === null || ports.clock.now() - this.#jammedAt < (arrival / speed) * 1000) return
    this.#jammedAt = null
    for (const piece of [...this.#pieces]) {
      const place = heldAt(this.#plan, piece.bin)
      const isFar = piece.stuck === null && this.frontOf(piece) > place
      this.#pieceRecord.write(isFar ? this.#hold(piece, place, belt.travel, 'DROP_JAM') : piece)
    }
    record.write(() => ports.journal.restBelt())
  }

  /** What came after it may lie behind it, however far the belt has run on beneath. */
  #freeze(piece: Piece, place: number, travel: number): void {
    const behind = this.#pieces.filter((other) => other !== piece && other.entered > piece.entered)
    this.#pieceRecord.write(this.#hold(piece, place, travel, 'DROP_JAM'))
    behind.forEach((other, index) => {
      const queued = place - (index + 1) * this.#plan.itemMin
      const mayFall = !isBeforeDiverter(other, this.place, this.#plan)
      const held = this.#hold(other, Math.min(queued, travel - other.entered), travel)
      if (!mayFall) this.#pieceRecord.write(held)
    })
    this.#jammedAt = this.#parts.ports.clock.now()
  }
  #hold(piece: Piece, place: number, travel: number, because: ErrorCode | null = null): Piece {
    this.#pieces.splice(this.#pieces.indexOf(piece), 1)
    const held = heldPiece(piece, travel - place, this.#plan.exception.number, because)
    this.#pieces.push(held)
    this.#pieces.sort((a, b) => a.entered - b.entered)
    return held
  }
}
