/** typebox's errors → one plain reason for each setting that is wrong. */
import type { TLocalizedValidationError } from 'typebox/error'
import { describe, kindOf } from './describe.ts'
import { type SchemaNode, type SettingsPath, schemaAt } from './schema-node.ts'
import { nearest } from './suggest.ts'

export interface SettingReason {
  readonly path: SettingsPath
  readonly reason: string
}

/** Found text is shown up to so many characters. */
const SHOWN_MAX_CHARACTERS = 40

/** RFC 6901; numbers are list positions where the value around them is a list. */
function pathOf(pointer: string, root: unknown): SettingsPath {
  let value: unknown = root
  const path: (string | number)[] = []
  for (const raw of pointer.split('/').slice(1)) {
    const step = raw.replaceAll('~1', '/').replaceAll('~0', '~')
    path.push(Array.isArray(value) ? Number(step) : step)
    value = at(value, step)
  }
  return path
}

const at = (value: unknown, step: string | number): unknown =>
  typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[String(step)]
    : undefined

const valueAt = (root: unknown, path: SettingsPath): unknown => path.reduce(at, root)

/** What is not like a name may be a password with its colon misplaced: it is not repeated. */
export const isNameLike = (key: string | number): boolean => /^[\w-]{1,40}$/.test(String(key))

function unknownKey(key: string, node: SchemaNode | null): string {
  const known = Object.keys(node?.properties ?? {})
  const meant = nearest(key, known)
  const shown = isNameLike(key) ? `unknown name '${key}'` : 'unknown name'
  if (meant !== null) return `${shown}; did you mean '${meant}'?`
  return `${shown}; known here: ${known.join(', ')}`
}

function found(value: unknown, node: SchemaNode): string {
  const shows = (typeof value === 'string' && value !== '') || typeof value === 'number'
  if (node.secret === true || !shows) return kindOf(value)
  const text = String(value).slice(0, SHOWN_MAX_CHARACTERS)
  return typeof value === 'string' ? `'${text}'` : text
}

function hint(value: unknown, node: SchemaNode): string {
  if (node.type === 'string' && (typeof value === 'number' || typeof value === 'boolean'))
    return '; put it into quotes'
  if (typeof value !== 'string') return ''
  if (node.type === 'boolean' && /^(yes|no|on|off)$/i.test(value)) return '; write true or false'
  const names = (node.anyOf ?? []).map((choice) => String(choice.const))
  const meant = names.length > 0 ? nearest(value, names) : null
  return meant === null ? '' : `; did you mean '${meant}'?`
}

function mustBe(value: unknown, node: SchemaNode): string {
  return `must be ${describe(node)}; found ${found(value, node)}${hint(value, node)}`
}

/** One reason for each wrong setting, in no order. `value` is what was validated. */
export function reasons(errors: readonly TLocalizedValidationError[], value: unknown): SettingReason[] {
  const byPath = new Map<string, SettingReason>()
  const add = (path: SettingsPath, reason: string): void => {
    const key = JSON.stringify(path)
    if (!byPath.has(key)) byPath.set(key, { path, reason })
  }
  for (const error of errors) {
    const path = pathOf(error.instancePath, value)
    const node = schemaAt(path)
    if (error.keyword === 'additionalProperties') {
      for (const key of error.params.additionalProperties) add([...path, key], unknownKey(key, node))
    } else if (error.keyword === 'required') {
      for (const key of error.params.requiredProperties) {
        const missing = schemaAt([...path, key])
        add([...path, key], `is missing: ${missing === null ? 'a value' : describe(missing)}`)
      }
    } else if (node !== null) add(path, mustBe(valueAt(value, path), node))
  }
  return [...byPath.values()]
}
