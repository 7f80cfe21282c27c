import type { Circulation, IlsStatus } from 'sip2/circulation'
import type { ErrorCode } from '../contract/errors.ts'
import type { Unsubscribe } from '../runtime/emitter.ts'
import type { Notices } from './notices.ts'

const codeOf = ({ state, checkoutOk }: IlsStatus): ErrorCode | null => {
  if (state === 'away') return 'ILS_AWAY'
  if (state === 'refused') return 'ILS_LOGIN_REFUSED'
  return state === 'online' && checkoutOk === 'no' ? 'ILS_NO_CHECKOUT' : null
}

/** Keeps one notice about the library system in step with its state; while it is being tried, nothing changes. */
export function watchIls(
  circulation: Pick<Circulation, 'status' | 'onStatus'>,
  notices: Notices,
): Unsubscribe {
  let raised: ErrorCode | null = null
  const follow = (status: IlsStatus) => {
    if (status.state === 'connecting') return
    const now = codeOf(status)
    if (raised !== null && raised !== now) notices.clear(raised)
    if (now !== null && raised !== now) notices.raise(now, status.detail)
    raised = now
  }
  follow(circulation.status)
  return circulation.onStatus(follow)
}
