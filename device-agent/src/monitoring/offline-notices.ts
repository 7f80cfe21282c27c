import type { ErrorCode } from '../contract/errors.ts'
import type { Notices } from './notices.ts'

export interface OfflineSources {
  readonly notices: Notices
  /** The library system cannot be reached; a connection that is just being made again is no absence. */
  isAway(): boolean
  /** Why nothing is lent while it is away, or null. */
  obstacle(): ErrorCode | null
}

/** Keeps one notice about lending without the library system in step; returns a look that tells whether it changed. */
export function watchOffline({ notices, isAway, obstacle }: OfflineSources): () => boolean {
  let raised: ErrorCode | null = null
  const now = (): ErrorCode | null => {
    if (!isAway()) return null
    const code = obstacle() ?? 'OFFLINE_LENDING'
    return code.startsWith('OFFLINE_') ? code : null
  }
  return () => {
    const code = now()
    if (code === raised) return false
    if (raised !== null) notices.clear(raised)
    if (code !== null) notices.raise(code)
    raised = code
    return true
  }
}
