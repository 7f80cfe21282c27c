/** A settings file → settings, or the list of all that is wrong with it, each with its line and a plain reason. */
import { readFile } from 'node:fs/promises'
import { Settings as Limits } from 'typebox/system'
import { Value } from 'typebox/value'
import { alertClashes } from './alert-settings.ts'
import { dropClashes } from './drop-clashes.ts'
import { gateClashes } from './gate-clashes.ts'
import { ioClashes } from './io-clashes.ts'
import { metricsClashes } from './metrics-settings.ts'
import { mqttClashes } from './mqtt-clashes.ts'
import { openIdClashes } from './open-id-settings.ts'
import { isNameLike, reasons } from './reasons.ts'
import { pathText, type SchemaNode, settingsSchema } from './schema-node.ts'
import { Settings } from './settings.ts'
import { staffModeClashes } from './staff-mode-clashes.ts'
import { readYaml } from './yaml-text.ts'

export interface SettingsProblem {
  /** From 1. */
  readonly line: number
  /** From 1. */
  readonly column: number
  /** 'ils.port'; empty where the text is no YAML or the file cannot be read. */
  readonly path: string
  /** Holds no value of a secret setting. */
  readonly reason: string
}

export type SettingsResult =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly SettingsProblem[] }

/** A settings file is a few kilobytes; what is larger is another file. */
export const SETTINGS_MAX_BYTES = 256 * 1024
/** So many problems are told at once. */
export const PROBLEMS_MAX = 50

/** Never rejects. */
export async function loadSettings(path: string): Promise<SettingsResult> {
  try {
    const bytes = await readFile(path)
    if (bytes.length > SETTINGS_MAX_BYTES)
      return refused(`the file is larger than ${SETTINGS_MAX_BYTES} bytes`)
    return parseSettings(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    return refused(unreadable(error))
  }
}

const refused = (reason: string): SettingsResult => ({
  ok: false,
  problems: [{ line: 1, column: 1, path: '', reason }],
})

function unreadable(error: unknown): string {
  if (error instanceof TypeError) return 'the file is not UTF-8 text'
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOENT') return 'there is no such file'
  if (code === 'EACCES' || code === 'EPERM') return 'the file may not be read by this account'
  if (code === 'EISDIR') return 'this is a folder, not a file'
  return `the file cannot be read${code === '' ? '' : ` (${code})`}`
}

export function parseSettings(text: string): SettingsResult {
  const yaml = readYaml(text)
  if (!yaml.ok) return { ok: false, problems: yaml.problems.map((problem) => ({ ...problem, path: '' })) }
  const value: unknown = Value.Default(Settings, openSections(yaml.value, settingsSchema))
  const right = Value.Check(Settings, value)
  const clashes = right
    ? [
        ...dropClashes(value),
        ...ioClashes(value.io, value.signals),
        ...gateClashes(value.gates, value.signals),
        ...mqttClashes(value.mqtt),
        ...metricsClashes(value.metrics),
        ...openIdClashes(value.staff.openId),
        ...staffModeClashes(value.staffMode),
        ...alertClashes(value.alerts, value.library.openingHours),
      ]
    : []
  if (right && clashes.length === 0) return { ok: true, settings: value }
  const problems = (right ? clashes : errorsOf(value)).map(({ path, reason }) => ({
    ...yaml.place(path),
    path: pathText(path.filter(isNameLike)),
    reason,
  }))
  return { ok: false, problems: problems.sort((a, b) => a.line - b.line || a.column - b.column) }
}

/** typebox keeps its limit in one global; it is ours only for this call. */
function errorsOf(value: unknown): ReturnType<typeof reasons> {
  const { maxErrors } = Limits.Get()
  Limits.Set({ maxErrors: PROBLEMS_MAX })
  try {
    return reasons(Value.Errors(Settings, value), value)
  } finally {
    Limits.Set({ maxErrors })
  }
}

/** A section whose settings are all commented out reads as null in YAML, and means an empty section. */
function openSections(value: unknown, node: SchemaNode): unknown {
  if (node.type !== 'object') return value
  if (value === null || value === undefined) return openSections({}, node)
  if (typeof value !== 'object' || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const child = Object.hasOwn(node.properties ?? {}, key) ? node.properties?.[key] : undefined
      return [key, child === undefined ? inner : openSections(inner, child)]
    }),
  )
}
