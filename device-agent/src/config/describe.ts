/** Says in plain words what a setting may be: for refusals, the example and the docs alike. */
import type { SchemaNode } from './schema-node.ts'

const choices = (nodes: readonly SchemaNode[]): string => nodes.map((node) => String(node.const)).join(', ')

function range(node: SchemaNode): string {
  const unit = node.unit === undefined ? '' : ` ${node.unit}`
  if (node.minimum !== undefined && node.maximum !== undefined)
    return ` from ${node.minimum} to ${node.maximum}${unit}`
  return unit
}

function text(node: SchemaNode): string {
  if (node.format === 'regex') return 'a regular expression'
  const example = node.examples?.[0]
  if (example !== undefined) return `text such as ${String(example)}`
  if (node.pattern !== undefined) return `text of the form ${node.pattern}`
  const longest = node.maxLength === undefined ? '' : ` of at most ${node.maxLength} characters`
  return (node.minLength ?? 0) > 0 ? `text${longest}, not empty` : `text${longest}`
}

/** 'a whole number from 1 to 65535', 'one of light, dark', … */
export function describe(node: SchemaNode): string {
  if (node.anyOf !== undefined) return `one of ${choices(node.anyOf)}`
  if (node.const !== undefined) return `only ${String(node.const)}`
  switch (node.type) {
    case 'integer':
      return `a whole number${range(node)}`
    case 'number':
      return `a number${range(node)}`
    case 'boolean':
      return 'true or false'
    case 'array': {
      const what =
        node.items === undefined
          ? 'values'
          : node.items.properties === undefined
            ? describe(node.items)
            : 'sections'
      const least = node.minItems === undefined ? '' : `, at least ${node.minItems}`
      return `a list: ${what}${least}${node.uniqueItems ? ', each once' : ''}`
    }
    case 'object':
      return 'a section with settings of its own'
    default:
      return text(node)
  }
}

/** What a value is, without showing it. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a section'
  if (typeof value === 'string') return value === '' ? 'empty text' : 'text'
  return typeof value === 'number' ? 'a number' : String(value)
}
