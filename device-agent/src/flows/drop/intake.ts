import type { ErrorCode } from '../../contract/errors.ts'
import type { PadTag } from '../../devices/rfid/contract.ts'
import type { ReturnId } from '../../journal/returns-contract.ts'
import type { TagUid } from '../../tags/tag.ts'
import type { Bins } from './bins.ts'
import { type Decision, decide } from './decide.ts'
import { PLACE_SLACK_MILLIMETRES, TUNNEL_STOP_MILLIMETRES } from './limits.ts'
import type { Line } from './line.ts'
import type { Piece } from './piece.ts'
import type { DropPorts } from './ports.ts'
import type { DropRecord } from './record.ts'
import { atTunnelEnd } from './tracker.ts'
import { TunnelReading } from './tunnel-reading.ts'
import type { Visit } from './visit.ts'

/** What is read and decided together: one piece, or several that came in too close to tell whose tags are whose. */
interface Group {
  readonly pieces: Piece[]
  reading: TunnelReading | null
  /** It cannot be handled, whatever its tags say. */
  forced: ErrorCode | null
  readonly tags: Set<TagUid>
  readonly items: Set<string>
  /** It is of what came before, and still in the field. */
  readonly isOther: (tag: PadTag) => boolean
}

export interface IntakeParts {
  readonly ports: DropPorts
  readonly record: DropRecord
  readonly line: Line
  readonly bins: Bins
  readonly visit: Visit
  /** Something was decided. */
  readonly onDecided: () => void
}

/** From the entry beam to the end of the read zone: each piece is recorded, read, taken back, and gets its bin. */
export class Intake {
  readonly #parts: IntakeParts
  readonly #groups: Group[] = []
  readonly #unsubscribe: () => void
  /** The one that was decided last. */
  #before: Group | null = null
  /** Tags of what was decided that may still be in the field. */
  readonly #lingering = new Set<TagUid>()
  #stopped = false

  constructor(parts: IntakeParts) {
    this.#parts = parts
    this.#unsubscribe = parts.ports.reader.onField((field) => this.#look(field))
  }

  /** Nothing in the read zone waits for anything. */
  get isIdle(): boolean {
    return this.#groups.length === 0
  }

