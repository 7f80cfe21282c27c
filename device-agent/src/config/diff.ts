/** Which settings differ, and which of them take effect only at the next start. */
import { isDeepStrictEqual } from 'node:util'
import { type SchemaNode, settingsSchema } from './schema-node.ts'
import type { Settings } from './settings.ts'

export interface SettingsChange {
  /** 'ils.port'; a whole section ('devices.printer') where it came or went. */
  readonly path: string
  /** True where the change takes effect only at the next start. */
  readonly restart: boolean
}

/** A section that comes or goes needs a restart where any setting in it does. */
const needsRestart = (node: SchemaNode): boolean =>
  node.restart === true || Object.values(node.properties ?? {}).some(needsRestart)

const isSection = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function* changes(
  before: unknown,
  after: unknown,
  node: SchemaNode,
  path: string,
): Generator<SettingsChange> {
  if (isDeepStrictEqual(before, after)) return
  if (!isSection(before) || !isSection(after)) {
    yield { path, restart: needsRestart(node) }
    return
  }
  for (const [key, child] of Object.entries(node.properties ?? {})) {
    yield* changes(before[key], after[key], child, path === '' ? key : `${path}.${key}`)
  }
}

export const changedSettings = (before: Settings, after: Settings): SettingsChange[] => [
  ...changes(before, after, settingsSchema, ''),
]
