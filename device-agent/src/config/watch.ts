/** Watches the settings file: a right change is handed on with what differs, a wrong one is refused with its reasons. */
import { watch as watchFolder } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { Clock, TimerHandle } from '../runtime/clock.ts'
import { changedSettings, type SettingsChange } from './diff.ts'
import { loadSettings, type SettingsProblem, type SettingsResult } from './load.ts'
import type { Settings } from './settings.ts'

export interface WatchOptions {
  /** What is in force now: changes are told against it. */
  readonly current: Settings
  readonly clock: Clock
  /** Called for every right file, with no changes where only comments differ: a refusal before it is over. */
  onChange(settings: Settings, changes: readonly SettingsChange[]): void
  /** What was in force stays in force. */
  onRefused(problems: readonly SettingsProblem[]): void
  /** Tests put their own in place of the file system's. */
  readonly watcher?: FolderWatcher
  readonly load?: (path: string) => Promise<SettingsResult>
}

/** Calls back with the name of whatever changed in the folder; null where the system does not tell. Ends when called. */
export type FolderWatcher = (folder: string, changed: (name: string | null) => void) => () => void

/** Editors write in several steps; the file is read when it has been quiet for so long. */
export const SETTLE_MILLISECONDS = 200

/** The folder, not the file: editors replace a file by renaming a new one over it, and a watched file is then gone. */
const systemWatcher: FolderWatcher = (folder, changed) => {
  const watcher = watchFolder(folder, { persistent: false }, (_event, name) => changed(name))
  // A folder that is removed ends the watching; the settings in force stay.
  watcher.on('error', () => watcher.close())
  return () => watcher.close()
}

/** Returns the function that ends the watching; nothing is told after it. */
export function watchSettings(path: string, options: WatchOptions): () => void {
  const { clock, load = loadSettings, watcher = systemWatcher } = options
  let current = options.current
  let timer: TimerHandle | null = null
  let newest = 0
  let stopped = false

  const read = async (): Promise<void> => {
    timer = null
    const mine = ++newest
    const result = await load(path)
    // A later reading is on its way, or nobody listens any more.
    if (stopped || mine !== newest) return
    if (!result.ok) {
      options.onRefused(result.problems)
      return
    }
    const changes = changedSettings(current, result.settings)
    current = result.settings
    options.onChange(result.settings, changes)
  }

  const end = watcher(dirname(path), (name) => {
    if (stopped || (name !== null && name !== basename(path))) return
    if (timer !== null) clock.clearTimeout(timer)
    timer = clock.setTimeout(() => void read(), SETTLE_MILLISECONDS)
  })
  return () => {
    stopped = true
    if (timer !== null) clock.clearTimeout(timer)
    end()
  }
}
