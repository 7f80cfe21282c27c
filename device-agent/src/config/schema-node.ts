/** The settings' schema as plain data, for everything that is derived from it: problems, the example, the docs. */
import { Settings } from './settings.ts'

/** The part of JSON Schema the settings use, with the keywords of `settings.ts`. */
export interface SchemaNode {
  readonly type?: string
  readonly const?: unknown
  readonly anyOf?: readonly SchemaNode[]
  readonly properties?: Readonly<Record<string, SchemaNode>>
  readonly required?: readonly string[] | undefined
  readonly items?: SchemaNode
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly uniqueItems?: boolean
  readonly pattern?: string
  readonly format?: string
  readonly default?: unknown
  readonly examples?: readonly unknown[]
  readonly description?: string
  readonly unit?: string
  readonly restart?: boolean
  readonly secret?: boolean
}

export type SettingsPath = readonly (string | number)[]

export const settingsSchema: SchemaNode = Settings

/** `['ils', 'port']` → 'ils.port'; the empty path is the whole file. */
export const pathText = (path: SettingsPath): string => path.join('.')

/** The schema of what stands at `path`, or null where nothing may stand. */
export function schemaAt(path: SettingsPath, root: SchemaNode = settingsSchema): SchemaNode | null {
  let node: SchemaNode | undefined = root
  for (const key of path) {
    node =
      typeof key === 'number'
        ? node.items
        : node.properties !== undefined && Object.hasOwn(node.properties, key)
          ? node.properties[key]
          : undefined
    if (node === undefined) return null
  }
  return node
}

/** In a path: each of a list. */
export const EACH = '[]'

export interface SettingEntry {
  /** `[]` stands for each of a list: ['gates', '[]', 'url']. */
  readonly path: readonly string[]
  readonly node: SchemaNode
  /** The file is refused without it (where its section is there). */
  readonly required: boolean
}

/** Sections and settings in the order of the schema; a section comes before what it holds. */
export function* settingEntries(
  root: SchemaNode = settingsSchema,
  path: readonly string[] = [],
): Generator<SettingEntry> {
  for (const [key, node] of Object.entries(root.properties ?? {})) {
    const here = [...path, key]
    const required = (root.required ?? []).includes(key) && node.default === undefined
    yield { path: here, node, required }
    if (node.properties !== undefined) yield* settingEntries(node, here)
    if (node.items?.properties !== undefined) yield* settingEntries(node.items, [...here, EACH])
  }
}
