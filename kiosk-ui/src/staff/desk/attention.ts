/** What needs a person now, out of the whole view. Pure. */
import type { DeskEvent, NoticeView, StaffView } from '@lectern/device-agent/contract/staff'

export type GateAlarm = Extract<DeskEvent, { type: 'gateAlarm' }>

/**
 * - `stop`: speak to somebody
 * - `calm`: the gate sounded, and nobody did anything wrong
 */
export type Gravity = 'stop' | 'calm'

export const gravityOf = ({ verdict }: GateAlarm): Gravity =>
  verdict === 'rewriteFailed' || verdict === 'onLoan' || verdict === 'test' ? 'calm' : 'stop'

export interface Attention {
  /** Alarms nobody has seen to, the grave ones first, then the newest. A test tag is none. */
  readonly alarms: readonly GateAlarm[]
  /** Warnings and errors, as the agent orders them. */
  readonly notices: readonly NoticeView[]
  /** Items of the drop that wait for a look. */
  readonly exceptions: number
  /** Everything else that happened. */
  readonly earlier: readonly DeskEvent[]
}

export function attentionOf(view: StaffView): Attention {
  const seen = new Set(view.acknowledged)
  const isOpen = (event: DeskEvent): event is GateAlarm =>
    event.type === 'gateAlarm' && event.verdict !== 'test' && !seen.has(event.id)
  const open = view.events.filter(isOpen)
  return {
    alarms: [
      ...open.filter((alarm) => gravityOf(alarm) === 'stop'),
      ...open.filter((alarm) => gravityOf(alarm) === 'calm'),
    ],
    notices: view.notices.filter(({ severity }) => severity !== 'info'),
    exceptions: view.drop?.exceptions.length ?? 0,
    earlier: view.events.filter((event) => !isOpen(event)),
  }
}

export const waitingOf = ({ alarms, exceptions, notices }: Attention): number =>
  alarms.length + notices.length + (exceptions > 0 ? 1 : 0)