  /** Something that is not decided has reached the end of the read zone: the belt must stand, and its reading ends soon. */
  holds(): boolean {
    const { line, ports } = this.#parts
    const stop = ports.plan.tunnel + TUNNEL_STOP_MILLIMETRES
    const blocking = this.#groups.filter(({ pieces }) =>
      pieces.some((piece) => !piece.decided && (piece.reached || line.frontOf(piece) >= stop)),
    )
    for (const { reading } of blocking) reading?.reachedEnd()
    return blocking.length > 0
  }

  /** Something is at the entry. False where it cannot be recorded: nothing may move. */
  enter(entered: number, forced: ErrorCode | null): boolean {
    const { line, ports, record, visit } = this.#parts
    const last = line.last
    const id = record.begin()
    if (id === null) return false
    visit.tookIn(id)
    const piece = line.add(id, entered, forced ?? 'DROP_INTERRUPTED')
    const tooClose = ports.plan.arrival + PLACE_SLACK_MILLIMETRES
    if (last !== null && entered - last.entered < tooClose) this.#crowded(last, piece, forced)
    else this.#read([piece], forced)
    return true
  }

  /** Something is at the end of the read zone. False where it is not known where that came from. */
  reachedEnd(): boolean {
    const { line, ports } = this.#parts
    const piece = atTunnelEnd(line.pieces, line.place, ports.plan)
    if (piece === null) return false
    piece.reached = true
    this.#groupOf(piece)?.reading?.reachedEnd()
    return true
  }

  /** Longer than an item: put aside. */
  tooLong(piece: Piece): void {
    const group = this.#groupOf(piece)
    if (group !== null) group.forced ??= 'DROP_ITEM_TOO_LONG'
    else if (![...piece.reasons.values()].includes('DROP_ITEM_TOO_LONG'))
      this.#parts.line.putAside(piece, 'DROP_ITEM_TOO_LONG')
  }

  /** What is in the read zone goes to the exception bin; what the return service has in hand goes on there. */
  interrupt(): void {
    for (const group of this.#groups) group.reading?.cancel()
    this.#groups.length = 0
    this.#before = null
    this.#lingering.clear()
  }

  stop(): void {
    this.#stopped = true
    this.interrupt()
    this.#unsubscribe()
  }

  #groupOf(piece: Piece): Group | null {
    return this.#groups.find(({ pieces }) => pieces.includes(piece)) ?? null
  }

  #crowded(last: Piece, piece: Piece, forced: ErrorCode | null): void {
    const group = this.#groupOf(last)
    if (group !== null) group.forced ??= 'DROP_TWO_AT_ONCE'
    else this.#parts.line.putAside(last, 'DROP_TWO_AT_ONCE')
    if (group === null || group.reading === null) this.#read([piece], forced ?? 'DROP_TWO_AT_ONCE')
    else {
      group.pieces.push(piece)
      group.reading.goOn()
    }
  }

  #read(pieces: Piece[], forced: ErrorCode | null): void {
    const { clock, plan, reader } = this.#parts.ports
    const lingering = new Set([...this.#lingering, ...this.#groups.flatMap((other) => [...other.tags])])
    const known = this.#onBelt()
    const isInterrupted = forced === 'DROP_INTERRUPTED' || forced === 'DROP_READ_ZONE_ONLY'
    // Parts of a set may come one by one, but not those of one that was whole; after an interruption nobody can tell.
    const isOther = ({ content, uid }: PadTag) => {
      if (lingering.has(uid) || content.kind !== 'item') return lingering.has(uid)
      const before = known.get(content.itemId)
      return before !== undefined && (content.parts === 1 || before.isWhole || isInterrupted)
    }
    const group: Group = { pieces, reading: null, forced, tags: new Set(), items: new Set(), isOther }
    this.#groups.push(group)
    const onRead = (tags: readonly PadTag[]) => this.#decide(group, tags, true)
    group.reading = new TunnelReading({ reader, clock, limits: plan.read, isOther, onRead })
  }

  /** What has a record, and may lie in the read zone still, wherever it is thought to be: it was stuck there, unnoticed. */
  #onBelt(): ReadonlyMap<string, { readonly isWhole: boolean }> {
    const { line, ports } = this.#parts
    const ids = line.pieces.flatMap(({ reasons }) => [...reasons.keys()])
    const entries = ids.flatMap((id) => ports.journal.entry(id) ?? [])
    return new Map(
      entries.flatMap(({ item, phase, verdict }) =>
        item === null ? [] : [[item, { isWhole: phase !== 'seen' && verdict !== 'untaken' }]],
      ),
    )
  }

  /** `first`: the pieces have no item yet; else another item showed among them. */
  #decide(group: Group, tags: readonly PadTag[], first: boolean): void {
    const { ports, record } = this.#parts
    const last = group.pieces.at(-1)
    if (last === undefined) return
    group.reading = null
    for (const { uid, content } of tags) {
      group.tags.add(uid)
      if (content.kind === 'item') group.items.add(content.itemId)
    }
    const ids = first ? group.pieces.flatMap(({ reasons }) => [...reasons.keys()]) : []
    const { forced } = group
    void decide({ ...ports, record }, { ids, tags, forced, another: () => this.#another(last) }).then(
      (decision) => this.#decided(group, decision),
    )
  }

  /** A record for one more item in that place, as soon as there can be one. */
  async #another(piece: Piece): Promise<ReturnId> {
    const { line, record } = this.#parts
    const id = await record.beginInTime()
    line.join(piece, id)
    return id
  }

  #decided(group: Group, { bin, reasons }: Decision): void {
    const { bins, line, onDecided, ports, visit } = this.#parts
    if (this.#stopped) return
    visit.decided([...group.pieces.flatMap((piece) => [...piece.reasons.keys()]), ...reasons.keys()])
    const index = this.#groups.indexOf(group)
    if (index < 0) line.learn(reasons)
    else {
      this.#groups.splice(index, 1)
      const aside = group.forced ?? bins.obstacle(bin)
      for (const piece of group.pieces) {
        piece.decided = true
        const because = [...piece.reasons].map(([id, before]) => {
          const decided = reasons.has(id) ? (reasons.get(id) ?? aside) : before
          return [id, group.forced ?? decided] as const
        })
        const free = aside === null ? bin : ports.plan.exception.number
        line.sort(piece, line.isPastRecall(piece) ? piece.bin : free, new Map(because))
      }
      this.#before = group
      for (const uid of group.tags) this.#lingering.add(uid)
      // What showed meanwhile was nobody's to look at.
      this.#look(ports.reader.field)
    }
    onDecided()
  }

  /** Tags that go, and tags that come late, when their piece has its bin already. */
  #look(field: readonly PadTag[]): void {
    const here = new Set(field.map(({ uid }) => uid))
    for (const uid of this.#lingering) if (!here.has(uid)) this.#lingering.delete(uid)
    const { line, ports } = this.#parts
    const group = this.#before
    const piece = group?.pieces.at(-1)
    if (group === null || piece === undefined || group.items.size === 0 || this.#groups.length > 0) return
    if (!line.pieces.includes(piece) || line.frontOf(piece) >= ports.plan.spacing) return
    const fresh = field.filter(
      (tag) => !group.tags.has(tag.uid) && !this.#lingering.has(tag.uid) && !group.isOther(tag),
    )
    // It may be another item.
    if (fresh.some(({ content }) => content.kind === 'unreadable'))
      line.putAside(piece, 'RFID_TAG_UNREADABLE')
    const late = fresh.filter(({ content }) => content.kind === 'item' && !group.items.has(content.itemId))
    if (late.length === 0) return
    piece.decided = false
    group.forced = 'DROP_TWO_AT_ONCE'
    this.#groups.push(group)
    this.#decide(group, late, false)
  }
}
