/** Changed settings while the kiosk runs: what can be is applied, and staff are told of the rest. */

import type { Settings } from './config/settings.ts'
import { type WatchOptions, watchSettings } from './config/watch.ts'
import type { Notices } from './monitoring/notices.ts'
import type { Unsubscribe } from './runtime/emitter.ts'

export interface FollowOptions extends Pick<WatchOptions, 'current' | 'clock'> {
  readonly notices: Pick<Notices, 'raise' | 'clear'>
  readonly applied: (fresh: Settings) => void
}

/** `path`: null where they come from elsewhere and do not change. */
export function followSettings(
  path: string | null,
  { applied, notices, ...options }: FollowOptions,
): Unsubscribe {
  if (path === null) return () => undefined
  return watchSettings(path, {
    ...options,
    onChange: (fresh, changes) => {
      notices.clear('CONFIG_REFUSED')
      const waiting = changes.filter((change) => change.restart).map((change) => change.path)
      if (waiting.length > 0) notices.raise('CONFIG_NEEDS_RESTART', waiting.join(', '))
      applied(fresh)
    },
    onRefused: ([first]) =>
      notices.raise('CONFIG_REFUSED', first === undefined ? '' : `line ${first.line}: ${first.reason}`),
  })
}
