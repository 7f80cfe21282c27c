import type { Answer } from '../../shared/feig/link.ts'
import { answered, type TagAnswer } from '../reader.ts'
import { ISO_ERROR, STATUS } from './codec.ts'
import { hex } from './link.ts'

/** A reader's status as what the tag answered. */
export function answerOf<Reply>({ reply, status, isoError }: Answer<Reply>): TagAnswer<Reply> {
  if (reply !== null) return answered(reply)
  if (isoError !== null) {
    const locked = isoError === ISO_ERROR.locked || isoError === ISO_ERROR.alreadyLocked
    return {
      ok: false,
      why: locked ? 'locked' : 'failed',
      detail: `ISO error ${hex(isoError)}`,
      unexplained: isoError === ISO_ERROR.noInformation,
    }
  }
  return { ok: false, why: status === STATUS.noTag ? 'gone' : 'failed', detail: `status ${hex(status)}` }
}
