/** What a pad wants of its reader, said in 3M's commands. */
import type { TagUid } from '../../../tags/tag.ts'
import {
  answered,
  type EasControl,
  type Look,
  type TagAnswer,
  type TagBlocks,
  type TagInformation,
  type TagReader,
} from '../reader.ts'
import {
  CHECK_EAS,
  CONTROL_EAS,
  type Command,
  ERROR,
  GET_AFI,
  INVENTORY,
  READ_BLOCKS,
  TAG_INFO,
  VERSION,
  WRITE_AFI,
  WRITE_BLOCKS,
  WRITE_DSFID,
} from './codec.ts'
import { hex, type ThreeMLink } from './link.ts'

/** These pads often answer an AFI write with "no transponder" though the tag lies there (3M810.pm tries a hundred times). */
export const WRITE_TRIES = 10
/** A pad that leaves the question for its version unanswered for so long is lost: staff are told within a second. */
export const QUICK_MILLISECONDS = 600
/** Manufacturer NXP: the only chips with an EAS bit this reader can switch (section 7.14). */
const NXP = 'E004'

export class ThreeMReader implements TagReader {
  readonly detail: string
  readonly writeTries = WRITE_TRIES
  readonly flaky = true
  readonly eas: EasControl
  readonly #link: ThreeMLink

  constructor(link: ThreeMLink, detail: string) {
    this.#link = link
    this.detail = detail
    this.eas = {
      read: (uid) => this.#readEas(uid),
      write: (uid, on) => this.#done(CONTROL_EAS, { uid, value: on ? 1 : 0 }),
    }
  }

  async look(): Promise<Look> {
    // An inventory takes as long as there are tags; whether the pad is there at all is known at once.
    await this.#link.ask(VERSION, {}, QUICK_MILLISECONDS)
    const { error, reply } = await this.#link.ask(INVENTORY, {})
    if (reply === null) return { failed: `${INVENTORY.name}: error ${hex(error)}` }
    return { failed: null, tags: reply, crowded: false }
  }

  async information(uid: TagUid): Promise<TagAnswer<TagInformation>> {
    const told = await this.#ask(TAG_INFO, { uid })
    if (!told.ok) return told
    const { dsfid, afi, memory } = told.value
    if (memory === null) return { ok: false, why: 'failed', detail: 'the tag does not tell its size' }
    // A tag that tells no DSFID or AFI has the one it was made with (ISO/IEC 15693-3: 00).
    return answered({ dsfid: dsfid ?? 0, afi: afi ?? 0, ...memory })
  }
  async readBlocks(uid: TagUid, first: number, count: number): Promise<TagAnswer<TagBlocks>> {
    const told = await this.#ask(READ_BLOCKS, { uid, first, count })
    return told.ok && told.value.first !== first
      ? { ok: false, why: 'failed', detail: 'other blocks were answered' }
      : told
  }
  /** Locks are told with every read. */
  readWithLocks(uid: TagUid, first: number, count: number): Promise<TagAnswer<TagBlocks>> {
    return this.readBlocks(uid, first, count)
  }
  writeBlocks(uid: TagUid, first: number, blocks: TagBlocks): Promise<TagAnswer<true>> {
    return this.#done(WRITE_BLOCKS, { uid, first, ...blocks })
  }
  async readAfi(uid: TagUid): Promise<TagAnswer<number>> {
    const told = await this.#ask(GET_AFI, { uid })
    return told.ok ? answered(told.value.value) : told
  }
  writeAfi(uid: TagUid, afi: number): Promise<TagAnswer<true>> {
    return this.#done(WRITE_AFI, { uid, value: afi })
  }
  writeDsfid(uid: TagUid, dsfid: number): Promise<TagAnswer<true>> {
    return this.#done(WRITE_DSFID, { uid, value: dsfid })
  }

  async #readEas(uid: TagUid): Promise<TagAnswer<boolean>> {
    if (!uid.startsWith(NXP)) return { ok: false, why: 'failed', detail: 'the chip has no EAS' }
    const told = await this.#ask(CHECK_EAS, { uid })
    if (told.ok) return answered(told.value.value === 1)
    if (told.why !== 'gone') return told
    // Silence means: off, or not there. Another question tells which.
    const there = await this.readAfi(uid)
    return there.ok ? answered(false) : there
  }

  async #done<Request extends { readonly uid: TagUid }>(
    command: Command<Request, { readonly uid: TagUid }>,
    request: Request,
  ): Promise<TagAnswer<true>> {
    const told = await this.#ask(command, request)
    return told.ok ? answered(true) : told
  }

  async #ask<Request extends { readonly uid: TagUid }, Reply extends { readonly uid: TagUid }>(
    command: Command<Request, Reply>,
    request: Request,
  ): Promise<TagAnswer<Reply>> {
    const { error, reply } = await this.#link.ask(command, request)
    if (reply !== null) {
      if (reply.uid === request.uid) return answered(reply)
      // Another tag's answer says nothing about this one.
      return { ok: false, why: 'gone', detail: 'another tag answered' }
    }
    const why = error === ERROR.noTransponder ? 'gone' : error === ERROR.locked ? 'locked' : 'failed'
    return { ok: false, why, detail: `${command.name}: error ${hex(error)}` }
  }
}
