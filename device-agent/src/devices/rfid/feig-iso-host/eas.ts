/**
 * The EAS bit of NXP's chips in FEIG's commands. Whether it is on is heard from the field; where a reader cannot ask one
 * tag alone, only silence of all of them says that this one's is off.
 */
import type { TagUid } from '../../../tags/tag.ts'
import { answered, type EasControl, type TagAnswer } from '../reader.ts'
import { answerOf } from './answer.ts'
import { STATUS } from './codec.ts'
import type { FeigLink } from './link.ts'
import { EAS_ALARM, WRITE_EAS } from './nxp-codec.ts'

export class FeigEas implements EasControl {
  readonly #link: FeigLink

  constructor(link: FeigLink) {
    this.#link = link
  }

  async read(uid: TagUid, alone: boolean): Promise<TagAnswer<boolean>> {
    if (!alone) {
      const { status } = await this.#link.ask(EAS_ALARM, { uid })
      if (status === STATUS.ok || status === STATUS.noTag) return answered(status === STATUS.ok)
    }
    const { status } = await this.#link.ask(EAS_ALARM, { uid: null })
    // Nobody's is on, so this one's is off.
    if (status === STATUS.noTag) return answered(false)
    if (status === STATUS.ok && alone) return answered(true)
    return { ok: false, why: 'failed', detail: 'the reader cannot tell whose EAS bit is on' }
  }

  async write(uid: TagUid, on: boolean): Promise<TagAnswer<true>> {
    return answerOf(await this.#link.ask(WRITE_EAS, { uid, on }))
  }
/** The EAS bit of NXP's chips. Whether it is on can only be heard from the field: `alone` says that no other tag is in it. */
import { hasEas } from '../../../tags/chip.ts'
import type { TagUid } from '../../../tags/tag.ts'
import type { SecurityOutcome } from '../contract.ts'
import { STATUS } from './codec.ts'
import type { FeigLink } from './link.ts'
import { EAS_ALARM, WRITE_EAS } from './nxp-codec.ts'
import { provenWrite } from './proven-write.ts'

/** Null where the chip has no such bit, or the reader cannot tell whose it is. */
export async function readEas(link: FeigLink, uid: TagUid, alone: boolean): Promise<boolean | null> {
  if (!hasEas(uid)) return null
  if (!alone) {
    const { status } = await link.ask(EAS_ALARM, { uid })
    if (status === STATUS.ok) return true
    if (status === STATUS.noTag) return false
  }
  const { status } = await link.ask(EAS_ALARM, { uid: null })
  // Nobody's is on, so this one's is off.
  if (status === STATUS.noTag) return false
  return status === STATUS.ok && alone ? true : null
}

/** Sets or resets the bit and reads it back. */
export function writeEas(link: FeigLink, uid: TagUid, on: boolean, alone: boolean): Promise<SecurityOutcome> {
  if (!hasEas(uid)) return Promise.resolve({ ok: false, why: 'failed', detail: 'the chip has no EAS bit' })
  return provenWrite(link, uid, {
    write: () => link.ask(WRITE_EAS, { uid, on }),
    holds: async () => (await readEas(link, uid, alone)) === on,
  })
}
