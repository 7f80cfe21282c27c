/** Reads the end of each visit off the screen's views: how many items, not whose nor which. */
import type { Screen } from '../../contract/view.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { Unsubscribe } from '../../runtime/emitter.ts'
import type { Publisher } from './contract.ts'

export interface ScreenSource {
  onView(listener: (view: { readonly screen: Screen }) => void): Unsubscribe
}

const NOBODY: readonly Screen['name'][] = ['attract', 'closed', 'goodbye', 'staffPin', 'staff']

/** Somebody is there. */
export const isVisit = ({ name }: Screen): boolean => !NOBODY.includes(name)

/** Told when goodbye is over: what was still under way behind it counts. */
export function tellSessionEnds(
  screens: ScreenSource,
  publisher: Publisher,
  clock: Pick<Clock, 'now'>,
): Unsubscribe {
  let begunAt = clock.now()
  let endedAt = begunAt
  let visiting = false
  let notDone = 0
  let goodbye: Extract<Screen, { name: 'goodbye' }> | null = null
  return screens.onView(({ screen }) => {
    if (screen.name === 'goodbye') {
      if (goodbye === null) endedAt = clock.now()
      goodbye = screen
    } else if (goodbye !== null) {
      const { lent, reason, returned, visit } = goodbye
      goodbye = null
      const seconds = Math.round((endedAt - begunAt) / 1_000)
      publisher.publish('sessionEnd', { visit, ended: reason, lent, returned, not_done: notDone, seconds })
    }
    if (isVisit(screen) && !visiting) {
      begunAt = clock.now()
      notDone = 0
    }
    visiting = isVisit(screen)
    if (screen.name === 'items' || screen.name === 'finish') notDone = screen.counts.notYours
    if (screen.name === 'returns' || screen.name === 'returnsFinish') notDone = screen.counts.notReturned
  })
}
